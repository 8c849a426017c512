"""The elements of `store.statements` as PostgreSQL's SQL. Imported for its effect, wherever an engine is made."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Update
from sqlalchemy.dialects.sqlite.dml import OnConflictDoNothing, OnConflictDoUpdate
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.compiler import compiles

from archive.store.plain import ELEMENTS, PARAMETERS
from archive.store.statements import (
    BARE,
    IGNORING,
    INDEXED,
    NUMBERED,
    ROWS,
    Rows,
    greater,
    json_number,
    json_pairs,
    json_values,
    lesser,
    write_elements,
)
from archive.store.tables import Base

NAME: Final = "postgresql"


write_elements(
    NAME,
    {
        json_values: "jsonb_array_elements_text(CAST({0} AS jsonb))",
        json_pairs: "jsonb_each_text(CAST({0} AS jsonb))",
        json_number: "CAST({0} AS bigint)",
        lesser: "least({0}, {1})",
        greater: "greatest({0}, {1})",
    },
)


@compiles(OnConflictDoNothing, NAME)
def _do_nothing(element: Any, compiler: Any, **options: Any) -> str:
    element.constraint_target = None  # what PostgreSQL has beside SQLite
    return str(compiler.visit_on_conflict_do_nothing(element, **options))


@compiles(OnConflictDoUpdate, NAME)
def _do_update(element: Any, compiler: Any, **options: Any) -> str:
    element.constraint_target = None
    return str(compiler.visit_on_conflict_do_update(element, **options))


def _insert_bare(connection: Connection, table: type[Base], rows: Rows) -> None:
    _copy_in(connection, table, [column.name for column in table.__table__.columns], rows)


def _insert_rows(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    names = list(rows[0])
    _copy_in(connection, table, names, [[row[name] for name in names] for row in rows])


def _copy_in(connection: Connection, table: type[Base], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert by COPY, as text, in which 0 and 1 stand for what is false and true."""
    bare: Any = connection.connection.driver_connection
    columns = ", ".join(f'"{name}"' for name in names)
    with bare.cursor() as cursor, cursor.copy(f'COPY "{table.__tablename__}" ({columns}) FROM STDIN') as copy:
        for row in rows:
            copy.write_row(row)


def _update_or_ignore(connection: Connection, statement: Update) -> None:
    try:
        with connection.begin_nested():
            connection.execute(statement)
    except IntegrityError:
        return


def _note_numbers(connection: Connection, highest: Mapping[type[Base], int]) -> None:
    """Let the sequences of tables go on behind the numbers that we gave."""
    for table, number in highest.items():
        if not number:
            continue
        connection.exec_driver_sql(
            "SELECT setval(pg_get_serial_sequence(%s, 'id'), %s)", (f'"{table.__tablename__}"', number)
        )


_LISTED: Final = "(SELECT {0} FROM jsonb_array_elements_text(CAST({1} AS jsonb)) AS listed (value))"
ELEMENTS[NAME] = {
    "ids": _LISTED.format("CAST(value AS bigint)", ":ids"),
    "texts": _LISTED.format("value", ":texts"),
    "list": "json_agg",
    "like": "ILIKE",
    "flag_rows": "jsonb_array_elements_text(CAST(few.flags AS jsonb)) AS flag (value)",
    "pairs": "jsonb_each_text(CAST(:pairs AS jsonb))",
    "hours": "CAST(extract(epoch FROM CAST(",
    "hours_end": " AS timestamptz)) / 3600 AS double precision)",
    "by_times": "",
    "place": "visits.article_id",
    "computed": "OFFSET 0",
}
PARAMETERS[NAME] = r"%(\1)s"
INDEXED[NAME] = 2_500  # https://www.postgresql.org/docs/current/btree.html: a third of a page, less what stands beside
BARE[NAME] = _insert_bare
ROWS[NAME] = _insert_rows
IGNORING[NAME] = _update_or_ignore
NUMBERED[NAME] = _note_numbers

"""The elements of `store.statements` as SQLite's SQL. Imported for its effect, wherever an engine is made."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Update
from sqlalchemy import insert as inserting

from archive.store.statements import (
    BARE,
    IGNORING,
    ROWS,
    SECURELY,
    Rows,
    greater,
    json_number,
    json_pairs,
    json_values,
    lesser,
    write_elements,
)
from archive.store.tables import Base

write_elements(
    "sqlite",
    {
        json_values: "json_each({0})",
        json_pairs: "json_each({0})",
        json_number: "{0}",
        lesser: "min({0}, {1})",
        greater: "max({0}, {1})",
    },
)


def _insert_bare(connection: Connection, table: type[Base], rows: Rows) -> None:
    connection.exec_driver_sql(_inserting(table, connection.dialect), list(rows))


@cache
def _inserting(table: type[Base], dialect: Dialect) -> str:
    """Write the statement once a table: that takes longer than to insert the blocks of a page."""
    return str(inserting(table).compile(dialect=dialect))


def _insert_rows(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(inserting(table), rows)


def _update_or_ignore(connection: Connection, statement: Update) -> None:
    connection.execute(statement.prefix_with("OR IGNORE"))


BARE["sqlite"] = _insert_bare
ROWS["sqlite"] = _insert_rows
IGNORING["sqlite"] = _update_or_ignore
SECURELY["sqlite"] = "PRAGMA secure_delete = ON"

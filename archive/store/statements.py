"""What rooms that read and write ask of any database: many rows at once, long lists in a question, a row unless it is
there.

How a database says it stands in its own room (`file/dialect.py`, `postgres/dialect.py`), which writes the elements
named here as its SQL. So rooms that read and write do not ask which one it is.
"""

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, Select, Update, select, true
from sqlalchemy.dialects.sqlite import insert
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.elements import BindParameter
from sqlalchemy.sql.functions import GenericFunction

from archive.store.tables import Base

__all__ = ["insert"]

Rows = Sequence[tuple[Any, ...]]

_ARGUMENT: Final = re.compile(r"\{(\d)\}")

BARE: Final[dict[str, Callable[[Connection, type[Base], Rows], None]]] = {}
"""How each dialect inserts many rows, past SQLAlchemy."""
ROWS: Final[dict[str, Callable[[Connection, type[Base], Sequence[Mapping[str, Any]]], None]]] = {}
"""How each dialect inserts rows that have some of the columns."""
IGNORING: Final[dict[str, Callable[[Connection, Update], None]]] = {}
"""How each dialect changes a row unless its new key is taken."""
NUMBERED: Final[dict[str, Callable[[Connection, Mapping[type[Base], int]], None]]] = {}
"""What each dialect does once rows of those tables were given their numbers by us, up to these."""

INDEXED: Final[dict[str, int]] = {}
"""Bytes of a text that each dialect can index at most, if there is an end."""
SECURELY: Final[dict[str, str]] = {}
"""By which statement each dialect overwrites what is deleted, if it does."""


class json_values(GenericFunction[Any]):  # named as in SQL
    """The values of a JSON array, a row each, in a column `value`."""

    inherit_cache = True


class json_pairs(GenericFunction[Any]):
    """The members of a JSON object, a row each, in columns `key` and `value`."""

    inherit_cache = True


class json_number(GenericFunction[int]):
    """A value of `json_values` as a number."""

    type = BigInteger()
    inherit_cache = True


class lesser(GenericFunction[Any]):
    """The lesser of two values."""

    inherit_cache = True


class greater(GenericFunction[Any]):
    """The greater of two values."""

    inherit_cache = True


def write_elements(dialect: str, templates: Mapping[type[GenericFunction[Any]], str]) -> None:
    """Let a dialect write elements as these pieces of SQL, in which `{0}`, `{1}` stand for their arguments."""
    for kind, template in templates.items():

        def written(element: Any, compiler: SQLCompiler, template: str = template, **options: Any) -> str:
            arguments = list(element.clauses)
            return _ARGUMENT.sub(lambda found: compiler.process(arguments[int(found[1])], **options), template)

        compiles(kind, dialect)(written)


def insert_bare(connection: Connection, table: type[Base], rows: Rows) -> None:
    """Insert rows, each as all columns of the table, past SQLAlchemy: a hundred rows take 0.4 ms instead of 1.0."""
    if rows:
        BARE[connection.dialect.name](connection, table, rows)


def insert_rows(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows, each with the same columns of the table."""
    ROWS[connection.dialect.name](connection, table, rows)


def insert_unless_there(connection: Connection, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row whose key is new; tell whether it was."""
    statement = insert(table).values(dict(values)).on_conflict_do_nothing()
    return connection.execute(statement, execution_options={"preserve_rowcount": True}).rowcount > 0


def insert_or_ignore(table: type[Base]) -> Any:
    """Give a statement that inserts rows whose keys are new, and passes the others over."""
    return insert(table).on_conflict_do_nothing()


def update_or_ignore(connection: Connection, statement: Update) -> None:
    """Change a row, unless the key that it would have is another's."""
    IGNORING[connection.dialect.name](connection, statement)


def delete_securely(connection: Connection) -> None:
    """Let what is deleted in this transaction be overwritten, where the database can."""
    if connection.dialect.name in SECURELY:
        connection.exec_driver_sql(SECURELY[connection.dialect.name])


def note_numbers(connection: Connection, highest: Mapping[type[Base], int]) -> None:
    """Tell the database which numbers are given, so that it goes on behind them where it gives them itself."""
    if connection.dialect.name in NUMBERED:
        NUMBERED[connection.dialect.name](connection, highest)


def in_list(values: Iterable[str] | Iterable[int]) -> Select[Any] | list[Any]:
    """Give what `column.in_(…)` takes for these values, as one JSON array; of text only what holds no NUL.

    SQLAlchemy writes a placeholder for each value into a statement that it has to put together anew every time, and
    SQLite takes 32,766 of them.
    """
    listed = [*values]
    if not listed:
        return listed
    value = json_values(json.dumps(listed)).table_valued("value").c.value
    return select(json_number(value) if isinstance(listed[0], int) else value)


def in_pairs(wanted: BindParameter[str]) -> Select[Any]:
    """Give what `tuple_(a, b).in_(…)` takes for pairs that come as JSON: `{"a": ["b", "b"], …}`.

    A list of pairs, with two placeholders for each, takes ten times as long.
    """
    firsts = json_pairs(wanted).table_valued("key", "value", name="firsts")
    seconds = json_values(firsts.c.value).table_valued("value", name="seconds")
    return select(firsts.c.key, seconds.c.value).join_from(firsts, seconds, true())


def value_rows(column: Any) -> Any:
    """Give the values of a column that holds JSON arrays of text as rows, in a column `value`."""
    return json_values(column).table_valued("value")

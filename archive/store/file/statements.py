"""Statements that are written for SQLite: many rows at once, long lists in a question, a row unless it is there.

What another database says in another way stands here (and in `full_text`), so that rooms that read and write do not ask
which one it is.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Select, func, insert, select, true
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.sql.elements import BindParameter

from archive.store.tables import Base


def insert_bare(connection: Connection, table: type[Base], rows: Sequence[tuple[Any, ...]]) -> None:
    """Insert rows, each as all columns of the table, past SQLAlchemy: a hundred rows take 0.4 ms instead of 1.0."""
    if rows:
        connection.exec_driver_sql(_inserting(table, connection.dialect), list(rows))


@cache
def _inserting(table: type[Base], dialect: Dialect) -> str:
    """Write the statement once a table: that takes longer than to insert the blocks of a page."""
    return str(insert(table).compile(dialect=dialect))


def insert_unless_there(connection: Connection, table: type[Base], values: Mapping[str, Any]) -> bool:
    """Insert a row whose key is new; tell whether it was."""
    return connection.execute(sqlite_insert(table).values(dict(values)).on_conflict_do_nothing()).rowcount > 0


def insert_or_ignore(table: type[Base]) -> Any:
    """Give a statement that inserts rows whose keys are new, and passes the others over."""
    return sqlite_insert(table).on_conflict_do_nothing()


def in_list(values: Iterable[str | int]) -> Select[Any]:
    """Give what `column.in_(…)` takes for these values, as one JSON array; of text only what holds no NUL.

    SQLAlchemy writes a placeholder for each value into a statement that it has to put together anew every time, and
    SQLite takes 32,766 of them.
    """
    return select(func.json_each(json.dumps([*values])).table_valued("value").c.value)


def in_pairs(wanted: BindParameter[str]) -> Select[Any]:
    """Give what `tuple_(a, b).in_(…)` takes for pairs that come as JSON: `{"a": ["b", "b"], …}`.

    A list of pairs, with two placeholders for each, takes ten times as long.
    """
    firsts = func.json_each(wanted).table_valued("key", "value", name="firsts")
    seconds = func.json_each(firsts.c.value).table_valued("value", name="seconds")
    return select(firsts.c.key, seconds.c.value).join_from(firsts, seconds, true())

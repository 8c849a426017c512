"""Plain SQL on a file: how it is written for SQLite, and the connections on which it is asked."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final, NamedTuple

from archive.store.plain import ELEMENTS

IDLE: Final = 5
"""Connections that are kept for the next question."""


class _Dialect(NamedTuple):
    name: str


SQLITE: Final = _Dialect("sqlite")
PAIRS: Final = _Dialect("sqlite, pairs of characters")
"""How the index of pairs is asked as if it were that of words."""


@dataclass(frozen=True, slots=True)
class AskedFile:
    """A connection in a transaction, as `store.plain` asks it."""

    connection: sqlite3.Connection
    dialect: _Dialect = SQLITE


class PlainReaders:
    """Connections that read, made by `connect`; each is asked by one thread at a time."""

    def __init__(self, connect: Callable[[], sqlite3.Connection]) -> None:
        self._connect = connect
        self._idle: list[sqlite3.Connection] = []
        self._disposed = False

    @contextmanager
    def take(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection for the time of the block."""
        try:
            connection = self._idle.pop()
        except IndexError:
            connection = self._connect()
        try:
            yield connection
        finally:
            self._give_back(connection)

    @contextmanager
    def begin(self) -> Iterator[AskedFile]:
        """Lend one that sees one state of the file."""
        with self.take() as connection:
            connection.execute("BEGIN")
            yield AskedFile(connection)

    def dispose(self) -> None:
        """Close those that are idle, and each other once it is given back."""
        self._disposed = True
        while self._idle:
            self._idle.pop().close()

    def _give_back(self, connection: sqlite3.Connection) -> None:
        connection.rollback()
        if self._disposed or len(self._idle) >= IDLE:
            connection.close()
        else:
            self._idle.append(connection)


ELEMENTS[SQLITE.name] = {
    "ids": "(SELECT value FROM json_each(:ids))",
    "texts": "(SELECT value FROM json_each(:texts))",
    "list": "json_group_array",
    "like": "LIKE",
    "flag_rows": "json_each(few.flags) AS flag",
    "pairs": "json_each(:pairs)",
    "hours": "((julianday(",
    "hours_end": ") - 2440587.5) * 24)",
    "by_times": "INDEXED BY ix_articles_times",  # else it goes to the article itself, past its text
    "place": "visits.rowid",  # in the order in which they are stored; that of their articles, nearly
    "computed": "LIMIT -1 OFFSET 0",
}

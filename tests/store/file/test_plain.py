"""Connections for plain SQL: kept for the next question, never open longer than the database."""

import sqlite3
from pathlib import Path

import pytest

from archive.errors import ArchiveClosed
from archive.store.file.database import Database
from archive.store.file.plain import PlainReaders
from archive.store.plain import PlainSelect

COUNT = PlainSelect("SELECT count(*) FROM articles")


def test_a_connection_is_used_again(tmp_path: Path) -> None:
    """One that was given back is lent again, whatever went wrong with the question; two at a time are two."""
    made: list[sqlite3.Connection] = []

    def connect() -> sqlite3.Connection:
        made.append(sqlite3.connect(tmp_path / "some.db", isolation_level=None))
        return made[-1]

    readers = PlainReaders(connect)
    with pytest.raises(sqlite3.OperationalError), readers.begin() as asked:
        COUNT.rows(asked)
    with readers.begin(), readers.take() as other:
        assert [one.in_transaction for one in made] == [True, False]
        assert other is made[1]
        readers.dispose()
    for one in made:
        with pytest.raises(sqlite3.ProgrammingError):
            one.execute("SELECT 1")


def test_a_closed_database_answers_nothing(tmp_path: Path) -> None:
    """As with every other question."""
    database = Database(tmp_path / "archive.db")
    with database.asked() as asked:
        assert COUNT.value(asked) == 0
    database.close()
    with pytest.raises(ArchiveClosed), database.asked() as asked:
        COUNT.value(asked)

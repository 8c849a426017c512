"""A database of its own on a server of PostgreSQL, whatever the other tests use."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from archive.store.postgres.database import PostgresDatabase
from archive.store.write.ledger import Ledger

if TYPE_CHECKING:
    from tests.postgres import Server


@pytest.fixture
def url(postgres_server: "Server", tmp_path: Path) -> Iterator[str]:
    """The URL of a database with an empty archive."""
    yield postgres_server.database_of(str(tmp_path / "own"), filled=True)
    postgres_server.drop_below(tmp_path)


@pytest.fixture
def empty_url(postgres_server: "Server", tmp_path: Path) -> Iterator[str]:
    """The URL of a database without tables."""
    yield postgres_server.database_of(str(tmp_path / "empty"), filled=False)
    postgres_server.drop_below(tmp_path)


@pytest.fixture
def database(url: str) -> Iterator[PostgresDatabase]:
    with PostgresDatabase(url, timeout=0.2) as database:
        yield database


@pytest.fixture
def ledger(database: PostgresDatabase) -> Ledger:
    return Ledger(database)

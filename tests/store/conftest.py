from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.store.file.database import Database
from archive.store.write.ledger import Ledger
from tests.build import copy_empty


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def database(path: Path, request: pytest.FixtureRequest) -> Iterator[Database]:
    on_server = request.config.getoption("--archive-db") == "postgres"  # which has a template of its own
    with Database(path if on_server else copy_empty(path), timeout=0.2) as database:
        yield database


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)

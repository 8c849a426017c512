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
def database(path: Path) -> Iterator[Database]:
    with Database(copy_empty(path), timeout=0.2) as database:
        yield database


@pytest.fixture
def ledger(database: Database) -> Ledger:
    return Ledger(database)

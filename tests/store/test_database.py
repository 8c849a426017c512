"""What holds of a database wherever it is kept."""

from pathlib import Path

import pytest

from archive.errors import ArchiveClosed
from archive.store.file.database import Database
from archive.store.write.ledger import Ledger
from tests.build import FERRY, article, page


def test_each_commit_makes_another_version(ledger: Ledger, database: Database, path: Path) -> None:
    """Whoever made it; what is only read, or undone, makes none."""
    seen = [database.data_version()]
    ledger.record([page(article(body=f"One. {FERRY}"))])
    seen.append(database.data_version())
    with Database(path) as other:
        Ledger(other).record([page(article(body=f"Two. {FERRY}"))])
        seen += [database.data_version(), other.data_version()]
    assert len(set(seen[:3])) == 3
    with database.reader() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM articles").all()
    assert database.data_version() == seen[2]
    database.close()
    with pytest.raises(ArchiveClosed):
        database.data_version()

"""A database that was removed or replaced while it was open, or whose log is gone, is told as what it is."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from archive.errors import StoreError
from archive.store.file.copies import give_up_log
from archive.store.file.database import Database
from archive.store.write.ledger import Ledger
from tests.build import one, page, sound


def fill(path: Path, texts: range) -> Database:
    """A database that is open, each text committed."""
    database = Database(path)
    for number in texts:
        Ledger(database).record([page(body=f"Text {number} of the ferry.", url=f"https://harbour.example/{number}")])
    return database


@pytest.mark.parametrize("young", [True, False])
def test_a_log_that_is_gone_is_told(path: Path, young: bool) -> None:
    """Whether or not the file alone holds an archive; nothing is made in its place, and one may go on without."""
    if not young:
        fill(path, range(2)).close()
    copy = path.with_name("copy.db")
    with fill(path, range(2, 5)):
        shutil.copy(path, copy)
    for _ in range(2):
        with pytest.raises(StoreError, match=r"its log \(copy\.db-wal\) is gone"):
            Database(copy)
    give_up_log(copy)
    with Database(copy) as database:
        assert one(database, "SELECT count(*) FROM articles") == (0 if young else 2)
        sound(database)


def test_a_log_that_is_there_is_read(path: Path) -> None:
    """After a kill, by this program or another: what was committed is there, and nothing is said."""
    for number, name in enumerate(("ours.db", "other.db")):
        copy = path.with_name(name)
        with fill(path, range(3 * number, 3 * number + 3)):
            for end in ("", "-wal"):
                shutil.copy(f"{path}{end}", f"{copy}{end}")
        if name == "other.db":
            with closing(sqlite3.connect(copy)) as connection:
                connection.execute("SELECT count(*) FROM articles").fetchall()
        with Database(copy) as database:
            assert one(database, "SELECT count(*) FROM articles") == 3 * number + 3
            sound(database)


def test_a_copy_of_a_folded_log_is_whole(path: Path) -> None:
    """While it is open, too: what folds the log takes the mark back."""
    copy = path.with_name("copy.db")
    with fill(path, range(3)) as database:
        with database.writer() as connection:
            connection.exec_driver_sql("SELECT 1")
        with closing(sqlite3.connect(path)) as other:
            other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
        shutil.copy(path, copy)
        Ledger(database).record([page(body="One more.", url="https://harbour.example/more")])
        shutil.copy(path, path.with_name("later.db"))
    with Database(copy) as whole:
        assert one(whole, "SELECT count(*) FROM articles") == 3
    with pytest.raises(StoreError, match="is gone"):
        Database(path.with_name("later.db"))


@pytest.mark.parametrize(
    "act", [Path.unlink, lambda path: shutil.copy(path, f"{path}2") and Path(f"{path}2").rename(path)]
)
def test_a_file_that_went_away_is_told(path: Path, act: Callable[[Path], object]) -> None:
    """Writers and readers say so, instead of going on in a file that nobody will find."""
    database = fill(path, range(2))
    act(path)
    with pytest.raises(StoreError, match="removed or replaced while it was open"):
        Ledger(database).record([page(body="One more.", url="https://harbour.example/more")])
    with pytest.raises(StoreError, match="removed or replaced"), database.reader():
        pass
    database.close()


def test_one_that_goes_while_it_is_written_is_told(path: Path) -> None:
    """What was written meanwhile is acknowledged to nobody."""
    database = fill(path, range(1))
    with pytest.raises(StoreError, match="removed or replaced"), database.writer() as connection:
        connection.exec_driver_sql("UPDATE articles SET title = 'x'")
        path.unlink()
    database.close()


def test_locks_outlast_a_second_look(path: Path) -> None:
    """What is opened and closed here takes no lock from what stays open: another process that ends folds no log."""
    with fill(path, range(2)):
        Database(path).close()
        read = f"import sqlite3; sqlite3.connect({str(path)!r}).execute('SELECT * FROM tags').fetchall()"
        subprocess.run([sys.executable, "-c", read], check=True)
        assert Path(f"{path}-wal").stat().st_size > 0

"""Databases: made, upgraded, refused; what a person is told when one cannot be used."""

import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from multiprocessing import get_context
from pathlib import Path

import pytest

from archive.errors import (
    DatabaseBusy,
    DatabaseReadOnly,
    DatabaseTooNew,
    NotAnArchive,
    StoreError,
    UsageError,
)
from archive.store.file import migrations
from archive.store.file.database import Database
from archive.store.steps import FOLDER, known_revisions
from archive.store.tables import Base
from archive.store.write.ledger import Ledger
from tests.build import one, page, rows, sound

NOBODY = 65534


@contextmanager
def nobody() -> Iterator[None]:
    """Permissions count, also where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def shelf() -> Iterator[Path]:
    """A folder outside pytest's own, which only root may enter."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    with Database(folder / "archive.db") as database:
        Ledger(database).record([page()])
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


def refused(path: Path | str, **options: object) -> StoreError:
    with pytest.raises(StoreError) as told:
        Database(path, timeout=0.1, **options)  # type: ignore[arg-type]
    assert "\n" not in str(told.value)
    assert str(path) in str(told.value)
    return told.value


def test_opening_makes_a_database_with_every_table(path: Path) -> None:
    """All tables of the models, the search index and the view; an application id in the header; WAL."""
    with Database(path) as database:
        names = {name for (name,) in rows(database, "SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")}
        assert names >= {*Base.metadata.tables, "articles_fts", "article_credits", "article_list", "revision_list"}
        assert one(database, "PRAGMA application_id") == migrations.APPLICATION_ID
        assert one(database, "PRAGMA journal_mode") == "wal"
        sound(database)
    assert list(path.parent.iterdir()) == [path]


def test_a_url_names_a_file_too(tmp_path: Path) -> None:
    """`sqlite:///` and a path."""
    with Database(f"sqlite:///{tmp_path}/other.db"):
        assert (tmp_path / "other.db").exists()


@pytest.mark.parametrize("target", ["postgresql://host/news", ":memory:", "", "sqlite://"])
def test_a_target_that_is_no_file_is_a_usage_error(target: str) -> None:
    """Told before anything is made."""
    with pytest.raises(UsageError):
        Database(target)


def test_reading_makes_no_database(path: Path) -> None:
    """Who asks is told how to make one, and finds no new file; an empty file counts as none."""
    assert "archive ingest" in str(refused(path, create=False))
    assert not path.exists()
    path.touch()
    assert "archive ingest" in str(refused(path, create=False))


def test_an_empty_file_becomes_an_archive(path: Path) -> None:
    """As it does for sqlite3."""
    path.touch()
    with Database(path) as database:
        assert one(database, "SELECT count(*) FROM articles") == 0


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    """Instead of SQLite's "unable to open database file"."""
    assert "there is no folder" in str(refused(tmp_path / "none" / "archive.db"))


def test_what_is_no_archive_is_refused_and_left_alone(path: Path) -> None:
    """A text file, a folder, another program's database, also one that alembic looks after."""
    path.write_text("shopping list\n" * 100)
    assert isinstance(refused(path), NotAnArchive)
    assert path.read_text().startswith("shopping list")
    assert isinstance(refused(path.parent), NotAnArchive)
    for statements in (
        "CREATE TABLE songs (name)",
        "CREATE TABLE alembic_version (version_num); INSERT INTO alembic_version VALUES ('0001')",
    ):
        foreign = path.with_name(f"{len(statements)}.db")
        connection = sqlite3.connect(foreign)
        connection.executescript(statements + "; CREATE TABLE IF NOT EXISTS songs (name)")
        connection.close()
        before = foreign.read_bytes()
        assert isinstance(refused(foreign), NotAnArchive)
        assert foreign.read_bytes() == before


def test_a_damaged_file_is_told(path: Path) -> None:
    """The header says SQLite, the rest is noise."""
    path.write_bytes(b"SQLite format 3\0" + b"\xff" * 8000)
    assert isinstance(refused(path), NotAnArchive)


def test_a_newer_database_is_refused(path: Path) -> None:
    """A program never writes to a schema it does not know."""
    with Database(path) as database, database.writer() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    error = refused(path)
    assert isinstance(error, DatabaseTooNew)
    assert "9999" in str(error)


NEWEST = known_revisions(FOLDER)[-1]


@pytest.fixture
def newer(tmp_path: Path) -> Path:
    """The migrations of tomorrow: one more step."""
    folder = tmp_path / "migrations"
    shutil.copytree(FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    (folder / "versions" / "9000_more.py").write_text(
        f"from alembic import op\nrevision, down_revision = '9000', '{NEWEST}'\n"
        "def upgrade():\n    op.execute('ALTER TABLE tags ADD COLUMN language TEXT')\n"
        "    if FAILS: raise ZeroDivisionError\nFAILS = False\n"
    )
    return folder


def test_an_older_database_is_upgraded_after_a_copy(path: Path, newer: Path) -> None:
    """The copy is whole and of the old schema; a copy that is there already is not touched."""
    with Database(path) as database:
        Ledger(database).record([page()])
    taken = path.with_suffix(".before-9000.db")
    taken.write_text("an older copy")
    with Database(path, steps=newer) as database:
        assert one(database, "SELECT count(language) FROM tags") == 0
        assert one(database, "SELECT version_num FROM alembic_version") == "9000"
    assert taken.read_text() == "an older copy"
    with Database(path.with_suffix(".before-9000-2.db")) as copy:
        assert one(copy, "SELECT version_num FROM alembic_version") == NEWEST
        assert one(copy, "SELECT count(*) FROM articles") == 1
        sound(copy)


def test_an_upgrade_that_fails_changes_nothing(path: Path, newer: Path) -> None:
    """Its transaction holds all steps; no copy and no log stay beside the file."""
    Database(path).close()
    beside = sorted(path.parent.glob(f"{path.stem}*"))
    step = newer / "versions" / "9000_more.py"
    step.write_text(step.read_text().replace("FAILS = False", "FAILS = True"))
    with pytest.raises(ZeroDivisionError):
        Database(path, steps=newer)
    assert beside == sorted(path.parent.glob(f"{path.stem}*"))
    with Database(path) as database:
        assert "language" not in [name for _, name, *_ in rows(database, "PRAGMA table_info(tags)")]


def _open(path: str) -> int:
    with Database(path) as database:
        return int(one(database, "SELECT count(*) FROM alembic_version"))


def test_many_processes_may_make_it_at_once(path: Path) -> None:
    """One makes it, the others wait and find it."""
    with ProcessPoolExecutor(3, get_context("spawn")) as pool:
        assert list(pool.map(_open, [str(path)] * 6)) == [1] * 6


def test_a_locked_database_is_told(path: Path) -> None:
    """Another connection holds it for itself; reading and writing wait, then say so."""
    Database(path).close()
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA locking_mode = EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    holder.execute("DELETE FROM tags")
    assert isinstance(refused(path), DatabaseBusy)
    holder.close()


def test_a_read_only_database_can_be_read(shelf: Path) -> None:
    """A file, or a folder, nobody may write to; writing says why it cannot."""
    path = shelf / "archive.db"
    path.chmod(0o444)
    shelf.chmod(0o555)
    with nobody(), Database(path, create=False) as database:
        assert one(database, "SELECT count(*) FROM articles") == 1
        with closing(database.file.read_only()) as bare:
            assert bare.execute("SELECT count(*) FROM articles").fetchone() == (1,)
        with pytest.raises(DatabaseReadOnly) as told:
            Ledger(database).record([page(body="Another text.")])
    assert "no permission to write" in str(told.value)


def test_a_file_nobody_may_read_is_told(shelf: Path) -> None:
    """Also a folder nobody may enter, or make a file in."""
    path = shelf / "archive.db"
    path.chmod(0)
    shelf.chmod(0o555)
    with nobody():
        assert isinstance(refused(path), DatabaseReadOnly)
        assert isinstance(refused(shelf / "new.db"), DatabaseReadOnly)
    shelf.chmod(0)
    with nobody():
        assert isinstance(refused(path), DatabaseReadOnly)


def test_readers_see_one_state_and_do_not_wait(database: Database) -> None:
    """While the writer is at work they see what was committed before."""
    Ledger(database).record([page()])
    with database.reader() as reader, database.writer() as writer:
        assert reader.exec_driver_sql("SELECT count(*) FROM articles").scalar() == 1
        writer.exec_driver_sql("UPDATE articles SET title = 'x'")
        assert reader.exec_driver_sql("SELECT title FROM articles").scalar() == "Last ferry leaves the harbour"


def test_opening_a_current_database_imports_no_alembic_and_no_sqlalchemy(path: Path) -> None:
    """It compares one string instead of half a second of imports."""
    Database(path).close()
    code = (
        "import sys; from archive.store.file.database import Database; "
        f"Database({str(path)!r}); print(sorted(sys.modules))"
    )
    modules = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert ("'sqlalchemy'" in modules, "'alembic'" in modules) == (False, False)

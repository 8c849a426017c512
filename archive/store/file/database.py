"""A database: made, upgraded or refused when it is opened; then read by many, written by one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from functools import cached_property
from pathlib import Path
from sqlite3 import Connection as BareConnection
from threading import Lock
from typing import TYPE_CHECKING

from archive.errors import StoreError
from archive.store.cells import Cell
from archive.store.file import copies, lock, migrations, question
from archive.store.file.faults import as_store_errors
from archive.store.file.file_watch import FileWatch
from archive.store.file.full_text import INDEXES
from archive.store.file.plain import AskedFile, PlainReaders
from archive.store.file.sqlite_file import SqliteFile
from archive.store.file.target import database_exists, path_of
from archive.store.opened import Opened
from archive.store.steps import FOLDER, known_revisions, upgrade_schema

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine  # loaded when they are asked for: plain questions need none


class Database(Opened):
    """An archive's file, at the newest schema.

    `target` is a path or a `sqlite:///` URL. A missing file is made, unless `create` is off; one of an older schema is
    upgraded, after a copy of it. `timeout`: seconds to wait for another writer. Raises StoreError or one of its kinds,
    UsageError for a target that names no file. Use it as a context manager, or `close()` it.
    """

    def __init__(self, target: str | Path, *, create: bool = True, timeout: float = 30.0, steps: Path = FOLDER) -> None:
        self.name = str(target)
        self.path = path_of(target)
        self.file = SqliteFile(self.path, timeout)
        self._watch = FileWatch(self.file, self.name)
        self._steps = steps
        self._counting = Lock()
        try:
            with as_store_errors(self.name):
                self._watch.check_log()
                self._prepare(create)
                self._watch.begin_watch()
        except BaseException:
            self.close()  # else the log stays beside the file until it is collected
            raise

    @contextmanager
    def reader(self) -> Iterator["Connection"]:
        """Open a connection that sees one state of the database, whatever is written meanwhile."""
        self._watch.check_place()
        with as_store_errors(self.name), self._readers.begin() as connection:
            yield connection

    @contextmanager
    def asked(self) -> Iterator[AskedFile]:
        """Open a connection for plain SQL, likewise."""
        self._watch.check_place()
        with as_store_errors(self.name), self._plain_readers.begin() as connection:
            yield connection

    @contextmanager
    def writer(self) -> Iterator["Connection"]:
        """Open the one writing transaction: committed at the end of the block, undone if the block raises."""
        self._watch.check_place()
        with as_store_errors(self.name):
            self._begin_log(self._writers)
            with self._writers.begin() as connection:
                yield connection
        self._watch.check_place()

    def recrawl_lock(self, at: str) -> AbstractContextManager[str | None]:
        """Hold the right to re-crawl it, as `lock` does."""
        return lock.recrawl_lock(self.path, at)

    def ask(
        self,
        sql: str,
        parameters: Mapping[str, Cell] | Sequence[Cell],
        max_rows: int,
        seconds: float,
        clock: Callable[[], float],
    ) -> question.ConfinedRows:
        """Ask one statement of a user's own. Raises QueryError."""
        return question.ask_question(self.file, sql, parameters, max_rows, seconds, clock)

    def faults(self, most: int) -> Iterator[tuple[str, str, str]]:
        """Give what is faulty in the file itself, and in its references."""
        from archive.store.file import soundness

        with self.reader() as connection:
            yield from soundness.find_faults(connection, most)

    def index_faults(self) -> Iterator[tuple[str, str, str]]:
        """Give what is faulty in the search indexes."""
        from archive.store.file import soundness

        told = "is not what the articles say; `archive db optimize` makes it anew"
        for index in INDEXES:
            try:
                with self.writer() as connection:
                    if not soundness.index_is_sound(connection, index):
                        yield "search index", index, told
            except StoreError as error:
                yield "search index", index, f"could not be looked at: {error.message}"

    def backup(self, target: Path, *, slim: bool) -> int:
        """Copy it to a new file, as `copies` does."""
        return copies.copy_database(self, target, slim=slim)

    def optimize(self) -> tuple[int, int]:
        """Make the search index anew and give free room back, as `copies` does."""
        return copies.optimize_database(self)

    def erase_deleted(self) -> None:
        """Take what was deleted out of the file itself, as `copies` does."""
        copies.erase_deleted(self)

    def data_version(self) -> str:
        """Give what SQLite counts of other connections' commits, on one that commits nothing itself."""
        self._watch.check_place()
        with as_store_errors(self.name), self._counting:
            ((version,),) = self._noticing.execute("PRAGMA data_version").fetchall()
        return str(version)

    def close(self) -> None:
        """Let go of the connections, as of any database."""
        if "_noticing" in self.__dict__:
            self.__dict__.pop("_noticing").close()
        super().close()

    def size(self) -> int:
        """Give the bytes of the file with its log."""
        files = self.path, Path(f"{self.path}-wal")
        return sum(file.stat().st_size for file in files if file.exists())

    @cached_property
    def _noticing(self) -> BareConnection:
        self.check_open()
        return self.file.reading()

    @cached_property
    def _plain_readers(self) -> PlainReaders:
        self.check_open()
        return PlainReaders(self.file.reading)

    @cached_property
    def _readers(self) -> "Engine":
        from archive.store.file import sqlite

        self.check_open()
        return sqlite.make_engine(self.file.reading, "BEGIN")

    @cached_property
    def _writers(self) -> "Engine":
        from archive.store.file import sqlite

        self.check_open()
        return sqlite.make_engine(self.file.writing, "BEGIN IMMEDIATE")

    def _begin_log(self, engine: "Engine") -> None:
        connection = engine.raw_connection()
        try:
            assert isinstance(connection.driver_connection, BareConnection)
            self._watch.begin_log(connection.driver_connection)
        finally:
            connection.close()  # back to the pool

    def _prepare(self, create: bool) -> None:
        newest = known_revisions(self._steps)[-1]
        revision = self._revision() if database_exists(self.file, where=self.name) else None
        if revision == newest:
            return
        if revision is None and not create:
            raise StoreError("there is no archive yet; `archive ingest` makes one, --db names another", where=self.name)
        from archive.store.file import sqlite

        engine = sqlite.make_engine(self.file.upgrading, "BEGIN IMMEDIATE")
        copy: Path | None = None
        try:
            self._begin_log(engine)
            with engine.begin() as connection:
                revision = self._revision()  # another process may have been faster
                if revision not in (None, newest):
                    copy = self._keep_copy(newest)
                upgrade_schema(connection, self._steps)
        except BaseException:
            if copy is not None:  # the file is as it was
                copy.unlink(missing_ok=True)
            raise
        finally:
            engine.dispose()

    def _revision(self) -> str | None:
        with self._plain_readers.take() as connection:
            return migrations.revision_of(connection, where=self.name, folder=self._steps)

    def _keep_copy(self, newest: str) -> Path:
        """Copy the file beside itself, and tell where.

        A copy that is there already is never touched: it may be the better one.
        """
        copy, number = self.path.with_suffix(f".before-{newest}.db"), 1
        while copy.exists():
            number += 1
            copy = self.path.with_suffix(f".before-{newest}-{number}.db")
        part = copy.with_name(f"{copy.name}.part")  # so that what has the name is whole, whatever ends this
        bare = self.file.read_only()
        try:
            part.unlink(missing_ok=True)
            bare.execute("VACUUM INTO ?", (str(part.absolute()),))
            part.rename(copy)
        finally:
            bare.close()
            part.unlink(missing_ok=True)
        return copy

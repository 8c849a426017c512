"""Connections to one SQLite file: to write, to read, and to read for strangers.

WAL, so that readers never wait for the writer and a killed writer loses nothing it has committed. A writer begins with
BEGIN IMMEDIATE: it waits for its turn at the start and never fails half-way for want of the lock.
"""

import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

import archive.store.file.column_comments  # noqa: F401  # for its effect
from archive.errors import DatabaseReadOnly, NotAnArchive, StoreError, UsageError
from archive.store.file.faults import PRIMARY

MAGIC = b"SQLite format 3\0"
SETTINGS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",  # safe against kill -9; a power cut can undo the last commits, never damage the file
    "PRAGMA cache_size = -64000",  # KiB
    "PRAGMA wal_autocheckpoint = 8000",  # pages, 32 MB: a batch of a hundred pages is about 6
    "PRAGMA journal_size_limit = 67108864",  # bytes
)


@dataclass(frozen=True, slots=True)
class SqliteFile:
    """Where the database is, and how many seconds to wait for another writer."""

    path: Path
    timeout: float

    def writing(self) -> sqlite3.Connection:
        """Connect for the ledger. Makes the file if it is missing."""
        connection = self.upgrading()
        connection.execute("PRAGMA foreign_keys = ON")
        return connection

    def upgrading(self) -> sqlite3.Connection:
        """Connect for schema changes: as `writing`, but a table may be replaced while others point at it."""
        connection = self._connect("mode=rwc")
        for setting in SETTINGS:
            connection.execute(setting)
        return connection

    def reading(self) -> sqlite3.Connection:
        """Connect for our own questions. Open to write where allowed: only then the last to close tidies up the log."""
        connection = self._readable("mode=rw")
        connection.execute("PRAGMA query_only = ON")
        return connection

    def read_only(self) -> sqlite3.Connection:
        """Connect for a user's SQL: the operating system itself holds the file open for reading only."""
        return self._readable("mode=ro")

    def _readable(self, options: str) -> sqlite3.Connection:
        connection = self._connect(options)
        try:
            connection.execute("PRAGMA schema_version")
        except sqlite3.OperationalError as error:
            connection.close()
            if error.sqlite_errorcode & PRIMARY not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
                raise
            if self._has_log():
                raise
            # In a folder we may not write to, SQLite cannot keep track of writers; without a log there are none.
            connection = self._connect("mode=ro&immutable=1")
        return connection

    def _has_log(self) -> bool:
        log = Path(f"{self.path}-wal")
        return log.exists() and log.stat().st_size > 0

    def _connect(self, options: str) -> sqlite3.Connection:
        return sqlite3.connect(
            f"{self.path.absolute().as_uri()}?{options}",
            uri=True,
            timeout=self.timeout,
            isolation_level=None,  # the engine begins transactions, see below
            check_same_thread=False,
        )


def make_engine(connect: Callable[[], sqlite3.Connection], begin: str) -> Engine:
    """Make an engine over connections made by `connect`, whose transactions begin with the statement `begin`."""
    made = create_engine("sqlite://", creator=connect, poolclass=QueuePool)

    @event.listens_for(made, "begin")
    def _(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return made


def path_of(target: str | Path) -> Path:
    """Give the file a `--db` means: a path, or `sqlite:///path`. Raises UsageError for what is neither."""
    text = str(target)
    scheme, separator, rest = text.partition("://")
    if separator and scheme != "sqlite":
        raise UsageError(f"{scheme} databases are not supported; give a file, as in --db archive.db", where=text)
    path = rest.removeprefix("/") if separator else text
    if not path or path == ":memory:" or "\0" in path:
        raise UsageError("an archive is a file; give its path, as in --db archive.db", where=text or "--db")
    return Path(path)


def database_exists(path: Path, *, where: str) -> bool:
    """Tell whether there is a database, even an empty one. Raises StoreError or one of its kinds for anything else."""
    try:
        if not path.exists():
            folder = path.absolute().parent
            if not folder.is_dir():
                raise StoreError(f"there is no folder {folder}; make it or name another database", where=where)
            return False
        if not path.is_file():
            raise NotAnArchive("this is a folder or device, no archive; name another with --db", where=where)
        with path.open("rb") as file:
            start = file.read(len(MAGIC))
    except OSError as error:
        raise DatabaseReadOnly(f"cannot be opened ({error.strerror}); look at the permissions", where=where) from error
    if start not in (b"", MAGIC):
        raise NotAnArchive("this file is no archive; name another with --db", where=where)
    return True

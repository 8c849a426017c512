"""Connections to one SQLite file: to write, to read, and to read for strangers. Without SQLAlchemy, so there at once.

WAL, so that readers never wait for the writer and a killed writer loses nothing it has committed.
"""

import sqlite3
from pathlib import Path
from typing import NamedTuple

PRIMARY = 0xFF
"""An extended result code holds its primary code in the low byte (https://sqlite.org/rescode.html)."""

FORBIDDEN = (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN)
NO_ROOM = (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL)

SETTINGS: tuple[str, ...] = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = NORMAL",  # safe against kill -9; a power cut can undo the last commits, never damage the file
    "PRAGMA cache_size = -32000",  # KiB
    "PRAGMA wal_autocheckpoint = 16000",  # pages, 64 MB: what several batches write to is folded into the file once
    "PRAGMA journal_size_limit = 67108864",  # bytes
)


class SqliteFile(NamedTuple):  # no dataclass: their module takes a fifth of the time of a process that asks
    """Where the database is, and how many seconds to wait for another writer."""

    path: Path
    timeout: float

    def writing(self) -> sqlite3.Connection:
        """Connect for the ledger. Makes the file if it is missing."""
        return _prepared(self.upgrading(), "PRAGMA foreign_keys = ON")

    def upgrading(self) -> sqlite3.Connection:
        """Connect for schema changes: as `writing`, but a table may be replaced while others point at it."""
        return _prepared(self._connect("mode=rwc"), *SETTINGS)

    def reading(self) -> sqlite3.Connection:
        """Connect for our own questions. Open to write where allowed: only then the last to close tidies up the log."""
        return _prepared(self._readable("mode=rw"), "PRAGMA query_only = ON")

    def read_only(self) -> sqlite3.Connection:
        """Connect for a user's SQL: the operating system itself holds the file open for reading only."""
        return self._readable("mode=ro")

    def without_log(self) -> sqlite3.Connection:
        """Connect to what the file alone says, whatever its log holds.

        Never open the file itself: to close it would take all locks that SQLite has on it in this process
        (https://sqlite.org/howtocorrupt.html, section 2.2).
        """
        return self._connect("mode=ro&immutable=1")

    def _readable(self, options: str) -> sqlite3.Connection:
        try:
            return _prepared(self._connect(options), "PRAGMA schema_version")
        except sqlite3.OperationalError as error:
            code = error.sqlite_errorcode & PRIMARY
            if code not in (*FORBIDDEN, *NO_ROOM) or (code in FORBIDDEN and self._has_log()):
                raise
            return self._apart()

    def _apart(self) -> sqlite3.Connection:
        """Connect where nothing can be made beside the file, with which SQLite keeps track of writers.

        Without a log there are none. On a full disk one with a log is read all the same: its index is held in memory.
        """
        if not self._has_log():
            return self.without_log()
        settings = ("PRAGMA locking_mode = EXCLUSIVE", "PRAGMA schema_version")
        return _prepared(self._connect("mode=ro&nolock=1"), *settings)

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


def _prepared(connection: sqlite3.Connection, *statements: str) -> sqlite3.Connection:
    """Execute these first; where one fails, nothing is left open."""
    try:
        for statement in statements:
            connection.execute(statement)
    except BaseException:
        connection.close()
        raise
    return connection

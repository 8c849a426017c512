"""Whether the file that was opened is still in its place, and whether the log that it needs is beside it.

SQLite sees neither: it writes on into a file that was removed, and takes one whose log is gone for an older state. So
the file itself says, by PRAGMA user_version, that a log holds more, and the log's first entry takes that back: whoever
folds the log into the file folds that in, too.
"""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from archive.errors import StoreError
from archive.store.file.sqlite_file import SqliteFile

LOGGED = 1
"""What the file alone says as long as a log holds more."""


class FileWatch:
    """Looks after a file, called `where`; once `begin_watch` was called, after that very file."""

    def __init__(self, file: SqliteFile, where: str) -> None:
        self._file = file
        self._path = path = file.path
        self._where = where
        self._marking = path.with_name(f"{path.name}-begin")
        self._identity: tuple[int, int] | None = None

    def begin_watch(self) -> None:
        """Note which file it is."""
        facts = self._path.stat()
        self._identity = facts.st_dev, facts.st_ino

    def check_place(self) -> None:
        """Raise StoreError once the file was removed, or another is in its place."""
        try:
            facts = self._path.stat()
            moved = self._identity not in (None, (facts.st_dev, facts.st_ino))
        except OSError:
            moved = self._identity is not None
        if moved:
            raise StoreError(
                "the file was removed or replaced while it was open; what is not in it is lost: run this again",
                where=self._where,
            )

    def check_log(self) -> None:
        """Raise StoreError if a log held more than the file does, and is gone.

        Looked at twice: another process may be folding its log at this moment, or beginning one.
        """
        if self._lacks_log() and self._lacks_log():
            raise StoreError(
                f"its log ({self._path.name}-wal) is gone, and with it what was stored last: put the log back"
                " beside it, or go on without: archive db optimize --without-log",
                where=self._where,
            )

    def is_marked(self) -> bool:
        """Tell whether the file says that a log holds more; what cannot be read says nothing."""
        try:
            with closing(self._file.without_log()) as connection:
                (said,) = connection.execute("PRAGMA user_version").fetchone()
        except sqlite3.Error:
            return False
        return bool(said == LOGGED)

    def begin_log(self, connection: sqlite3.Connection) -> None:
        """Mark the file where a new log is about to begin: at the first transaction, and after each folding.

        Between the mark and the log's first entry a file beside it says so: who is ended there loses nothing.
        """
        if self.is_marked() and not self._marking.exists():
            self.check_log()
            return
        with suppress(OSError):  # where nothing can be made, SQLite says why
            self._marking.touch()
        connection.execute(f"PRAGMA user_version = {LOGGED}")
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()
        connection.execute("PRAGMA user_version = 0")
        with suppress(OSError):
            self._marking.unlink()

    def give_up_log(self, connection: sqlite3.Connection) -> None:
        """Let the file say no more that a log holds more."""
        connection.execute("PRAGMA user_version = 0")

    def _lacks_log(self) -> bool:
        try:
            log = Path(f"{self._path}-wal")
            held = (log.exists() and log.stat().st_size) or self._marking.exists()
            return not held and self._path.is_file() and self.is_marked()
        except OSError:
            return False  # what may not be looked at is told when it is opened

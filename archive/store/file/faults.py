"""What goes wrong inside SQLite, told as something a person can act on."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from archive.errors import DatabaseBusy, DatabaseFull, DatabaseReadOnly, NotAnArchive, StoreError
from archive.store.file.sqlite_file import PRIMARY

FAULTS: dict[int, tuple[type[StoreError], str]] = {
    sqlite3.SQLITE_BUSY: (DatabaseBusy, "another program holds the database; run this again when it is done"),
    sqlite3.SQLITE_LOCKED: (DatabaseBusy, "another program holds the database; run this again when it is done"),
    sqlite3.SQLITE_READONLY: (DatabaseReadOnly, "no permission to write the database or its folder"),
    sqlite3.SQLITE_PERM: (DatabaseReadOnly, "no permission to use the database or its folder"),
    sqlite3.SQLITE_CANTOPEN: (
        DatabaseReadOnly,
        "cannot be opened or made; look at the permissions of it and its folder",
    ),
    sqlite3.SQLITE_FULL: (
        DatabaseFull,
        "the disk is full; what was stored before is safe, so make room and run the same command again",
    ),
    sqlite3.SQLITE_NOTADB: (NotAnArchive, "this file is no archive; name another with --db"),
    sqlite3.SQLITE_CORRUPT: (
        StoreError,
        "the database or its search index is damaged; `archive db check` says what, `db optimize` mends the index",
    ),
    sqlite3.SQLITE_IOERR: (StoreError, "the disk could not be read or written; see whether it is full, broken or gone"),
}


@contextmanager
def as_store_errors(where: str) -> Iterator[None]:
    """Turn what SQLite raises inside the block into a StoreError that names the database `where`."""
    try:
        yield
    except Exception as error:
        cause = getattr(error, "orig", error)  # SQLAlchemy's errors have it there; it need not be loaded to know them
        if not isinstance(cause, sqlite3.Error):
            raise
        code = getattr(cause, "sqlite_errorcode", -1) & PRIMARY
        kind, message = FAULTS.get(code, (StoreError, f"the database refused: {cause}"))
        raise kind(message, where=where) from error

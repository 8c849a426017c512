"""Copies of a database, while others read and write it; and its file put in order."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import StoreError
from archive.store.file.faults import as_store_errors
from archive.store.file.file_watch import FileWatch
from archive.store.file.full_text import INDEXES
from archive.store.file.sqlite_file import SqliteFile
from archive.store.file.target import path_of

if TYPE_CHECKING:
    from archive.store.file.database import Database

PAGES = 2_000
"""Pages copied before a writer may have its turn."""
FORGOTTEN = "all is forgotten, but the file may still hold its words: run `archive db optimize` when nobody uses it"
BUSY = 30.0
"""Seconds to wait for another writer."""


def copy_database(database: "Database", target: Path, *, slim: bool) -> int:
    """Copy the database as it is to a new file, while others go on writing; give its bytes. Raises StoreError.

    `slim`: without the pages as received, to hand on. The copy is written beside the target, and gets the name when it
    is whole: what is there is never replaced.
    """
    database.check_open()
    if target.exists() or target.is_symlink():
        raise StoreError("is there already; name a new file", where=str(target))
    if not target.absolute().parent.is_dir():
        raise StoreError("there is no folder for it; make it or name another file", where=str(target))
    part = target.with_name(f"{target.name}.part")
    try:
        with as_store_errors(str(target)):
            part.unlink(missing_ok=True)
            with closing(database.file.reading()) as source, closing(sqlite3.connect(part)) as copy:
                source.backup(copy, pages=PAGES)
                copy.execute("PRAGMA journal_mode = DELETE")
                if slim:
                    with copy:
                        copy.execute("UPDATE payloads SET zstd = x''")
                    copy.execute("VACUUM")
        os.link(part, target)
    except OSError as error:
        raise StoreError(f"cannot be written: {error.strerror}", where=str(target)) from error
    finally:
        for name in (part, Path(f"{part}-journal")):
            name.unlink(missing_ok=True)
    return target.stat().st_size


def optimize_database(database: "Database") -> tuple[int, int]:
    """Make the search index anew, give free room back, learn about the indexes; give the bytes before and after.

    Needs about as much free disk as the database has. Raises StoreError.
    """
    before = database.size()
    database.check_open()
    with as_store_errors(database.name), closing(database.file.writing()) as connection:
        rebuild_indexes(connection)
        connection.execute("PRAGMA optimize")
        compact_file(connection)
    return before, database.size()


def give_up_log(target: str | Path) -> None:
    """Let a database whose log is gone be used as the file has it. Raises StoreError."""
    path = path_of(target)
    if not path.is_file():
        raise StoreError("there is no such file", where=str(target))
    file = SqliteFile(path, BUSY)
    with as_store_errors(str(target)), closing(file.writing()) as connection:
        FileWatch(file, str(target)).give_up_log(connection)


def erase_deleted(database: "Database") -> None:
    """Take what was deleted out of the file itself: the search index, free room, the log. Raises StoreError.

    Needs about as much free disk as the database has.
    """
    database.check_open()
    try:
        with as_store_errors(database.name), closing(database.file.writing()) as connection:
            connection.execute("PRAGMA secure_delete = ON")
            rebuild_indexes(connection)
            busy = compact_file(connection)
    except StoreError as error:
        raise StoreError(f"{FORGOTTEN}: {error.message}", where=database.name) from error
    if busy:
        raise StoreError(f"{FORGOTTEN}: somebody is reading it", where=database.name)


def rebuild_indexes(connection: sqlite3.Connection) -> None:
    """Make the search indexes anew, from what the articles say."""
    for index in INDEXES:
        connection.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")


def compact_file(connection: sqlite3.Connection) -> bool:
    """Write the file anew, without what was deleted, and empty the log; tell whether others prevented that."""
    connection.execute("VACUUM")
    return bool(connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0])

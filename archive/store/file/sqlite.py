"""The database as SQLAlchemy sees it, and what a target names.

A writer begins with BEGIN IMMEDIATE: it waits for its turn at the start and never fails half-way for want of the lock.
"""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

import archive.store.file.column_comments  # noqa: F401  # for its effect
from archive.errors import DatabaseReadOnly, NotAnArchive, StoreError, UsageError

MAGIC = b"SQLite format 3\0"


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

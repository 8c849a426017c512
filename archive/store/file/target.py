"""What a `--db` names: a file, and whether it can be an archive."""

import sqlite3
from contextlib import closing
from pathlib import Path

from archive.errors import DatabaseReadOnly, NotAnArchive, StoreError, UsageError
from archive.store.file.sqlite_file import PRIMARY, SqliteFile


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


def database_exists(file: SqliteFile, *, where: str) -> bool:
    """Tell whether there is a database, even an empty one. Raises StoreError or sqlite3.Error for anything else."""
    path = file.path
    try:
        if not path.exists():
            folder = path.absolute().parent
            if not folder.is_dir():
                raise StoreError(f"there is no folder {folder}; make it or name another database", where=where)
            return False
        if not path.is_file():
            raise NotAnArchive("this is a folder or device, no archive; name another with --db", where=where)
    except OSError as error:
        raise DatabaseReadOnly(f"cannot be opened ({error.strerror}); look at the permissions", where=where) from error
    with closing(file.without_log()) as connection:
        try:
            connection.execute("PRAGMA schema_version").fetchone()
        except sqlite3.DatabaseError as error:  # without its log a file may be half of one, which is no fault
            if error.sqlite_errorcode & PRIMARY == sqlite3.SQLITE_CORRUPT:
                return True
            raise
    return True

"""The check whether a file is an archive, and of which schema."""

import sqlite3
from pathlib import Path

from archive.errors import NotAnArchive
from archive.store.steps import FOLDER, check_known

APPLICATION_ID = int.from_bytes(b"Arch")
"""Stands in the file's header (PRAGMA application_id) and tells an archive from any other SQLite database."""


def revision_of(connection: sqlite3.Connection, *, where: str, folder: Path = FOLDER) -> str | None:
    """Give the schema revision of a database, None for an empty one.

    Raises NotAnArchive for another program's database, DatabaseTooNew for a revision no step is known for.
    """
    tables = {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if "alembic_version" in tables:
        row = connection.execute("SELECT version_num FROM alembic_version").fetchone()
        revision = row[0] if row else None
    else:
        revision = None
    if revision is None and tables <= {"alembic_version"}:
        return None
    (application_id,) = connection.execute("PRAGMA application_id").fetchone()
    if revision is None or application_id != APPLICATION_ID:
        raise NotAnArchive("this database belongs to another program; name another with --db", where=where)
    return check_known(str(revision), where=where, folder=folder)

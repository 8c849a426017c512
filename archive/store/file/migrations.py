"""The steps that bring a database to the newest schema, and the check whether it is there.

Alembic is imported only when there is a step to take: the usual opening compares one string.
"""

import sqlite3
from pathlib import Path
from typing import TYPE_CHECKING

from archive.errors import DatabaseTooNew, NotAnArchive
from archive.store.steps import FOLDER, known_revisions

if TYPE_CHECKING:
    from sqlalchemy import Connection

__all__ = ["APPLICATION_ID", "FOLDER", "known_revisions", "revision_of", "upgrade_schema"]

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
    known = known_revisions(folder)
    if revision not in known:
        raise DatabaseTooNew(
            f"made by a newer archive (schema {revision}, this one knows {known[-1]}); upgrade the program",
            where=where,
        )
    return str(revision)


def upgrade_schema(connection: "Connection", folder: Path = FOLDER) -> None:
    """Take every step the database lacks. The caller's transaction holds them all: done wholly or not at all."""
    from alembic import command
    from alembic.config import Config

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    command.upgrade(config, "head")

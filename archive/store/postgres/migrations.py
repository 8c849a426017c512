"""The check whether an archive is in a database on PostgreSQL, and of which schema; and making one.

A new one is made as the newest at once. A step has the number of the same step for SQLite, so that one number tells
which schema an archive has, wherever it is.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from archive.errors import NotAnArchive, StoreError
from archive.store.postgres.schema import create_schema
from archive.store.steps import FOLDER as STEPS
from archive.store.steps import check_known, known_revisions
from archive.store.tables import Base

FOLDER: Final = STEPS / "postgres"
MARK: Final = "The schema of an archive of news pages."
"""Comment of the table that holds the revision: it tells an archive's from another program's."""


def revision_of(connection: Connection, *, where: str, folder: Path = FOLDER) -> str | None:
    """Give the schema revision of a database, None where there is no archive in its schema.

    Raises NotAnArchive for another program's tables, DatabaseTooNew for a revision no step is known for.
    """
    if connection.exec_driver_sql("SELECT current_schema()").scalar() is None:
        raise StoreError("there is no schema to make tables in; look at the search_path", where=where)
    there = set(
        connection.exec_driver_sql("SELECT tablename FROM pg_catalog.pg_tables WHERE schemaname = current_schema()")
        .scalars()
        .all()
    )
    if "alembic_version" not in there:
        if foreign := sorted(there & set(Base.metadata.tables)):
            raise NotAnArchive(
                f"another program has a table {foreign[0]} there; name another database or schema", where=where
            )
        return None
    told = connection.exec_driver_sql("SELECT obj_description('alembic_version'::regclass)").scalar()
    if told != MARK:
        raise NotAnArchive("another program has its tables there; name another database or schema", where=where)
    revision = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar_one()
    return check_known(str(revision), where=where, folder=folder)


def create_newest(connection: Connection, *, where: str, folder: Path = FOLDER) -> None:
    """Make the newest schema, in the caller's transaction. Raises StoreError for a server that keeps no Unicode."""
    if connection.exec_driver_sql("SHOW server_encoding").scalar() != "UTF8":
        raise StoreError("the database is not in UTF-8; make it with createdb --encoding UTF8", where=where)
    create_schema(connection)
    connection.exec_driver_sql("CREATE TABLE alembic_version (version_num varchar(32) NOT NULL PRIMARY KEY)")
    connection.exec_driver_sql(f"COMMENT ON TABLE alembic_version IS '{MARK}'")
    connection.exec_driver_sql("INSERT INTO alembic_version VALUES (%s)", (known_revisions(folder)[-1],))

"""Runs the migrations: on the connection the program hands over or, for alembic's own commands, on a database it opens.

That database is `-x db=…`, else ARCHIVE_DB, else ./archive.db.
"""

import os
from logging.config import fileConfig

from alembic import context
from sqlalchemy import Connection

from archive.store.file import sqlite
from archive.store.file.sqlite_file import SqliteFile
from archive.store.file.target import path_of
from archive.store.tables import Base


def ours(_object: object, name: str | None, kind: str, _reflected: bool, _compared: object) -> bool:
    """Leave out the search index: it is a virtual table with shadow tables, and no model describes it."""
    return not (kind == "table" and name is not None and name.startswith("articles_fts"))


def migrate(connection: Connection) -> None:
    """All steps in the one transaction of `connection`, which SQLite's DDL allows."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        include_object=ours,
        transactional_ddl=True,
        render_as_batch=True,
        compare_server_default=True,
    )
    with context.begin_transaction():
        context.run_migrations()


handed = context.config.attributes.get("connection")
if handed is not None:
    migrate(handed)
else:
    if context.config.config_file_name:
        fileConfig(context.config.config_file_name, disable_existing_loggers=False)
    target = context.get_x_argument(as_dictionary=True).get("db") or os.environ.get("ARCHIVE_DB") or "archive.db"
    file = SqliteFile(path_of(target), timeout=30.0)
    engine = sqlite.make_engine(file.upgrading, "BEGIN IMMEDIATE")
    with engine.begin() as own:
        migrate(own)
    engine.dispose()

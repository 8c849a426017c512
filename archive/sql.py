"""Questions in SQL to an archive's file, without the rest of an archive: SQLAlchemy alone takes half a second."""

from collections.abc import Mapping
from contextlib import closing
from functools import partial

from archive.database_url import is_server
from archive.settings import Settings
from archive.store.file.faults import as_store_errors
from archive.store.file.file_watch import FileWatch
from archive.store.file.migrations import revision_of
from archive.store.file.question import ask_question
from archive.store.file.sqlite_file import SqliteFile
from archive.store.file.target import database_exists, path_of
from archive.store.read.query import Cell, QueryStream, run_query
from archive.store.steps import FOLDER, known_revisions


def is_up_to_date(target: str) -> bool:
    """Tell whether an archive is there, at the newest schema. Raises what `Archive` does for what is none."""
    if is_server(target):
        return False  # its schema is looked at by opening it, which takes no longer
    file = SqliteFile(path_of(target), 30.0)
    with as_store_errors(target):
        FileWatch(file, target).check_log()
        if not database_exists(file, where=target):
            return False
        with closing(file.reading()) as connection:
            return revision_of(connection, where=target) == known_revisions(FOLDER)[-1]


def stream_answer(settings: Settings, sql: str, parameters: Mapping[str, Cell]) -> QueryStream:
    """Answer as `Archive.stream_query` does, from a file that is up to date. Raises QueryError."""
    if is_server(settings.db):
        from archive.store.postgres.user_sql import ask_server

        return run_query(partial(ask_server, settings.db), sql, parameters, seconds=settings.query_timeout)
    file = SqliteFile(path_of(settings.db), 30.0)
    return run_query(partial(ask_question, file), sql, parameters, seconds=settings.query_timeout)

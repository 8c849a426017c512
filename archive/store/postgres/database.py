"""A database on a server of PostgreSQL: its tables made or upgraded when it is opened; read by many, written by one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, QueuePool, create_engine, event

import archive.store.postgres.dialect
import archive.store.postgres.full_text  # noqa: F401  # for its effect
from archive.database_url import without_password
from archive.errors import StoreError, UsageError
from archive.store.cells import Cell
from archive.store.opened import Opened
from archive.store.postgres import lock, migrations, upkeep, user_sql
from archive.store.postgres.connection import as_store_errors, connect
from archive.store.steps import known_revisions, upgrade_schema


class PostgresDatabase(Opened):
    """An archive in a database of PostgreSQL, in the first schema of its search path, at the newest schema.

    `target`: a `postgresql://` URL, with whatever else libpq takes there. Its tables are made, unless `create` is off.
    `timeout`: seconds to wait for another writer. Raises StoreError or one of its kinds, UsageError for a URL that
    cannot be read. Use it as a context manager, or `close()` it.
    """

    def __init__(
        self, target: str, *, create: bool = True, timeout: float = 30.0, steps: Path = migrations.FOLDER
    ) -> None:
        self.name = without_password(target)
        self._target = target
        self._timeout = timeout
        self._steps = steps
        try:
            with as_store_errors(self.name):
                self._prepare(create)
        except BaseException:
            self.close()
            raise

    @contextmanager
    def reader(self) -> Iterator[Connection]:
        """Open a connection that sees one state of the database, whatever is written meanwhile."""
        with as_store_errors(self.name), self._readers.begin() as connection:
            yield connection

    def asked(self) -> AbstractContextManager[Connection]:
        """Open the same: plain SQL is asked on it too."""
        return self.reader()

    @contextmanager
    def writer(self) -> Iterator[Connection]:
        """Open the one writing transaction: committed at the end of the block, undone if the block raises.

        There is one at a time, on all machines: so numbers can be given and copies be looked for.
        """
        with as_store_errors(self.name), self._writers.begin() as connection:
            yield connection

    def data_version(self) -> str:
        """Give which transactions a reader sees: https://www.postgresql.org/docs/current/functions-info.html"""
        with self.reader() as connection:
            return str(connection.exec_driver_sql("SELECT CAST(pg_current_snapshot() AS text)").scalar_one())

    def size(self) -> int:
        """Give the bytes of its tables and their indexes."""
        with self.reader() as connection:
            return upkeep.tables_size(connection)

    def recrawl_lock(self, at: str) -> AbstractContextManager[str | None]:
        """Hold the right to re-crawl it, as `lock` does."""
        return lock.recrawl_lock(self._target, self.name, at)

    def ask(
        self,
        sql: str,
        parameters: Mapping[str, Cell] | Sequence[Cell],
        max_rows: int,
        seconds: float,
        clock: Callable[[], float],
    ) -> user_sql.ServerRows:
        """Ask one statement of a user's own. Raises QueryError."""
        return user_sql.ask_server(self._target, sql, parameters, max_rows, seconds, clock)

    def faults(self, most: int) -> Iterator[tuple[str, str, str]]:
        """Give what is faulty in its references."""
        with self.reader() as connection:
            yield from upkeep.find_faults(connection, most)

    def index_faults(self) -> Iterator[tuple[str, str, str]]:
        """Give what is faulty in the search index."""
        with self.reader() as connection:
            yield from upkeep.find_index_faults(connection)

    def backup(self, target: Path, *, slim: bool) -> int:
        """Refuse: a server has its own program for that."""
        told = "`archive db copy` copies it to a file" if slim else "use pg_dump, or `archive db copy` to a file"
        raise UsageError(f"only a file is copied so; {told}", where=self.name)

    def optimize(self) -> tuple[int, int]:
        """Make the search index anew, let the server learn about the tables; give the bytes before and after."""
        before = self.size()
        with self.writer() as connection:
            upkeep.rebuild_index(connection)
        self.erase_deleted()
        return before, self.size()

    def erase_deleted(self) -> None:
        """Take what was deleted out of the server's tables; its log and its backups keep it for their time."""
        with as_store_errors(self.name), closing(connect(self._target, self._timeout, autocommit=True)) as connection:
            upkeep.vacuum_tables(connection)

    @cached_property
    def _readers(self) -> Engine:
        self.check_open()
        options = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        return self._engine().execution_options(**options)

    @cached_property
    def _writers(self) -> Engine:
        self.check_open()
        engine = self._engine()

        @event.listens_for(engine, "begin")
        def _(connection: Connection) -> None:
            connection.exec_driver_sql(lock.LOCK_WRITER)

        return engine

    def _engine(self) -> Engine:
        def opened() -> Any:
            return connect(self._target, self._timeout)

        return create_engine("postgresql+psycopg://", creator=opened, poolclass=QueuePool)

    def _prepare(self, create: bool) -> None:
        newest = known_revisions(self._steps)[-1]
        with self._readers.begin() as connection:
            revision = migrations.revision_of(connection, where=self.name, folder=self._steps)
        if revision == newest:
            return
        if revision is None and not create:
            raise StoreError("there is no archive yet; `archive ingest` makes one, --db names another", where=self.name)
        with self._writers.begin() as connection:
            revision = migrations.revision_of(connection, where=self.name, folder=self._steps)
            if revision is None:
                migrations.create_newest(connection, where=self.name, folder=self._steps)
            elif revision != newest:  # else another process was faster
                upgrade_schema(connection, self._steps)

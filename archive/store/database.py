"""An archive's database, whatever it is kept in: a file of SQLite, or PostgreSQL. The one place that chooses."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from archive.database_url import is_server, without_password
from archive.errors import UsageError

if TYPE_CHECKING:
    from types import TracebackType

    from sqlalchemy import Connection

    from archive.store.cells import Cell, Row
    from archive.store.plain import Asked


class Answer(Protocol):
    """The rows of a question in a user's SQL, as they are taken; each may raise QueryError."""

    columns: tuple[str, ...]

    def __iter__(self) -> Iterator["Row"]: ...


class Database(Protocol):
    """A database at the newest schema, read by many, written by one at a time. Its rooms raise StoreError.

    `name`: what it is called to people, without a password.
    """

    @property
    def name(self) -> str: ...

    def __enter__(self) -> "Database": ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: "TracebackType | None"
    ) -> None: ...

    def close(self) -> None:
        """Let go of it; each later use raises ArchiveClosed."""

    def check_open(self) -> None:
        """Raise ArchiveClosed once it is closed."""

    def reader(self) -> AbstractContextManager["Connection"]:
        """Open a connection that sees one state of the database, whatever is written meanwhile."""

    def asked(self) -> AbstractContextManager["Asked"]:
        """Open a connection for plain SQL, likewise: a file needs no SQLAlchemy for it."""

    def writer(self) -> AbstractContextManager["Connection"]:
        """Open the one writing transaction: committed at the end of the block, undone if the block raises."""

    def data_version(self) -> str:
        """Give a value that is another one after each commit, whoever made it: by the same, all reads the same."""

    def size(self) -> int:
        """Give its bytes."""

    def recrawl_lock(self, at: str) -> AbstractContextManager[str | None]:
        """Hold the right to re-crawl for the time of the block; give who had it last and died with it, if known."""

    def ask(
        self,
        sql: str,
        parameters: "Mapping[str, Cell] | Sequence[Cell]",
        max_rows: int,
        seconds: float,
        clock: Callable[[], float],
    ) -> Answer:
        """Ask one statement of a user's own. Raises QueryError."""

    def faults(self, most: int) -> Iterator[tuple[str, str, str]]:
        """Give what is faulty in the database itself, and in its references: what, where, and why."""

    def index_faults(self) -> Iterator[tuple[str, str, str]]:
        """Give what is faulty in its search index, likewise. Takes the right to write, and writes nothing."""

    def backup(self, target: Path, *, slim: bool) -> int:
        """Copy it to a new file, `slim`: without the pages as received; give its bytes."""

    def optimize(self) -> tuple[int, int]:
        """Make the search index anew, and give free room back; give the bytes before and after."""

    def erase_deleted(self) -> None:
        """Take what was deleted out of where the data is kept."""


def open_database(target: str | Path, *, create: bool = True, timeout: float = 30.0) -> Database:
    """Open the database that a path, `sqlite:///` or `postgresql://` URL names; one of an older schema is upgraded.

    A missing one is made, unless `create` is off: of a server only the tables, in the database that the URL names.
    """
    if is_server(target):
        try:
            from archive.store.postgres.database import PostgresDatabase
        except ImportError as error:
            told = "PostgreSQL needs more: pip install 'news-archive[postgres]'"
            raise UsageError(told, where=without_password(target)) from error

        return PostgresDatabase(str(target), create=create, timeout=timeout)
    from archive.store.file.database import Database as FileDatabase

    return FileDatabase(target, create=create, timeout=timeout)

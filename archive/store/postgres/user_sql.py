"""SQL that a user wrote, asked of PostgreSQL."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from archive.database_url import without_password
from archive.errors import UsageError
from archive.store.cells import Cell, Row


class ServerRows:
    """The rows of one statement."""

    columns: tuple[str, ...]

    def __iter__(self) -> Iterator[Row]:
        raise NotImplementedError


def ask_server(
    target: str,
    sql: str,
    parameters: Mapping[str, Cell] | Sequence[Cell],
    max_rows: int,
    seconds: float,
    clock: Callable[[], float],
) -> ServerRows:
    """Refuse, so far."""
    raise UsageError("questions in SQL are not asked of PostgreSQL yet; use psql", where=without_password(target))

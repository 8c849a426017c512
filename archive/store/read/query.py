"""Questions in a user's own SQL, and their answers."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.store.file.database import Database
from archive.store.file.user_sql import Cell, ConfinedRows, Patience, Row

__all__ = ["Cell", "QueryResult", "QueryStream", "Row", "run_query"]


@dataclass(frozen=True, slots=True)
class QueryResult:
    """The answer to a question: the names of its columns and all of its rows, to be read as often as wanted."""

    columns: tuple[str, ...]
    rows: list[Row]

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __repr__(self) -> str:
        return f"<QueryResult {len(self.rows):,} × ({', '.join(self.columns)})>"


@dataclass(frozen=True, slots=True)
class QueryStream:
    """The answer to a question, read once: `rows` are fetched as they are taken. Taking one may raise QueryError."""

    columns: tuple[str, ...]
    rows: Iterator[Row]

    def fetch_all(self) -> QueryResult:
        """Read the rows that are left into memory. Raises QueryError."""
        return QueryResult(self.columns, list(self.rows))


def run_query(
    database: Database,
    sql: str,
    parameters: Mapping[str, Cell] | Sequence[Cell] | None = None,
    *,
    max_rows: int = 1_000_000,
    seconds: float = 60.0,
    clock: Callable[[], float] = time.monotonic,
) -> QueryStream:
    """Answer one statement. `parameters`: values for `:name`, or for `?` in their order.

    `seconds` counts the time SQLite works, not the time the caller takes over the rows. Raises QueryError, in one line,
    for SQL that is wrong, forbidden, too slow or endless, or gives more than `max_rows` rows.
    """
    rows = ConfinedRows(database.read_only(), Patience(seconds, clock), max_rows)
    return QueryStream(rows.ask(sql, {} if parameters is None else parameters), rows)

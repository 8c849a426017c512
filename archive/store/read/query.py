"""Questions in a user's own SQL, and their answers."""

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.errors import QueryError
from archive.store.cells import Cell, Row, size_of
from archive.store.database import Answer

__all__ = ["Cell", "QueryResult", "QueryStream", "Row", "run_query"]

Ask = Callable[[str, Mapping[str, Cell] | Sequence[Cell], int, float, Callable[[], float]], Answer]
"""Asks a database: the SQL, its parameters, rows and seconds at most, the clock."""

FETCHED = 150_000_000
"""Bytes of rows that are read into memory at most."""
OVERHEAD = 56
"""Bytes that Python adds to a value or a row."""


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
        """Read the rows that are left into memory. Raises QueryError, also for more than `FETCHED` bytes of them."""
        return QueryResult(self.columns, list(bounded_rows(self.rows, FETCHED)))


def bounded_rows(rows: Iterable[Row], most: int) -> Iterator[Row]:
    """Give the rows while memory for all of them takes at most so many bytes. Raises QueryError."""
    size = 0
    for row in rows:
        size += size_of(row) + OVERHEAD * (len(row) + 1)
        if size > most:
            told = f"more than {most:,} bytes of rows; print them as csv or jsonl, or take them from stream_query"
            raise QueryError(told, where="SQL")
        yield row


def run_query(
    ask: Ask,
    sql: str,
    parameters: Mapping[str, Cell] | Sequence[Cell] | None = None,
    *,
    max_rows: int = 1_000_000,
    seconds: float = 60.0,
    clock: Callable[[], float] = time.monotonic,
) -> QueryStream:
    """Answer one statement. `parameters`: values for `:name`, or for `?` in their order.

    `seconds` counts the time the database works, not the time the caller takes over the rows. Raises QueryError, in one
    line, for SQL that is wrong, forbidden, too slow or endless, or gives more than `max_rows` rows.
    """
    rows = ask(sql, parameters or {}, max_rows, seconds, clock)
    return QueryStream(rows.columns, iter(rows))

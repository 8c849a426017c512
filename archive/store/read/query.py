"""Questions in a user's own SQL, and their answers."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from archive.store.file.database import Database
from archive.store.file.user_sql import Cell, ConfinedRows, Patience, Row

__all__ = ["Cell", "QueryResult", "Row", "run_query"]


@dataclass(frozen=True, slots=True)
class QueryResult:
    """Names of the columns, and the rows, read as they are taken. Taking one may raise QueryError."""

    columns: tuple[str, ...]
    rows: Iterator[Row]


def run_query(
    database: Database,
    sql: str,
    parameters: Mapping[str, Cell] | Sequence[Cell] | None = None,
    *,
    max_rows: int = 1_000_000,
    seconds: float = 60.0,
    clock: Callable[[], float] = time.monotonic,
) -> QueryResult:
    """Answer one statement. `parameters`: values for `:name`, or for `?` in their order.

    `seconds` counts the time SQLite works, not the time the caller takes over the rows. Raises QueryError, in one line,
    for SQL that is wrong, forbidden, too slow or endless, or gives more than `max_rows` rows.
    """
    rows = ConfinedRows(database.read_only(), Patience(seconds, clock), max_rows)
    return QueryResult(rows.ask(sql, {} if parameters is None else parameters), rows)

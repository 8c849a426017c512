"""SQL that a user wrote, asked of SQLite: it can read everything in the archive, and do nothing else.

Three means: the file is opened read-only, an authorizer allows a list of actions and functions, and limits on time,
rows and sizes end what would not end.
"""

import re
import sqlite3
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager

from archive.errors import QueryError

Cell = str | int | float | bytes | None
Row = tuple[Cell, ...]

PRAGMAS = frozenset(
    """
    table_list table_info table_xinfo index_list index_info index_xinfo foreign_key_list function_list collation_list
    compile_options data_version
    """.split()
)
"""They only tell; `data_version` is what the search index itself asks for."""

VIRTUAL = (
    *("articles_fts", "json_each", "json_tree"),
    *("pragma_table_list", "pragma_table_info", "pragma_table_xinfo", "pragma_index_list", "pragma_index_info"),
    *("pragma_foreign_key_list", "pragma_function_list"),
)
"""To SQLite the first touch of one is a write to the schema, so each is touched before the authorizer is set."""

# Text and numbers, without what loads code or makes blobs of any size; aggregates and windows; dates; mathematics;
# JSON; the search index. https://sqlite.org/lang_corefunc.html and its neighbours.
FUNCTIONS = frozenset(
    """
    abs char coalesce concat concat_ws format glob hex if ifnull iif instr length like likelihood likely lower ltrim max
    min nullif octet_length printf quote random replace round rtrim sign soundex sqlite_version substr substring trim
    typeof unhex unicode unistr unlikely upper
    avg count group_concat median percentile percentile_cont percentile_disc string_agg sum total
    cume_dist dense_rank first_value lag last_value lead nth_value ntile percent_rank rank row_number
    current_date current_time current_timestamp date datetime julianday strftime time timediff unixepoch
    acos acosh asin asinh atan atan2 atanh ceil ceiling cos cosh degrees exp floor ln log log10 log2 mod pi pow power
    radians sin sinh sqrt tan tanh trunc
    -> ->> json json_array json_array_length json_error_position json_extract json_group_array json_group_object
    json_insert json_object json_patch json_pretty json_quote json_remove json_replace json_set json_type json_valid
    match bm25 highlight snippet
    """.split()
)

READS = frozenset((sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ, sqlite3.SQLITE_RECURSIVE))

LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: 64_000_000,  # bytes of a value, and of a row
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}

STEPS = 10_000
"""Instructions of SQLite's machine between two looks at the clock: about a millisecond. A function that is called with
a huge value is one instruction: it may overrun the time, by seconds."""

ROWS_AT_A_TIME = 100

_UNBOUND = re.compile(r"value for binding parameter :(\w+)")


class Patience:
    """The time that SQLite may still work."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self.seconds = seconds
        self._left = seconds
        self._clock = clock
        self._since = clock()

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count the time that the block takes."""
        self._since = self._clock()
        try:
            yield
        finally:
            self._left -= self._clock() - self._since

    def is_over(self) -> bool:
        """Tell whether to stop; SQLite asks every so many instructions."""
        return self._clock() - self._since > self._left


class _Judge:
    """Says what a statement may do. `forbidden`: what it wanted beyond that."""

    def __init__(self) -> None:
        self.forbidden: list[str] = []

    def __call__(
        self, action: int, first: str | None, second: str | None, _schema: str | None, _view: str | None
    ) -> int:
        """Allow or deny one thing that a statement would do; SQLite asks when it compiles it."""
        reads = action in READS
        calls = action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in FUNCTIONS
        tells = action == sqlite3.SQLITE_PRAGMA and (first or "").lower() in PRAGMAS
        if reads or calls or tells:
            return sqlite3.SQLITE_OK
        self.forbidden.append(f"the function {second}" if action == sqlite3.SQLITE_FUNCTION else "anything but reading")
        return sqlite3.SQLITE_DENY


class ConfinedRows:
    """The rows of one statement. Closes its connection at their end, or when it is dropped."""

    def __init__(self, connection: sqlite3.Connection, patience: Patience, max_rows: int) -> None:
        self._connection = connection
        self._patience = patience
        self._left = max_rows
        self._max_rows = max_rows
        self._judge = _Judge()
        self._waiting: deque[Row] = deque()
        self._confine()

    def ask(self, sql: str, parameters: Mapping[str, Cell] | Sequence[Cell]) -> tuple[str, ...]:
        """Begin the statement; give the names of its columns."""
        with self._as_query_errors():
            self._cursor = self._connection.execute(sql, parameters)
            if self._cursor.description is None:
                raise QueryError("this is no question; write a SELECT", where="SQL")
            return tuple(name for name, *_ in self._cursor.description)

    def __iter__(self) -> "ConfinedRows":
        return self

    def __next__(self) -> Row:
        if not self._waiting:
            with self._as_query_errors():
                self._waiting.extend(self._cursor.fetchmany(ROWS_AT_A_TIME))
        if not self._waiting:
            self._connection.close()
            raise StopIteration
        if not self._left:
            self._connection.close()
            raise QueryError(f"more than {self._max_rows:,} rows; add a LIMIT, or use `archive export`", where="SQL")
        self._left -= 1
        return self._waiting.popleft()

    def __del__(self) -> None:
        self._connection.close()

    def _confine(self) -> None:
        connection = self._connection
        for table in VIRTUAL:
            connection.execute(f"SELECT 1 FROM {table} LIMIT 0")
        connection.text_factory = lambda text: text.decode("utf-8", "replace")
        for limit, value in LIMITS.items():
            connection.setlimit(limit, value)
        connection.set_authorizer(self._judge)
        connection.set_progress_handler(self._patience.is_over, STEPS)

    @contextmanager
    def _as_query_errors(self) -> Iterator[None]:
        """Count the time, and turn what SQLite or its driver raises into a QueryError."""
        try:
            with self._patience.counted():
                yield
        except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError) as error:
            self._connection.close()
            raise QueryError(self._meaning(error), where="SQL") from error

    def _meaning(self, error: Exception) -> str:
        code = getattr(error, "sqlite_errorcode", None)
        if code == sqlite3.SQLITE_INTERRUPT:
            return f"stopped after {self._patience.seconds:g} seconds; ask for less at a time"
        if self._judge.forbidden:
            return f"not allowed in a question: {self._judge.forbidden[0]}"
        if code == sqlite3.SQLITE_TOOBIG:
            return f"a value of more than {LIMITS[sqlite3.SQLITE_LIMIT_LENGTH]:,} bytes"
        if unbound := _UNBOUND.search(str(error)):
            return f"no value for :{unbound[1]}; give it with -p {unbound[1]} VALUE"
        return str(error).rstrip(".")

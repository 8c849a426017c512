"""SQL that a user wrote, asked of SQLite in a process of its own: it can read everything, and do nothing else.

The file is opened read-only, an authorizer allows a list of actions and functions, and the process has little memory
and temporary disk. `question` starts it, and ends it when its time is over: SQLite itself looks at no clock while one
of its functions works. This room is imported by that process: it must be there at once.
"""

import marshal
import re
import signal
import sqlite3
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive.platforms import limit_process
from archive.store.cells import Row, size_of
from archive.store.file.sqlite_file import PRIMARY, SqliteFile

PRAGMAS = frozenset(
    """
    table_list table_info table_xinfo index_list index_info index_xinfo foreign_key_list function_list collation_list
    compile_options data_version
    """.split()
)
"""They only tell; `data_version` is what the search index itself asks for."""

VIRTUAL = (
    *("articles_fts", "articles_fts_pairs", "json_each", "json_tree"),
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

LENGTH = 8
"""Bytes that tell how long a piece is."""
LARGEST = 16_000_000
"""Bytes of a value, and of a row."""
LIMITS = {
    sqlite3.SQLITE_LIMIT_LENGTH: LARGEST,
    sqlite3.SQLITE_LIMIT_SQL_LENGTH: 1_000_000,
    sqlite3.SQLITE_LIMIT_LIKE_PATTERN_LENGTH: 1_000,
    sqlite3.SQLITE_LIMIT_ATTACHED: 0,
}

HEAP = 96_000_000
"""Bytes that SQLite may take, caches and all."""
TEMPORARY = 1_000_000_000
"""Bytes of one temporary file, to which SQLite sorts what memory does not hold."""
OPEN_FILES = 12
"""The database with its log, pipes, and about four temporary files."""
PIECE = 1_000_000
"""Bytes of rows that are sent at a time; a row that is larger goes alone."""

_UNBOUND = re.compile(r"value for binding parameter :(\w+)")


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


def serve_question() -> None:
    """Answer the question on standard input, as `ask_question` wrote it, on standard output: the process's whole life.

    Sends ("columns", names), then ("rows", rows) as often as needed, and ("end", None) or ("error", a line).
    """
    path, timeout, sql, parameters, seconds = marshal.load(sys.stdin.buffer)
    _limit_process(seconds)
    judge = _Judge()
    try:
        connection = _confined(SqliteFile(Path(path), timeout).read_only(), judge)
        cursor = connection.execute(sql, parameters)
        if cursor.description is None:
            _send("error", "this is no question; write a SELECT")
            return
        _send("columns", tuple(name for name, *_ in cursor.description))
        _send_rows(cursor)
    except (sqlite3.Error, sqlite3.Warning, ValueError, OverflowError, MemoryError) as error:
        _send("error", _meaning(error, judge))


def _send(kind: str, value: Any) -> None:
    piece = marshal.dumps((kind, value))
    sys.stdout.buffer.write(len(piece).to_bytes(LENGTH, "big"))
    sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def _send_rows(rows: Iterable[Row]) -> None:
    waiting: list[Row] = []
    size = 0
    for row in rows:
        length = size_of(row)
        if length > LARGEST:
            raise ValueError(f"a row of more than {LARGEST:,} bytes; ask for fewer columns")
        if waiting and size + length > PIECE:
            _send("rows", waiting)
            waiting, size = [], 0
        waiting.append(row)
        size += length
    if waiting:
        _send("rows", waiting)
    _send("end", None)


def _limit_process(seconds: float) -> None:
    """Bound what the process may take, should nobody be left to end it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the one who asked decides what Ctrl-C means
    limit_process(
        {
            "RLIMIT_CPU": int(seconds) + 2,
            "RLIMIT_FSIZE": TEMPORARY,
            "RLIMIT_NOFILE": OPEN_FILES,
            "RLIMIT_CORE": 0,
        }
    )


def _confined(connection: sqlite3.Connection, judge: _Judge) -> sqlite3.Connection:
    connection.execute(f"PRAGMA hard_heap_limit = {HEAP}")
    connection.execute("PRAGMA temp_store = FILE")
    for table in VIRTUAL:
        connection.execute(f"SELECT 1 FROM {table} LIMIT 0")
    connection.text_factory = lambda text: text.decode("utf-8", "replace")
    for limit, value in LIMITS.items():
        connection.setlimit(limit, value)
    connection.set_authorizer(judge)
    return connection


def _meaning(error: Exception, judge: _Judge) -> str:
    code = getattr(error, "sqlite_errorcode", 0) & PRIMARY
    if judge.forbidden:
        return f"not allowed in a question: {judge.forbidden[0]}"
    if code == sqlite3.SQLITE_TOOBIG:
        return f"a value of more than {LARGEST:,} bytes"
    if isinstance(error, MemoryError) or code == sqlite3.SQLITE_NOMEM:
        return f"needs more than {HEAP:,} bytes of memory; ask for less at a time"
    if code in (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
        return f"needs more temporary disk than there is, or than {TEMPORARY:,} bytes; ask for less at a time"
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return "the database is damaged; `archive db check` says what is"
    if unbound := _UNBOUND.search(str(error)):
        return f"no value for :{unbound[1]}; give it with -p {unbound[1]} VALUE"
    return str(error).rstrip(".")

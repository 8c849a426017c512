"""SQL that a user wrote, asked of PostgreSQL: it can read the archive, and do nothing else.

PostgreSQL has no authorizer, but it tells what a statement means: the question is made the text of a temporary view,
whose parsed form names every function and table, and the view is taken back. What is not on the lists is refused before
anything runs. Then it is asked in a transaction that only reads, as a role without other rights where there is one,
with a deadline that the server keeps.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Any, Final

import psycopg

from archive.database_url import without_password
from archive.errors import QueryError
from archive.store.cells import Cell, Row, size_of
from archive.store.postgres.connection import as_store_errors, connect, first_line
from archive.store.postgres.placeholders import number_placeholders
from archive.store.postgres.values import as_cell, as_parameter

FETCHED: Final = 500
"""Rows that are asked for at a time."""
LARGEST: Final = 16_000_000
"""Bytes of a row."""
READER: Final = "pg_read_all_data"
"""A role that reads tables, and has no right to files, programs or other servers."""
TEMPORARY: Final = "1GB"
"""Temporary disk, where this user may say so."""

TABLES: Final = frozenset(
    """
    pg_class pg_attribute pg_type pg_namespace pg_index pg_constraint pg_description pg_tables pg_views pg_indexes
    pg_proc pg_collation pg_ts_config
    """.split()
)
"""Tables of the server's catalogue that a question may read, beside the archive's own schema and information_schema."""
ANY_TIME: Final = frozenset("random clock_timestamp timeofday gen_random_uuid random_normal".split())
"""Functions that may be asked for though they give something else each time."""
TELLING: Final = frozenset(
    """
    pg_typeof pg_column_size pg_table_size pg_relation_size pg_total_relation_size pg_indexes_size pg_size_pretty
    pg_get_viewdef pg_get_expr pg_get_indexdef pg_get_constraintdef pg_table_is_visible pg_input_is_valid
    pg_get_function_identity_arguments pg_client_encoding
    """.split()
)
"""Functions of the server's own that may be asked for; all others called pg_… are refused."""
REFUSED: Final = re.compile(r"^(pg_|lo_|inet_|has_|.*_to_xml|.*_to_xmlschema|.*_to_xml_and_xmlschema)|current_setting")
VIEWS: Final = ("blocks", "revisions", "article_list", "revision_list", "article_credits")
OWN: Final = frozenset({"articles_fts_words", "articles_fts_pairs", "articles_fts_configuration", "group_concat"})

_QUESTION: Final = re.compile(r"\s*(\(|select\b|with\b|values\b|table\b)", re.IGNORECASE)
_VIEW: Final = "pg_temp.archive_question"
_FUNCTIONS: Final = re.compile(r":(?:funcid|opfuncid|aggfnoid|winfnoid|tsmhandler) (\d+)")
_RELATIONS: Final = re.compile(r":relid (\d+)")
_ASKED_FUNCTIONS: Final = """
SELECT proname, provolatile, pronamespace = 'pg_catalog'::regnamespace, pronamespace = current_schema()::regnamespace
FROM pg_catalog.pg_proc WHERE oid = ANY(%s)
"""
_ASKED_RELATIONS: Final = """
SELECT relname, nspname, nspname = current_schema() AND (relkind NOT IN ('v', 'f') OR relname = ANY(%s))
FROM pg_catalog.pg_class
JOIN pg_catalog.pg_namespace ON pg_namespace.oid = relnamespace WHERE pg_class.oid = ANY(%s)
"""
_DROP_RIGHTS: Final = f"""
SELECT set_config('role', '{READER}', true) WHERE pg_has_role(session_user, '{READER}', 'MEMBER')
"""


class ServerRows:
    """The rows of one statement. Its connection ends with them, or when this is dropped."""

    def __init__(
        self,
        connection: psycopg.Connection[Any],
        cursor: Any,
        columns: tuple[str, ...],
        patience: "Patience",
        most: int,
    ) -> None:
        self.columns = columns
        self._connection = connection
        self._cursor = cursor
        self._patience = patience
        self._most = most
        self._rows = self._fetched()

    def __iter__(self) -> Iterator[Row]:
        return self._rows

    def __del__(self) -> None:
        with suppress(Exception):
            self._end()

    def _fetched(self) -> Iterator[Row]:
        left = self._most
        try:
            while rows := self._patience.spend(self._connection, lambda: self._cursor.fetchmany(FETCHED)):
                for row in rows:
                    if not left:
                        told = f"more than {self._most:,} rows; add a LIMIT, or use `archive export`"
                        raise QueryError(told, where="SQL")
                    left -= 1
                    cells = tuple(map(as_cell, row))
                    if size_of(cells) > LARGEST:
                        raise QueryError(f"a row of more than {LARGEST:,} bytes; ask for fewer columns", where="SQL")
                    yield cells
        finally:
            self._end()

    def _end(self) -> None:
        with suppress(psycopg.Error):
            self._cursor.close()
        self._connection.close()


class Patience:
    """The time that the server may still work: what the caller does between two rows does not count."""

    def __init__(self, seconds: float, clock: Callable[[], float]) -> None:
        self._seconds = seconds
        self._left = seconds
        self._clock = clock

    def spend(self, connection: psycopg.Connection[Any], work: Callable[[], Any]) -> Any:
        """Let the server work, at most as long as there is time left. Raises QueryError."""
        try:
            deadline = str(max(1, int(self._left * 1000)))
            connection.execute("SELECT pg_catalog.set_config('statement_timeout', %s, true)", [deadline])
            begun = self._clock()
            found = work()
            self._left -= self._clock() - begun
        except psycopg.Error as error:
            raise QueryError(self._meaning(error), where="SQL") from error
        if self._left <= 0:
            raise QueryError(self._late(), where="SQL")
        return found

    def _late(self) -> str:
        return f"stopped after {self._seconds:g} seconds; ask for less at a time"

    def _meaning(self, error: psycopg.Error) -> str:
        if isinstance(error, psycopg.errors.QueryCanceled):
            return self._late()
        if isinstance(error, psycopg.errors.ReadOnlySqlTransaction | psycopg.errors.InsufficientPrivilege):
            return f"not allowed in a question: {first_line(error)}"
        return first_line(error)


def ask_server(
    target: str,
    sql: str,
    parameters: Mapping[str, Cell] | Sequence[Cell],
    max_rows: int,
    seconds: float,
    clock: Callable[[], float],
) -> ServerRows:
    """Ask one statement of the archive on a server. Raises QueryError, StoreError where there is no connection."""
    if "\0" in sql or (not sql.isascii() and re.search("[\ud800-\udfff]", sql)):
        raise QueryError("the query contains characters that are none", where="SQL")
    if not _QUESTION.match(_without_comments(sql)):
        raise QueryError("this is no question; write a SELECT", where="SQL")
    question, values = number_placeholders(sql.rstrip().rstrip(";"), parameters)
    given = [as_parameter(value) for value in values]
    patience = Patience(seconds, clock)
    with as_store_errors(without_password(target)):
        connection = connect(target, seconds)
    try:
        patience.spend(connection, lambda: _check_question(connection, re.sub(r"\$\d+", "NULL", question)))
        connection.rollback()
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        _confine(connection)
        cursor = psycopg.RawServerCursor(connection, "archive_question")
        try:
            patience.spend(connection, lambda: cursor.execute(question, given))
        except BaseException:
            cursor.close()
            raise
        columns = tuple(column.name for column in cursor.description or ())
        return ServerRows(connection, cursor, columns, patience, max_rows)
    except BaseException:
        connection.close()
        raise


def _check_question(connection: psycopg.Connection[Any], question: str) -> None:
    """Look at what a question calls and reads, without asking it. Raises QueryError."""
    # prepared, so that it is one statement; on a line of its own, so that no comment hides the bracket
    connection.execute(
        f"CREATE TEMP VIEW archive_question AS SELECT 1 FROM (\n{question}\n) AS q".encode(), prepare=True
    )
    (meant,) = connection.execute(
        "SELECT ev_action::text FROM pg_catalog.pg_rewrite WHERE ev_class = %s::regclass", [_VIEW]
    ).fetchone() or ("",)
    functions = connection.execute(_ASKED_FUNCTIONS, [_numbers(_FUNCTIONS, meant)])
    for name, volatility, builtin, own in functions:
        allowed = name in TELLING or name in ANY_TIME or (volatility in ("i", "s") and not REFUSED.match(name))
        if not (builtin and allowed) and not (own and name in OWN):
            raise QueryError(f"not allowed in a question: the function {name}", where="SQL")
    for name, schema, own in connection.execute(_ASKED_RELATIONS, [[*VIEWS], _numbers(_RELATIONS, meant)]):
        told = schema == "information_schema" or (schema == "pg_catalog" and name in TABLES)
        if not (own or told or schema.startswith("pg_temp")):
            raise QueryError(f"not allowed in a question: the table {schema}.{name}", where="SQL")


def _numbers(what: re.Pattern[str], meant: str) -> list[int]:
    return sorted({int(number) for number in what.findall(meant)})


def _confine(connection: psycopg.Connection[Any]) -> None:
    """Begin a transaction that only reads, without rights that this user has beyond that."""
    for setting, value in (("temp_file_limit", TEMPORARY), ("max_parallel_workers_per_gather", "0")):
        with suppress(psycopg.errors.InsufficientPrivilege), connection.transaction():
            connection.execute("SELECT pg_catalog.set_config(%s, %s, true)", [setting, value])
    with suppress(psycopg.errors.UndefinedObject), connection.transaction():
        connection.execute(_DROP_RIGHTS)


def _without_comments(sql: str) -> str:
    return re.sub(r"\A(\s+|--[^\n]*\n|/\*.*?\*/)*", "", sql, flags=re.DOTALL)

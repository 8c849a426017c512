"""The elements of `store.statements` as SQLite's SQL. Imported for its effect, wherever an engine is made."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, Dialect, Update
from sqlalchemy import insert as inserting
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler

from archive.store import statements
from archive.store.statements import BARE, IGNORING, ROWS, SECURELY, Rows
from archive.store.tables import Base


@compiles(statements.json_values, "sqlite")
@compiles(statements.json_pairs, "sqlite")
def _json_each(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return f"json_each({compiler.process(element.clauses, **options)})"


@compiles(statements.json_number, "sqlite")
def _as_it_is(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return str(compiler.process(element.clauses, **options))


@compiles(statements.lesser, "sqlite")
def _min(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return f"min({compiler.process(element.clauses, **options)})"


@compiles(statements.greater, "sqlite")
def _max(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    return f"max({compiler.process(element.clauses, **options)})"


@compiles(statements.loosely_in, "sqlite")
def _like(element: Any, compiler: SQLCompiler, **options: Any) -> str:
    column, pattern = (compiler.process(one, **options) for one in element.clauses)
    return f"({column} LIKE {pattern} ESCAPE '/')"


def _insert_bare(connection: Connection, table: type[Base], rows: Rows) -> None:
    connection.exec_driver_sql(_inserting(table, connection.dialect), list(rows))


@cache
def _inserting(table: type[Base], dialect: Dialect) -> str:
    """Write the statement once a table: that takes longer than to insert the blocks of a page."""
    return str(inserting(table).compile(dialect=dialect))


def _insert_rows(connection: Connection, table: type[Base], rows: Sequence[Mapping[str, Any]]) -> None:
    connection.execute(inserting(table), rows)


def _update_or_ignore(connection: Connection, statement: Update) -> None:
    connection.execute(statement.prefix_with("OR IGNORE"))


BARE["sqlite"] = _insert_bare
ROWS["sqlite"] = _insert_rows
IGNORING["sqlite"] = _update_or_ignore
SECURELY["sqlite"] = "PRAGMA secure_delete = ON"

"""Comments of columns, kept in the text of CREATE TABLE. Imported for its effect, wherever tables are made."""

from typing import Any

from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateColumn
from sqlalchemy.sql.compiler import DDLCompiler


@compiles(CreateColumn, "sqlite")
def _with_comment(element: CreateColumn, compiler: DDLCompiler, **options: Any) -> str | None:
    """Write the comment: SQLite has no COMMENT ON, but `.schema articles` then explains itself."""
    made: str | None = compiler.visit_create_column(element, **options)  # type: ignore[no-untyped-call] # SQLAlchemy's
    comment = element.element.comment
    return f"{made} /* {comment} */" if made and comment else made

"""The schema in words, from the comments of the tables; `python -m archive.store.schema` prints them."""

import sys
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column

from archive.store.tables import Base

VIEW = "article_credits"
VIEW_COMMENT = (
    "View: credits with their article and organisation, already joined. Where inferred_from is NULL the page prints "
    "the credit; otherwise another copy of the story does, and this page has no words to show."
)
VIEW_COLUMNS = {
    "article_id": "articles.id",
    "url": "articles.url",
    "site": "articles.site",
    "title": "articles.title",
    "published_at": "articles.published_at",
    "organization": "organizations.name",
    "kind": "organizations.kind",
    "role": "credits.role",
    "credited_as": "credits.credited_as",
    "evidence": "credits.evidence",
    "confidence": "credits.confidence",
    "inferred_from": "inferred_credits.from_article_id",
    "provenance": "articles.provenance",
    "story_id": "articles.story_id",
    "share_changed": "articles.share_changed",
    "first_seen_at": "articles.first_seen_at",
    "status": "articles.status",
    "origin": "captures.origin",
}
INDEX = "articles_fts"
INDEX_COMMENT = (
    "Full-text index of articles (SQLite FTS5, English stemming), kept in step by triggers; rowid is articles.id."
)
INDEX_COLUMNS = {name: f"articles.{name}" for name in ("title", "standfirst", "body")}

COLUMNS = ("table", "column", "type", "meaning")


def schema_rows() -> Iterator[tuple[str, str, str, str]]:
    """One row a column, by COLUMNS; each table begins with a row about itself, without column and type."""
    for table in Base.metadata.tables.values():
        yield table.name, "", "", table.comment or ""
        for column in table.columns:
            yield table.name, column.name, _kind(column), _meaning(column)
    for name, comment, columns in ((VIEW, VIEW_COMMENT, VIEW_COLUMNS), (INDEX, INDEX_COMMENT, INDEX_COLUMNS)):
        yield name, "", "", comment
        for alias, origin in columns.items():
            table_name, _, column_name = origin.partition(".")
            column = Base.metadata.tables[table_name].columns[column_name]
            yield name, alias, _kind(column), origin


def schema_markdown() -> str:
    """Write docs/schema.md's section: a heading, a sentence and a list of columns for each table."""
    lines: list[str] = []
    for table, column, kind, meaning in schema_rows():
        if not column:
            lines += ["", f"**`{table}`** {meaning}", "", "| column | type | meaning |", "|---|---|---|"]
        else:
            lines.append(f"| `{column}` | {kind} | {meaning} |")
    return "\n".join(lines).strip() + "\n"


def _kind(column: Column[Any]) -> str:
    return str(column.type) if column.nullable else f"{column.type} NOT NULL"


def _meaning(column: Column[Any]) -> str:
    targets = ", ".join(key.target_fullname for key in column.foreign_keys)
    return f"{column.comment} → {targets}" if targets else column.comment or ""


if __name__ == "__main__":
    sys.stdout.write(schema_markdown())

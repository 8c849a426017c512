"""The schema in words, from the comments of the tables; `python -m archive.store.schema` prints them."""

import sys
from collections.abc import Iterator
from typing import Any, Final

from sqlalchemy import Column

from archive.store.tables import Base, View

VIEWS: Final = {
    "article_list": (
        "View to open first: articles without their texts. published_date is a day, published_time a time in UTC, "
        "each as pandas, R and DuckDB read it.",
        {
            **{name: f"articles.{name}" for name in ("id", "site", "title", "source", "provenance")},
            **{name: f"articles.{name}" for name in ("provenance_evidence", "reporting")},
            "published_date": "articles.published_at",
            "published_time": "articles.published_at",
            "published_day": "articles.published_day",
            **{name: f"articles.{name}" for name in ("byline", "section", "language", "word_count", "status")},
            **{name: f"articles.{name}" for name in ("first_seen_at", "last_seen_at", "last_changed_at")},
            **{name: f"articles.{name}" for name in ("story_id", "share_changed", "flags", "site_name", "url")},
            "revision_id": "articles.revision_id",
        },
    ),
    "revision_list": (
        "View: revisions without their texts, with the site.",
        {
            **{name: f"revisions.{name}" for name in ("id", "article_id", "number", "change", "seen_at")},
            "site": "articles.site",
            **{name: f"revisions.{name}" for name in ("title", "byline", "digest", "extractor", "capture_id")},
        },
    ),
    "article_credits": (
        "View: credits with their article and organisation, already joined. Where inferred_from is NULL the page "
        "prints the credit; otherwise another copy of the story does, and this page has no words to show.",
        {
            "article_id": "articles.id",
            **{name: f"articles.{name}" for name in ("url", "site", "title", "published_at")},
            "organization": "organizations.name",
            "kind": "organizations.kind",
            **{name: f"credits.{name}" for name in ("role", "credited_as", "evidence", "confidence")},
            "inferred_from": "inferred_credits.from_article_id",
            **{name: f"articles.{name}" for name in ("provenance", "story_id", "share_changed", "first_seen_at")},
            "status": "articles.status",
            "origin": "captures.origin",
        },
    ),
}
"""The views: what each is, and where its columns come from."""
MAYBE_NULL: Final = {("article_credits", name) for name in ("credited_as", "evidence", "inferred_from")}
"""Columns of views that are NULL in some rows, though those that they come from never are."""
_INDEXED: Final = {name: f"articles.{name}" for name in ("title", "standfirst", "body")}
INDEXES: Final = {
    "articles_fts": (
        "Full-text index of articles (SQLite FTS5, English stemming), kept in step by triggers; rowid is articles.id.",
        _INDEXED,
    ),
    "articles_fts_pairs": (
        "The same for what is written without spaces, only of articles with such text: pairs of characters, which the "
        "view article_pairs makes (SQLite alone; PostgreSQL has them in articles_fts).",
        _INDEXED,
    ),
}
"""The search indexes, likewise."""

_TABLES: Final = {
    table.name: table
    for stored in Base.metadata.tables.values()
    for table in (View.metadata.tables.get(stored.name.removeprefix("stored_"), stored), stored)
}
"""All tables, each view that is read as one before what it is made of."""
COLUMNS = ("table", "column", "type", "meaning")


def schema_rows() -> Iterator[tuple[str, str, str, str]]:
    """One row a column, by COLUMNS; each table begins with a row about itself, without column and type."""
    for table in _TABLES.values():
        yield table.name, "", "", table.comment or ""
        for column in table.columns:
            yield table.name, column.name, _kind(column), _meaning(column)
    for name, (comment, columns) in {**VIEWS, **INDEXES}.items():
        yield name, "", "", comment
        for alias, origin in columns.items():
            table_name, _, column_name = origin.partition(".")
            column = _TABLES[table_name].columns[column_name]
            yield name, alias, str(column.type) if (name, alias) in MAYBE_NULL else _kind(column), origin


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

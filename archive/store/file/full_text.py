"""The full-text index as SQLite's FTS5 is asked: what matches, how well, and where the words stand."""

from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, column, func, literal_column, table

INDEX = table("articles_fts", column("rowid", Integer))
"""Its `rowid` is `articles.id`."""
SNIPPET = 32
"""Words of a snippet; FTS5 allows 64."""

_FTS: ColumnElement[Any] = literal_column("articles_fts")
# bm25 is lower for the better; a word counts ten times in the title, four times in the standfirst
RANK = -func.bm25(_FTS, 10.0, 4.0, 1.0)


def matching(expression: str) -> ColumnElement[bool]:
    """Give the condition that an article matches (https://sqlite.org/fts5.html#full_text_query_syntax)."""
    return _FTS.op("MATCH")(expression)


def among(articles: Select[Any]) -> ColumnElement[bool]:
    """Give the condition that a match is one of these articles: numbers in a SELECT."""
    # the plus sign keeps SQLite from asking the index once for each article of the site
    candidate: ColumnElement[int] = literal_column("+articles_fts.rowid")
    return candidate.in_(articles)


def snippet(marks: tuple[str, str]) -> ColumnElement[str]:
    """Give the place in the body where the words stand, with `marks` before and after them."""
    return func.snippet(_FTS, 2, *marks, "…", SNIPPET)

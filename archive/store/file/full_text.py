"""The full-text index as SQLite's FTS5 is asked: what matches, how well, and where the words stand.

Imported for its effect, wherever an engine is made.
"""

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, ColumnElement, Connection, Select, select

from archive.store.full_text import (
    EXPRESSIONS,
    INDEX,
    MOST_FOUND,
    NEWEST,
    fts_matches,
    fts_number,
    fts_rank,
    fts_snippet,
)
from archive.store.search_words import SearchWords, Term
from archive.store.statements import write_elements

SNIPPET: Final = 32
"""Words of a snippet; FTS5 allows 64."""
BODY: Final = 2
"""The column of the index."""

MOST_FOUND["sqlite"] = 5_000
"""To go through a word that stands in 950,000 of a million articles takes a tenth of a second."""


write_elements(
    "sqlite",
    {
        fts_matches: "(articles_fts MATCH {0})",
        fts_rank: "-bm25(articles_fts, 10.0, 4.0, 1.0)",  # which is lower for the better
        # the plus sign keeps SQLite from asking the index once for each article of the site
        fts_number: "+articles_fts.rowid",
        fts_snippet: f"snippet(articles_fts, {BODY}, {{0}}, {{1}}, '…', {SNIPPET})",
    },
)


def write_expression(words: SearchWords) -> str:
    """Write a search as FTS5 reads it (https://sqlite.org/fts5.html#full_text_query_syntax)."""
    wanted = " OR ".join("(" + " AND ".join(map(_write_term, group)) + ")" for group in words.groups)
    if not words.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(_write_term, words.unwanted))})"


def _write_term(term: Term) -> str:
    """Write it as a string, which is no operator."""
    quoted = '"' + term.text.replace('"', '""') + '"' + ("*" if term.prefix else "")
    return f"{term.column} : {quoted}" if term.column else quoted


def _expression(connection: Connection, words: SearchWords) -> str:
    return write_expression(words)


def _select_newest(
    conditions: Sequence[ColumnElement[bool]], rank: ColumnElement[float], most: BindParameter[int]
) -> Select[Any]:
    """Select in one way through the index, which has the newest first."""
    numbers = INDEX.c.rowid
    return select(numbers.label("id"), rank.label("rank")).where(*conditions).order_by(numbers.desc()).limit(most)


EXPRESSIONS["sqlite"] = _expression
NEWEST["sqlite"] = _select_newest

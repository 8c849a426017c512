"""The full-text index as SQLite's FTS5 is asked: what matches, how well, and where the words stand.

Imported for its effect, wherever a file is opened.
"""

from typing import TYPE_CHECKING, Final

from archive.store.file.plain import SQLITE
from archive.store.full_text import EXPRESSIONS, MOST_FOUND
from archive.store.plain import ELEMENTS, Asked

if TYPE_CHECKING:
    from archive.store.search_words import SearchWords, Term

SNIPPET: Final = 32
"""Words of a snippet; FTS5 allows 64."""
BODY: Final = 2
"""The column of the index."""

MOST_FOUND["sqlite"] = 5_000
"""To go through a word that stands in 950,000 of a million articles takes a tenth of a second."""

ELEMENTS[SQLITE.name] |= {
    "matches": "(articles_fts MATCH :expression)",
    "found": "(articles_fts MATCH :expression)",  # it makes a snippet only of what it is asked for
    "rank": "-bm25(articles_fts, 10.0, 4.0, 1.0)",  # which is lower for the better
    # the plus sign keeps SQLite from asking the index once for each article of the site
    "number": "+articles_fts.rowid",
    "snippet": f"snippet(articles_fts, {BODY}, :before, :after, '…', {SNIPPET})",
    "newest": "articles_fts",  # in one way through the index, which has the newest first
    "newest_end": "ORDER BY articles_fts.rowid DESC LIMIT :most",
}


def write_expression(words: "SearchWords") -> str:
    """Write a search as FTS5 reads it (https://sqlite.org/fts5.html#full_text_query_syntax)."""
    wanted = " OR ".join("(" + " AND ".join(map(_write_term, group)) + ")" for group in words.groups)
    if not words.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(_write_term, words.unwanted))})"


def _write_term(term: "Term") -> str:
    """Write it as a string, which is no operator."""
    quoted = '"' + term.text.replace('"', '""') + '"' + ("*" if term.prefix else "")
    return f"{term.column} : {quoted}" if term.column else quoted


def _expression(asked: Asked, words: "SearchWords") -> str:
    return write_expression(words)


EXPRESSIONS["sqlite"] = _expression

"""The full-text indexes as SQLite's FTS5 is asked: what matches, how well, and where the words stand.

To FTS5 a sentence without spaces is one word. So such text is in an index of its own, `articles_fts_pairs`, as pairs of
characters in their order: there a word is a phrase. It is asked under a dialect of its own.

Imported for its effect, wherever a file is opened.
"""

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from archive.store.file.plain import PAIRS, SQLITE, AskedFile
from archive.store.full_text import EXPRESSIONS, MOST_FOUND, MOST_READ, NARROWED, PAIRED, WALKED
from archive.store.plain import ELEMENTS, Asked

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive.store.search_words import SearchWords, Term

INDEXES: Final = ("articles_fts", "articles_fts_pairs")
SNIPPET: Final = 32
"""Words of a snippet; FTS5 allows 64."""
BODY: Final = 2
"""The column of the index."""

for _name in (SQLITE.name, PAIRS.name):
    MOST_FOUND[_name] = 5_000
    """To go through a word that stands in 950,000 of a million articles takes a tenth of a second."""
    WALKED.add(_name)
MOST_READ[PAIRS.name] = 5_000

ELEMENTS[SQLITE.name] |= {
    "index": "articles_fts",
    "matches": "(articles_fts MATCH :expression)",
    "found": "(articles_fts MATCH :expression)",  # it makes a snippet only of what it is asked for
    "rank": "-bm25(articles_fts, 10.0, 4.0, 1.0)",  # which is lower for the better
    # the plus sign keeps SQLite from asking the index once for each article of the site
    "number": "+articles_fts.rowid",
    "snippet": f"snippet(articles_fts, {BODY}, :before, :after, '…', {SNIPPET})",
    "newest": "articles_fts",  # in one way through the index, which has the newest first
    "newest_end": "ORDER BY articles_fts.rowid DESC LIMIT :most",
}
ELEMENTS[PAIRS.name] = ELEMENTS[SQLITE.name] | {
    "index": "articles_fts_pairs AS articles_fts",
    "matches": "(articles_fts.articles_fts_pairs MATCH :expression)",
    "found": "(articles_fts.articles_fts_pairs MATCH :expression)",
    "rank": "-bm25(articles_fts.articles_fts_pairs, 10.0, 4.0, 1.0)",
    "snippet": "articles.body",  # the index holds pairs, which nobody reads
    "newest": "articles_fts_pairs AS articles_fts",
    "paired": "articles_fts_pairs_docsize AS articles_fts",  # a row for each article that is in it
}


def write_expression(words: "SearchWords") -> str:
    """Write a search as FTS5 reads it (https://sqlite.org/fts5.html#full_text_query_syntax)."""
    return _write_search(words, _write_term)


def _write_search(words: "SearchWords", write: "Callable[[Term], str]") -> str:
    wanted = " OR ".join("(" + " AND ".join(map(write, group)) + ")" for group in words.groups)
    if not words.unwanted:
        return wanted
    return f"({wanted}) NOT ({' OR '.join(map(write, words.unwanted))})"


def _write_term(term: "Term") -> str:
    """Write it as a string, which is no operator."""
    quoted = '"' + term.text.replace('"', '""') + '"' + ("*" if term.prefix else "")
    return f"{term.column} : {quoted}" if term.column else quoted


def _write_runs(term: "Term") -> str:
    """Write each run of characters without spaces in it."""
    from archive.store.search_words import unspaced_runs  # late: most questions are no searches

    column = f"{term.column} : " if term.column else ""
    return " AND ".join(column + _write_run(run) for run in unspaced_runs(term.text))


def _write_run(run: str) -> str:
    """Write a phrase of pairs; a character that is alone begins a pair."""
    pairs = [run[place : place + 2] for place in range(len(run) - 1)]
    return f'"{" ".join(pairs)}"' if pairs else f'"{run}"*'


def _expression(asked: Asked, words: "SearchWords") -> str:
    return write_expression(words)


def _paired_expression(asked: Asked, words: "SearchWords") -> str:
    return _write_search(words, _write_runs)


def _narrow(asked: Asked, words: "SearchWords") -> str:
    groups = (" AND ".join(_write_runs(term) for term in group if term.unspaced) for group in words.groups)
    return " OR ".join(f"({group})" for group in groups)


def _ask_pairs(asked: Asked) -> Asked:
    assert isinstance(asked, AskedFile)
    return replace(asked, dialect=PAIRS)


EXPRESSIONS[SQLITE.name] = _expression
EXPRESSIONS[PAIRS.name] = _paired_expression
NARROWED[PAIRS.name] = _narrow
PAIRED[SQLITE.name] = _ask_pairs

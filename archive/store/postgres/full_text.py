"""The full-text index as PostgreSQL is asked: tsvector, with the stemmer of each article's language.

Unlike PostgreSQL's own configurations these know no stop words: as in SQLite each word is found. A search does not know
the language of what it finds, so that its words are stemmed for all languages the archive holds.
"""

import re
from itertools import islice
from typing import Final

from archive.store.full_text import EXPRESSIONS, MOST_FOUND, MOST_READ, NARROWED
from archive.store.plain import ELEMENTS, Asked, PlainSelect
from archive.store.postgres.dialect import NAME
from archive.store.search_words import SearchWords, Term, unspaced_runs

WEIGHTS: Final = {"title": "A", "standfirst": "B", "body": "D"}
RANKS: Final = "{0.1, 0.1, 0.4, 1.0}"
"""Of the weights D, C, B and A: a word counts ten times in the title, four times in the standfirst."""
BY_LENGTH: Final = 1
"""The rank is divided by 1 and the logarithm of the length."""
MARKS: Final = "\ue000", "\ue001"
"""Stand around a word until the caller's marks do, which may hold quotes; no page should use these characters."""
HEADLINE: Final = f"StartSel={MARKS[0]}, StopSel={MARKS[1]}, MaxWords=32, MinWords=16, MaxFragments=1"

MOST_FOUND[NAME] = 2_000
"""Ranking one reads its whole vector."""
MOST_PAIRS: Final = 100
"""Pairs of a word that are asked for; of thousands the server's stack overflows."""
MOST_READ[NAME] = 20_000
"""Its pairs have no order, so that much has them which does not hold the word."""

INDEX_FIRST: Final = PlainSelect("SELECT set_config('enable_seqscan', 'off', true)")
"""The server takes a vector for as cheap to read as a number, and would rather read them all than ask the index."""
_PUNCTUATION: Final = re.compile(r"[\W_]+")


_STEMMED: Final = PlainSelect(
    "SELECT DISTINCT CAST(to_tsquery(configuration, :typed) AS text) FROM"
    " (SELECT configuration FROM articles_fts_configurations UNION SELECT CAST('simple' AS regconfig)) AS known"
)
_HEADLINED: Final = (
    f"ts_headline(articles_fts.configuration, articles.body, CAST(:expression AS tsquery), '{HEADLINE}')"
)

ELEMENTS[NAME] |= {
    "index": "articles_fts",
    "matches": "(articles_fts.words @@ CAST(:expression AS tsquery))",
    "found": "true",
    "rank": f"ts_rank('{RANKS}', articles_fts.words, CAST(:expression AS tsquery), {BY_LENGTH})",
    "number": "articles_fts.rowid",
    "snippet": f"replace(replace({_HEADLINED}, '{MARKS[0]}', :before), '{MARKS[1]}', :after)",
    # the newest are selected before any is ranked: the server would rank all that match, and then sort
    "newest": "(SELECT articles_fts.rowid, articles_fts.words FROM articles_fts",
    # the sum, or the server would go through all numbers from the newest on and look into every vector
    "newest_end": "ORDER BY articles_fts.rowid + 0 DESC LIMIT :most) AS articles_fts",
}


def _expression(asked: Asked, words: SearchWords) -> str:
    INDEX_FIRST.rows(asked)
    wanted = " | ".join("(" + " & ".join(map(_write_term, group)) + ")" for group in words.groups)
    found = _stemmed(asked, wanted)
    if not words.unwanted:
        return found
    return f"({found}) & !({_stemmed(asked, ' | '.join(map(_write_term, words.unwanted)))})"


def _narrow(asked: Asked, words: SearchWords) -> str:
    """Write the pairs of characters that the index must have, as `articles_fts_pairs` makes them."""
    groups = [[pair for term in group for pair in _pairs(term.text)] for group in words.groups]
    INDEX_FIRST.rows(asked)
    return " | ".join("(" + " & ".join(pairs) + ")" for pairs in groups)


def _pairs(text: str) -> list[str]:
    """Give the pairs of characters in a word; of one that is alone any pair that it begins, or its place at an end."""
    runs = unspaced_runs(text)
    single = [f"'{run}':*" for run in runs if len(run) == 1]
    pairs = (f"'{run[place : place + 2]}'" for run in runs for place in range(len(run) - 1))
    return list(islice(dict.fromkeys((*single, *pairs)), MOST_PAIRS))


def _stemmed(asked: Asked, typed: str) -> str:
    """Give a search with its words stemmed for each of the archive's languages; any of them will do."""
    found = sorted(text for (text,) in _STEMMED.rows(asked, typed=typed) if text)
    return " | ".join(f"({text})" for text in found)


def _write_term(term: Term) -> str:
    """Write a word or phrase as to_tsquery reads it: https://www.postgresql.org/docs/current/datatype-textsearch.html"""
    words = [word for word in _PUNCTUATION.split(term.text) if word]
    weight = WEIGHTS[term.column] if term.column else ""
    last = len(words) - 1
    marked = [f"'{word}':{'*' if term.prefix and place == last else ''}{weight}" for place, word in enumerate(words)]
    return "(" + " <-> ".join(one.rstrip(":") for one in marked) + ")"


EXPRESSIONS[NAME] = _expression
NARROWED[NAME] = _narrow

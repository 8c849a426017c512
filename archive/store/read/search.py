"""Full-text search: the best matches, with the place in the text where the words stand.

FTS5 splits text at spaces, so of Chinese, Japanese or Thai it knows whole sentences only. Words in such scripts are
looked for as they stand, in the newest articles; on PostgreSQL in the newest that have their pairs of characters.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Final

from archive.errors import StoreError
from archive.model import Hit
from archive.store import full_text
from archive.store.database import Database
from archive.store.plain import Asked, PlainSelect
from archive.store.read.filters import IS_ARTICLE, Filter, escape_like, wanted_values
from archive.store.read.matches import find_matches
from archive.store.search_words import SearchWords, Term, parse_search
from archive.store.storable import storable_text

Marks = tuple[str, str]
BRACKETS = ("[", "]")

SCANNED = 20_000
"""Articles that are read through, the newest the filter lets through, for words that FTS5 does not know."""

SAMPLED = 25
"""Articles, the oldest and the newest, that are looked for by a word of their own where nothing was found."""

_PLAIN_WORD = re.compile("[A-Za-z]{4,20}")

AROUND = 60
"""Characters before and after the word, where there are no words to count."""

_SHOWN: Final = ", ".join(
    f"articles.{name}" for name in ("id", "url", "site", "title", "source", "published_at", "provenance")
)
_FOUND: Final = PlainSelect("SELECT rowid FROM articles_fts WHERE {matches} AND articles_fts.rowid = :number")
_HITS: Final = PlainSelect(
    f"SELECT {_SHOWN}, {{snippet}} FROM articles_fts JOIN articles ON articles.id = articles_fts.rowid"
    " WHERE {found} AND {number} IN {ids} AND articles_fts.rowid BETWEEN :least AND :greatest"
)
_ENDS: Final = [
    PlainSelect(f"SELECT id, title, substr(body, 1, 1000) FROM articles ORDER BY id{way} LIMIT {SAMPLED}")
    for way in ("", " DESC")
]


def search_articles(
    database: Database,
    typed: str,
    wanted: Filter = Filter(),  # noqa: B008 - frozen
    limit: int = 20,
    marks: Marks = BRACKETS,
    *,
    everything: bool = False,
) -> list[Hit]:
    """Find the best `limit` articles for what a person typed, best first.

    `everything`: pages that are no articles too. `marks`: put before and after the words in a snippet. Raises
    QueryError where there is no word to look for, StoreError where nothing is found because the index is damaged.
    """
    words = parse_search(storable_text(typed))
    with database.asked() as asked:
        if words.unspaced:
            return scanned_hits(asked, words, wanted, limit, marks, everything=everything)
        matches = find_matches(asked, words, wanted, limit, everything=everything)
        if not matches.numbers:
            check_index(asked, database.name)
        return hits_of(asked, matches.expression, matches.ranks, marks)


def check_index(asked: Asked, where: str) -> None:
    """Raise StoreError if articles are not found by words of their own: SQLite takes damage for an empty index."""
    for number, title, body in [row for end in _ENDS for row in end.rows(asked)]:
        if word := _PLAIN_WORD.search(f"{title or ''} {body}"):
            expression = full_text.expression_of(asked, parse_search(f'"{word[0]}"'))
            if not _FOUND.rows(asked, expression=expression, number=number):
                raise StoreError("its search index is damaged; `archive db optimize` makes it anew", where=where)


def hits_of(asked: Asked, expression: str, ranks: dict[int, float], marks: Marks) -> list[Hit]:
    """Give the articles of these numbers as hits, in their order."""
    least, greatest = min(ranks, default=0), max(ranks, default=0)
    among = {"ids": json.dumps(list(ranks)), "least": least, "greatest": greatest}
    rows = _HITS.rows(asked, expression=expression, before=marks[0], after=marks[1], **among)
    hits = {told[0]: _hit(told, snippet, ranks[told[0]]) for *told, snippet in rows}
    return [hits[number] for number in ranks]


def scanned_hits(
    asked: Asked,
    words: SearchWords,
    wanted: Filter,
    limit: int,
    marks: Marks,
    *,
    everything: bool = False,
) -> list[Hit]:
    """Find the newest articles in which the words stand, whatever they are part of."""
    conditions, values = list(wanted.plain_conditions()), wanted_values(wanted)
    if not everything and wanted.flag is None:
        conditions.append(IS_ARTICLE)
    if (expression := full_text.narrowed(asked, words)) is not None:
        conditions.append("articles.id IN (SELECT articles_fts.rowid FROM articles_fts WHERE {matches})")
        values["expression"] = expression
    read = " AND ".join(conditions or ["0 = 0"])
    last = PlainSelect(f"SELECT id FROM articles WHERE {read} ORDER BY id DESC LIMIT 1 OFFSET {SCANNED - 1}")
    values["oldest"] = last.value(asked, **values) or 0
    values["limit"] = limit

    def stands(term: Term) -> str:
        values[name := f"term_{len(values)}"] = f"%{escape_like(term.text)}%"
        columns = (term.column,) if term.column else ("title", "standfirst", "body")
        likes = [f"coalesce(articles.{column}, '') {{like}} :{name} ESCAPE '/'" for column in columns]
        return f"({' OR '.join(likes)})"

    groups = [f"({' AND '.join(map(stands, group))})" for group in words.groups]
    unwanted = "".join(f" AND NOT {stands(term)}" for term in words.unwanted)
    found = PlainSelect(
        f"SELECT {_SHOWN}, articles.body FROM articles WHERE articles.id >= :oldest AND {read}"
        f" AND ({' OR '.join(groups)}){unwanted} ORDER BY articles.id DESC LIMIT :limit"
    )
    texts = [term.text for group in words.groups for term in group]
    return [_hit(told, _around(body, texts, marks), 0.0) for *told, body in found.rows(asked, **values)]


def _around(body: str, texts: list[str], marks: tuple[str, str]) -> str:
    """Give a piece of the body with the first of the words in it, marked; its beginning, if none is there."""
    folded = body.lower()
    place, length = next(
        ((place, len(one)) for one in texts if (place := folded.find(one.lower())) >= 0 and len(folded) == len(body)),
        (0, 0),
    )
    start, end = max(0, place - AROUND), place + length + AROUND
    word = marks[0] + body[place : place + length] + marks[1] if length else ""
    piece = body[start:place] + word + body[place + length : end]
    return ("…" if start else "") + " ".join(piece.split()) + ("…" if end < len(body) else "")


def _hit(told: Sequence[Any], snippet: str, rank: float) -> Hit:
    number, url, site, title, source, published_at, provenance = told
    return Hit(number, url, site, title, source, published_at, " ".join(snippet.split()), rank, provenance)

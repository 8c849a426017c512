"""Full-text search: the best matches, with the place in the text where the words stand.

Chinese, Japanese or Thai words are found by pairs of characters. Where these do not tell exactly (PostgreSQL's have no
order; a word may have letters or signs beside them) the newest articles that have the pairs are read.
"""

import json
import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from archive.errors import StoreError
from archive.model import Hit
from archive.store import full_text
from archive.store.database import Database
from archive.store.plain import Asked, PlainSelect
from archive.store.read.filters import Filter, escape_like
from archive.store.read.matches import Matches, are_apart, find_matches, newest_matches, newest_paired
from archive.store.search_words import SearchWords, Term, parse_search, unspaced_runs
from archive.store.storable import storable_text

Marks = tuple[str, str]
BRACKETS = ("[", "]")

READ: Final = (200, 1_800)
"""Articles that are read for a word at once, first and then; most often the first have it."""

LONGEST: Final = 5_000
"""Characters of a word that is read for; SQLite takes patterns of 50,000 bytes."""

RECENT: Final = 500
"""The newest articles, that are read first for a character that is alone: to look it up takes the longer, the more of
its pairs there are, and where these are many some of the newest have it."""

SAMPLED = 25
"""Articles, the oldest and the newest, that are looked for by a word of their own where nothing was found."""

_PLAIN_WORD = re.compile("[A-Za-z]{4,20}")

AROUND = 60
"""Characters before and after the word, where there are no words to count."""

_SHOWN: Final = ", ".join(
    f"articles.{name}" for name in ("id", "url", "site", "title", "source", "published_at", "provenance")
)
_FOUND: Final = PlainSelect("SELECT articles_fts.rowid FROM {index} WHERE {matches} AND articles_fts.rowid = :number")
_SELECT_HITS: Final = (
    f"SELECT {_SHOWN}, {{snippet}} FROM {{index}} JOIN articles ON articles.id = articles_fts.rowid WHERE {{found}}"
)
_HITS: Final = PlainSelect(
    f"{_SELECT_HITS} AND {{number}} IN {{ids}} AND articles_fts.rowid BETWEEN :least AND :greatest"
)
_HITS_APART: Final = PlainSelect(f"{_SELECT_HITS} AND articles_fts.rowid IN {{ids}}")
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
        index = full_text.index_of(asked, words)
        if index is None:
            return read_hits(asked, words, wanted, limit, marks, everything=everything)
        matches = find_matches(index, words, wanted, limit, everything=everything)
        if not matches.numbers:
            check_index(index, words, database.name)
        return hits_of(index, words, matches, matches.ranks, marks)


def check_index(asked: Asked, words: SearchWords, where: str) -> None:
    """Raise StoreError if articles are not found by words of their own: SQLite takes damage for an empty index."""
    for number, title, body in [row for end in _ENDS for row in end.rows(asked)]:
        text = f"{title or ''} {body}"
        found = [run[:2] for run in unspaced_runs(text)] if words.unspaced else _PLAIN_WORD.findall(text)
        if found:
            expression = full_text.expression_of(asked, parse_search(f'"{found[0]}"'))
            if not _FOUND.rows(asked, expression=expression, number=number):
                raise StoreError("its search index is damaged; `archive db optimize` makes it anew", where=where)


def hits_of(asked: Asked, words: SearchWords, matches: Matches, ranks: Mapping[int, float], marks: Marks) -> list[Hit]:
    """Give those matches as hits, in their order."""
    least, greatest = min(ranks, default=0), max(ranks, default=0)
    among = {"ids": json.dumps(list(ranks)), "least": least, "greatest": greatest}
    select = _HITS_APART if are_apart(ranks) else _HITS
    rows = select.rows(asked, expression=matches.expression, before=marks[0], after=marks[1], **among)
    texts = _wanted_texts(words) if words.unspaced else []
    hits = {
        told[0]: _hit(told, _around(snippet, texts, marks) if texts else snippet, ranks[told[0]])
        for *told, snippet in rows
    }
    return [hits[number] for number in ranks]


def _wanted_texts(words: SearchWords) -> list[str]:
    return [term.text for group in words.groups for term in group]


def read_hits(
    asked: Asked, words: SearchWords, wanted: Filter, limit: int, marks: Marks, *, everything: bool = False
) -> list[Hit]:
    """Find the newest articles in which words without spaces stand, whatever they are part of.

    What stands beside them is looked for as it is, too. A group without such words is found as in any other search.
    """
    find = partial(newest_matches, wanted=wanted, everything=everything)
    spaced = tuple(group for group in words.groups if not any(term.unspaced for term in group))
    unspaced = tuple(group for group in words.groups if group not in spaced)
    standing: list[tuple[Any, ...]] = []
    if unspaced:
        pairs = full_text.ask_pairs(asked)
        searched = SearchWords(unspaced, words.unwanted)
        if words.single and pairs is not asked:
            standing = _read(asked, searched, newest_paired(pairs, wanted, RECENT, everything=everything), limit)
        if len(standing) < limit:
            expression = full_text.narrowed(pairs, searched)
            numbers, _ = find(pairs, expression, most=full_text.most_read(pairs))
            standing = _read(asked, searched, numbers, limit)
    if spaced:
        expression = full_text.expression_of(asked, SearchWords(spaced, ()))
        numbers, _ = find(asked, expression, most=full_text.most_found(asked))
        standing += _read(asked, SearchWords((), words.unwanted), numbers, limit)
    newest = sorted({row[0]: row for row in standing}.values(), reverse=True)
    texts = _wanted_texts(words)
    return [_hit(told, _around(body, texts, marks), 0.0) for *told, body in newest[:limit]]


def _read(asked: Asked, words: SearchWords, numbers: Sequence[int], limit: int) -> list[tuple[Any, ...]]:
    """Read the articles of these numbers, the newest first, for words as they stand; without groups, for unwanted."""
    values: dict[str, Any] = {}

    def stands(term: Term) -> str:
        values[name := f"term_{len(values)}"] = f"%{escape_like(term.text[:LONGEST])}%"
        columns = (term.column,) if term.column else ("title", "standfirst", "body")
        likes = [f"coalesce(articles.{column}, '') {{like}} :{name} ESCAPE '/'" for column in columns]
        return f"({' OR '.join(likes)})"

    groups = " OR ".join(f"({' AND '.join(map(stands, group))})" for group in words.groups)
    unwanted = "".join(f" AND NOT {stands(term)}" for term in words.unwanted)
    found = PlainSelect(
        f"SELECT {_SHOWN}, articles.body FROM articles WHERE articles.id IN {{ids}}"
        f"{groups and f' AND ({groups})'}{unwanted} ORDER BY articles.id DESC LIMIT :limit"
    )
    rows: list[tuple[Any, ...]] = []
    start, some = 0, READ[0]
    while start < len(numbers) and len(rows) < limit:
        ids = json.dumps(numbers[start : start + some])
        rows += found.rows(asked, **values, ids=ids, limit=limit - len(rows))
        start, some = start + some, READ[1]
    return rows


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

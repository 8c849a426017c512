"""Full-text search: the best matches, with the place in the text where the words stand.

FTS5 splits text at spaces, so of Chinese, Japanese or Thai it knows whole sentences only. Words in such scripts are
looked for as they stand, in the newest articles; on PostgreSQL in the newest that have their pairs of characters.
"""

import json
import re
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Text, and_, bindparam, func, not_, or_, select

from archive.errors import StoreError
from archive.model import Hit
from archive.store import full_text
from archive.store.compiled import CompiledSelect
from archive.store.database import Database
from archive.store.read.filters import Filter, is_article
from archive.store.read.matches import find_matches
from archive.store.search_words import SearchWords, Term, parse_search
from archive.store.statements import loosely_contains, numbers_in
from archive.store.storable import storable_text
from archive.store.tables import Articles

Marks = tuple[str, str]
BRACKETS = ("[", "]")

SCANNED = 20_000
"""Articles that are read through, the newest the filter lets through, for words that FTS5 does not know."""

SAMPLED = 25
"""Articles, the oldest and the newest, that are looked for by a word of their own where nothing was found."""

_PLAIN_WORD = re.compile("[A-Za-z]{4,20}")

AROUND = 60
"""Characters before and after the word, where there are no words to count."""

_SHOWN = (
    Articles.id,
    Articles.url,
    Articles.site,
    Articles.title,
    Articles.source,
    Articles.published_at,
    Articles.provenance,
)
_EXPRESSION = bindparam("expression", type_=Text())
_FOUND = CompiledSelect(
    select(full_text.INDEX.c.rowid).where(
        full_text.matching(_EXPRESSION), full_text.INDEX.c.rowid == bindparam("number")
    )
)
_HITS = CompiledSelect(
    select(*_SHOWN, full_text.snippet(bindparam("before", type_=Text()), bindparam("after", type_=Text()), _EXPRESSION))
    .join_from(full_text.INDEX, Articles, Articles.id == full_text.INDEX.c.rowid)
    .where(full_text.found(_EXPRESSION), full_text.among(numbers_in(bindparam("ids"))))
    .where(full_text.INDEX.c.rowid.between(bindparam("least"), bindparam("greatest")))
)
_TEXT = select(Articles.id, Articles.title, func.substr(Articles.body, 1, 1_000).label("body"))


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
    with database.reader() as connection:
        if words.unspaced:
            return scanned_hits(connection, words, wanted, limit, marks, everything=everything)
        matches = find_matches(connection, words, wanted, limit, everything=everything)
        if not matches.numbers:
            check_index(connection, database.name)
        return hits_of(connection, matches.expression, matches.ranks, marks)


def check_index(connection: Connection, where: str) -> None:
    """Raise StoreError if articles are not found by words of their own: SQLite takes damage for an empty index."""
    ends = Articles.id, Articles.id.desc()
    for row in [row for way in ends for row in connection.execute(_TEXT.order_by(way).limit(SAMPLED))]:
        if word := _PLAIN_WORD.search(f"{row.title or ''} {row.body}"):
            expression = full_text.expression_of(connection, parse_search(f'"{word[0]}"'))
            if not _FOUND.rows(connection, expression=expression, number=row.id):
                raise StoreError("its search index is damaged; `archive db optimize` makes it anew", where=where)


def hits_of(connection: Connection, expression: str, ranks: dict[int, float], marks: Marks) -> list[Hit]:
    """Give the articles of these numbers as hits, in their order."""
    least, greatest = min(ranks, default=0), max(ranks, default=0)
    among = {"ids": json.dumps(list(ranks)), "least": least, "greatest": greatest}
    rows = _HITS.rows(connection, expression=expression, before=marks[0], after=marks[1], **among)
    hits = {told[0]: _hit(told, snippet, ranks[told[0]]) for *told, snippet in rows}
    return [hits[number] for number in ranks]


def scanned_hits(
    connection: Connection,
    words: SearchWords,
    wanted: Filter,
    limit: int,
    marks: Marks,
    *,
    everything: bool = False,
) -> list[Hit]:
    """Find the newest articles in which the words stand, whatever they are part of."""
    conditions = [*wanted.conditions(), *([] if everything or wanted.flag else [is_article()])]
    conditions += full_text.may_hold(connection, words, Articles.id)
    newest = select(Articles.id).where(*conditions).order_by(Articles.id.desc())
    oldest = connection.scalar(newest.offset(SCANNED - 1).limit(1)) or 0
    found = (
        select(*_SHOWN, Articles.body)
        .where(Articles.id >= oldest, *conditions)
        .where(or_(*(and_(*map(_stands, group)) for group in words.groups)))
        .where(*(not_(_stands(term)) for term in words.unwanted))
        .order_by(Articles.id.desc())
        .limit(limit)
    )
    texts = [term.text for group in words.groups for term in group]
    return [_hit(told, _around(body, texts, marks), 0.0) for *told, body in connection.execute(found)]


def _stands(term: Term) -> ColumnElement[bool]:
    columns = [getattr(Articles, term.column)] if term.column else [Articles.title, Articles.standfirst, Articles.body]
    return or_(*(loosely_contains(func.coalesce(column, ""), term.text) for column in columns))


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

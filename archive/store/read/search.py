"""Full-text search: the newest matches ranked, with the place in the text where the words stand.

FTS5 splits text at spaces, so of Chinese, Japanese or Thai it knows whole sentences only. Words in such scripts are
looked for as they stand, in the newest articles; on PostgreSQL in the newest that have their pairs of characters.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    and_,
    func,
    not_,
    or_,
    select,
    text,
)

from archive.errors import StoreError
from archive.model import Hit
from archive.store import full_text
from archive.store.database import Database
from archive.store.read.filters import Filter, is_article, no_articles
from archive.store.search_words import SearchWords, Term, parse_search
from archive.store.statements import loosely_contains
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
        among = matches_among(wanted, everything=everything)
        matches = Matches(full_text.expression_of(connection, words), among)
        ranks = ranked_matches(connection, matches, limit)
        if not ranks:
            check_index(connection, database.name)
        return hits_of(connection, matches.expression, ranks, marks)


@dataclass(frozen=True, slots=True)
class Matches:
    """Articles that match an expression of the index and meet the conditions."""

    expression: str
    conditions: Sequence[ColumnElement[bool]]

    def all_conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions on the index, the expression among them."""
        return [full_text.matching(self.expression), *self.conditions]

    def select(self) -> Select[Any]:
        """Give the statement that selects their numbers."""
        return select(full_text.INDEX.c.rowid).where(*self.all_conditions())


def matches_among(wanted: Filter, *, everything: bool = False) -> list[ColumnElement[bool]]:
    """Give the conditions on the index for the articles wanted; `everything`, or a flag: pages that are none, too."""
    among: list[ColumnElement[bool]] = []
    if not everything and wanted.flag is None:
        among.append(full_text.INDEX.c.rowid.not_in(no_articles()))
    if conditions := wanted.conditions():
        among.append(full_text.among(select(Articles.id).where(*conditions)))
    return among


def ranked_matches(connection: Connection, matches: Matches, limit: int, *, few: bool = False) -> dict[int, float]:
    """Give the numbers of the best matches with their rank, best first. `few`: they are fewer than are ranked."""
    newest = matches.select().order_by(full_text.INDEX.c.rowid.desc())
    most = full_text.most_ranked(connection)
    oldest = 0 if few else connection.scalar(newest.offset(most - 1).limit(1)) or 0
    best = (
        select(full_text.INDEX.c.rowid, full_text.rank(matches.expression).label("rank"))
        .where(*matches.all_conditions(), *([full_text.INDEX.c.rowid >= oldest] if oldest else []))
        .order_by(text("rank DESC"), full_text.INDEX.c.rowid.desc())
        .limit(limit)
    )
    return {row.rowid: row.rank for row in connection.execute(best)}


def check_index(connection: Connection, where: str) -> None:
    """Raise StoreError if articles are not found by words of their own: SQLite takes damage for an empty index."""
    ends = Articles.id, Articles.id.desc()
    for row in [row for way in ends for row in connection.execute(_TEXT.order_by(way).limit(SAMPLED))]:
        if word := _PLAIN_WORD.search(f"{row.title or ''} {row.body}"):
            expression = full_text.expression_of(connection, parse_search(f'"{word[0]}"'))
            own = full_text.matching(expression), full_text.INDEX.c.rowid == row.id
            if connection.scalar(select(full_text.INDEX.c.rowid).where(*own)) is None:
                raise StoreError("its search index is damaged; `archive db optimize` makes it anew", where=where)


def hits_of(connection: Connection, expression: str, ranks: dict[int, float], marks: Marks) -> list[Hit]:
    """Give the articles of these numbers as hits, in their order."""
    numbers = full_text.INDEX.c.rowid
    found = (
        select(*_SHOWN, full_text.snippet(expression, marks).label("snippet"))
        .join_from(full_text.INDEX, Articles, Articles.id == numbers)
        .where(full_text.found(expression), full_text.among(list(ranks)))
        .where(numbers.between(min(ranks, default=0), max(ranks, default=0)))
    )
    hits = {row.id: _hit(row, row.snippet, ranks[row.id]) for row in connection.execute(found)}
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
    return [_hit(row, _around(row.body, texts, marks), 0.0) for row in connection.execute(found)]


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


def _hit(row: Any, snippet: str, rank: float) -> Hit:
    told = " ".join(snippet.split())
    return Hit(row.id, row.url, row.site, row.title, row.source, row.published_at, told, rank, row.provenance)

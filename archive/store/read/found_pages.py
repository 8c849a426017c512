"""What a search finds, page by page: by relevance or by date, the copies of one story folded into one row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from sqlalchemy import Connection, bindparam, select

from archive.model import Hit
from archive.store import full_text
from archive.store.compiled import CompiledSelect
from archive.store.database import Database
from archive.store.plain import Asked, PlainSelect
from archive.store.read.facets import NOT_COUNTED, Facets, counted_facets
from archive.store.read.filters import Filter
from archive.store.read.search import (
    Marks,
    check_index,
    conditions_among,
    find_matches,
    hits_of,
    scanned_hits,
    wanted_values,
)
from archive.store.search_words import parse_search
from archive.store.statements import numbers_in
from archive.store.storable import storable_text
from archive.store.tables import Articles

FEW: Final = 2_000
"""Matches that are looked up and sorted by date; of more, the index of dates is gone through."""

SearchOrder = Literal["relevance", "date"]


@dataclass(frozen=True, slots=True)
class FoldedCopy:
    """Another copy of a story that was found, which has no row of its own."""

    article_id: int
    site: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A story that was found: its best copy, and the others."""

    hit: Hit
    story_id: int | None
    copies: tuple[FoldedCopy, ...]


@dataclass(frozen=True, slots=True)
class FoundPage:
    """Some of what was found. `next`: where the next begins, None on the last; `total`: articles, at most 10,000;
    `facets`: how all of it divides."""

    rows: tuple[FoundRow, ...]
    next: int | None
    total: int
    facets: Facets


@dataclass(frozen=True, slots=True)
class PageOf:
    """Which page of a search: in which order, after how many matches, how many rows at most."""

    order: SearchOrder = "relevance"
    after: int = 0
    limit: int = 25


_PRINTED: Final = CompiledSelect(
    select(Articles.id, Articles.story_id, Articles.site, Articles.source).where(
        Articles.id.in_(numbers_in(bindparam("ids")))
    )
)


def find_page(database: Database, typed: str, wanted: Filter, page: PageOf, marks: Marks) -> FoundPage:
    """Find one page of the articles with these words. Raises QueryError where there is no word to look for."""
    words = parse_search(storable_text(typed))
    with database.reader() as connection:
        if words.unspaced:
            return _scanned(scanned_hits(connection, words, wanted, page.after + page.limit + 1, marks), page)
        most = full_text.most_ranked(connection)
        # half as many again, for copies take no row of their own
        window = page.after + page.limit + page.limit // 2
        matches = find_matches(connection, words, wanted, None if page.order == "date" else window)
        if not matches.total:
            check_index(connection, database.name)
        ranks = matches.ranks
        if page.order == "date":
            ranks = _dated(connection, matches.expression, wanted, matches.total, window)
        rows, taken = _folded(connection, list(ranks), page)
        some = {number: ranks[number] for number, _, _ in rows}
        hits = {hit.article_id: hit for hit in hits_of(connection, matches.expression, some, marks)}
        found = tuple(FoundRow(hits[number], story, copies) for number, story, copies in rows)
        facets = counted_facets(connection, matches.newest, matches.total)
    return FoundPage(found, taken if taken < min(matches.total, most) else None, matches.total, facets)


def _dated(asked: Asked, expression: str, wanted: Filter, total: int, limit: int) -> dict[int, float]:
    """Give the newest matches by the date of publication; those without a date come last."""
    # a sort of its own where few are found: the index of dates would be gone through to the end
    day = "articles.published_at" if total > FEW else "coalesce(articles.published_at, '')"
    newest = PlainSelect(
        "SELECT articles.id FROM articles WHERE articles.id IN"
        f" (SELECT articles_fts.rowid FROM articles_fts WHERE {conditions_among(wanted)})"
        f" ORDER BY {day} DESC, articles.id DESC LIMIT :limit"
    )
    values = wanted_values(wanted) | {"limit": limit}
    return {number: 0.0 for (number,) in newest.rows(asked, expression=expression, **values)}


def _folded(
    connection: Connection, ids: Sequence[int], page: PageOf
) -> tuple[list[tuple[int, int | None, tuple[FoldedCopy, ...]]], int]:
    """Give the rows of a page, each with its story and copies, and how many matches were gone through till its end."""
    facts = {row[0]: row[1:] for row in _PRINTED.rows(connection, ids=json.dumps(list(ids)))}
    shown: set[int] = set()
    rows: list[tuple[int, int | None]] = []
    copies: dict[int, list[FoldedCopy]] = {}
    taken = 0
    for place, number in enumerate(ids):
        story, site, source = facts[number]
        if story in shown:
            if place >= page.after and story in copies:
                copies[story].append(FoldedCopy(number, site, source))
            taken = place + 1
            continue
        if len(rows) == page.limit:
            break
        taken = place + 1
        if story is not None:
            shown.add(story)
        if place >= page.after:
            rows.append((number, story))
            if story is not None:
                copies[story] = []
    return [(number, story, tuple(copies.get(story or 0, ()))) for number, story in rows], taken


def _scanned(hits: Sequence[Hit], page: PageOf) -> FoundPage:
    """Make a page of hits in a script without spaces, the newest first."""
    some = hits[page.after : page.after + page.limit]
    rows = tuple(FoundRow(hit, None, ()) for hit in some)
    more = len(hits) > page.after + page.limit
    return FoundPage(rows, page.after + page.limit if more else None, len(hits), NOT_COUNTED)

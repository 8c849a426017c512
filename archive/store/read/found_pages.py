"""What a search finds, page by page: by relevance or by date, the copies of one story folded into one row."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from archive.model import Hit
from archive.store.database import Database
from archive.store.full_text import index_of
from archive.store.plain import Asked, PlainSelect
from archive.store.read.facets import NOT_COUNTED, Facets, counted_facets
from archive.store.read.filters import Filter
from archive.store.read.matches import find_matches
from archive.store.read.search import Marks, check_index, hits_of, read_hits
from archive.store.search_words import parse_search
from archive.store.storable import storable_text

FEW: Final = 1_000
"""Matches that are looked up and sorted by date; of more, the index of dates is gone through."""
WALKED: Final = 20_000
"""Articles of the index of dates that are gone through, the newest; what is older is looked up and sorted, too."""

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
    """Some of what was found. `next`: where the next begins, None on the last; `total`: how many articles were found;
    `complete`: there are no more; `facets`: how all of it divides."""

    rows: tuple[FoundRow, ...]
    next: int | None
    total: int
    complete: bool
    facets: Facets


@dataclass(frozen=True, slots=True)
class PageOf:
    """Which page of a search: in which order, after how many matches, how many rows at most."""

    order: SearchOrder = "relevance"
    after: int = 0
    limit: int = 25


_PRINTED: Final = PlainSelect("SELECT id, story_id, site, source FROM articles WHERE id IN {ids}")
_BY_DATE: Final = PlainSelect(
    "SELECT id FROM articles WHERE id IN {ids} ORDER BY coalesce(published_at, '') DESC, id DESC LIMIT :limit"
)
_DATED: Final = PlainSelect(
    "SELECT CAST({list}(found.id) AS TEXT) FROM (SELECT id FROM articles WHERE published_at IS NOT NULL"
    " ORDER BY published_at DESC, id DESC LIMIT :limit OFFSET :start) AS found"
)


def find_page(database: Database, typed: str, wanted: Filter, page: PageOf, marks: Marks) -> FoundPage:
    """Find one page of the articles with these words. Raises QueryError where there is no word to look for."""
    words = parse_search(storable_text(typed))
    with database.asked() as asked:
        index = index_of(asked, words)
        if index is None:
            return _page_of_read(read_hits(asked, words, wanted, page.after + page.limit + 1, marks), page)
        # half as many again, for copies take no row of their own
        window = page.after + page.limit + page.limit // 2
        matches = find_matches(index, words, wanted, 0 if page.order == "date" else window)
        if not matches.numbers:
            check_index(index, words, database.name)
        ranks = matches.ranks
        if page.order == "date":
            ranks = dict.fromkeys(_newest_dated(asked, matches.numbers, window), 0.0)
        rows, taken = _folded(asked, list(ranks), page)
        some = {number: ranks[number] for number, _, _ in rows}
        hits = {hit.article_id: hit for hit in hits_of(index, words, matches, some, marks)}
        found = tuple(FoundRow(hits[number], story, copies) for number, story, copies in rows)
        total = len(matches.numbers)
        facets = counted_facets(asked, matches.numbers)
    return FoundPage(found, taken if taken < total else None, total, matches.complete, facets)


def _newest_dated(asked: Asked, numbers: Sequence[int], limit: int) -> list[int]:
    """Give the newest of these articles by the date of publication; those without a date come last."""
    newest: list[int] = []
    if len(numbers) > FEW:
        wanted, start, some = set(numbers), 0, 4 * FEW
        while start < WALKED and len(newest) < limit:
            listed = _DATED.value(asked, start=start, limit=some) or "[]"
            newest += [number for number in json.loads(listed) if number in wanted]
            start, some = start + some, WALKED - some
        if len(newest) >= limit:
            return newest[:limit]
    rows = _BY_DATE.rows(asked, ids=json.dumps(numbers), limit=limit)
    return [number for (number,) in rows]


def _folded(
    asked: Asked, ids: Sequence[int], page: PageOf
) -> tuple[list[tuple[int, int | None, tuple[FoldedCopy, ...]]], int]:
    """Give the rows of a page, each with its story and copies, and how many matches were gone through till its end."""
    facts = {row[0]: row[1:] for row in _PRINTED.rows(asked, ids=json.dumps(list(ids)))}
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


def _page_of_read(hits: Sequence[Hit], page: PageOf) -> FoundPage:
    """Make a page of articles that were read for the words, the newest first."""
    some = hits[page.after : page.after + page.limit]
    rows = tuple(FoundRow(hit, None, ()) for hit in some)
    more = len(hits) > page.after + page.limit
    return FoundPage(rows, page.after + page.limit if more else None, len(hits), True, NOT_COUNTED)

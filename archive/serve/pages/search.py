"""The search: words and filters, with counts beside each filter; copies of one story are one row."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final, cast, get_args

from archive.app import Archive
from archive.errors import UsageError
from archive.serve.pages.asked import LINES, Data, Query, filter_of, number_of, plain
from archive.store.read.filters import Filter
from archive.store.read.found_pages import FoundRow, PageOf, SearchOrder
from archive.store.read.listed import ListedLine

MARKS: Final = ("\ue000", "\ue001")
"""Stand around the words of a search in a snippet until it is cut into pieces; of Unicode's private use."""
ORDERS: Final = get_args(SearchOrder)


def search_page(archive: Archive, query: Query) -> Data:
    """Give a page of the matches for the words `q` among the articles that the other parameters name; without words
    all of these, the newest first."""
    words, wanted = query.get("q", "").strip(), filter_of(query)
    order = query.get("order") or "relevance"
    if order not in ORDERS:
        raise UsageError.unknown("order", order, ORDERS)
    data: Data = {"q": words, "order": order, "filter": plain(wanted)}
    if not words:
        listed = list_articles(archive, query, wanted)
        return (
            data
            | {"facets": plain(archive.facets("", wanted))}
            | listed
            | {"hits": [], "total": None, "complete": None}
        )
    page = PageOf(cast("SearchOrder", order), number_of(query, "after") or 0, LINES)
    found = archive.find(words, wanted, page, marks=MARKS)
    hits = [_found(row) for row in found.rows]
    counts = {"facets": plain(found.facets), "total": found.total, "complete": found.complete}
    return data | counts | {"hits": hits, "articles": [], "next": found.next}


def list_articles(archive: Archive, query: Query, wanted: Filter) -> Data:
    """Give a page of articles, the newest first; copies of one story on a page are one row."""
    lines = archive.lines(wanted, before=number_of(query, "after"), limit=LINES)
    return {"articles": list(_folded(lines)), "next": lines[-1].id if len(lines) == LINES else None}


def cut_marked(snippet: str) -> Iterator[tuple[str, bool]]:
    """Cut a snippet into pieces: (text, whether it is one of the words that were searched)."""
    first, *others = snippet.split(MARKS[0])
    if first:
        yield first, False
    for piece in others:
        word, _, after = piece.partition(MARKS[1])
        yield word, True
        if after:
            yield after, False


def _found(row: FoundRow) -> Data:
    copies = [plain(copy) for copy in row.copies]
    hit = plain(row.hit) | {"snippet": list(cut_marked(row.hit.snippet))}
    return hit | {"story_id": row.story_id, "copies": copies}


def _folded(lines: Sequence[ListedLine]) -> Iterator[Data]:
    """Give each story once, with the copies beside it."""
    stories = {
        story: list(some)
        for story, some in groupby(sorted(lines, key=lambda one: one.story_id or 0), key=lambda one: one.story_id)
    }
    for line in lines:
        same = stories[line.story_id] if line.story_id else [line]
        if line is same[0]:
            copies = [{"article_id": one.id, "site": one.site, "source": one.source} for one in same[1:]]
            yield plain(line) | {"copies": copies}

"""What an article said before, and what two of its revisions say otherwise."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Final

from archive.app import Archive
from archive.errors import UsageError
from archive.render.diff import FIELDS, GONE, NEW, SAME, Piece, changed_paragraphs
from archive.serve.pages.asked import Data, Query
from archive.store.read.catalog import Revision

TOLD: Final = ("number", "seen_at", "change", "title", "digest", "extractor")
VIEWS: Final = ("line", "side")


def history_page(archive: Archive, number: int, query: Query) -> Data:
    """Give an article's revisions, and what two of them say otherwise: the newest and the one before, if not told."""
    revisions = archive.history(number)
    by_number = {revision.number: revision for revision in revisions}
    pairs = list(pairwise(revisions))
    old, new = (_chosen(by_number, query, name) for name in ("old", "new"))
    if old is None or new is None:
        old, new = pairs[-1] if pairs else (None, None)
    view = query.get("view") or VIEWS[0]
    if view not in VIEWS:
        raise UsageError.unknown("view", view, VIEWS)
    data: Data = {"id": number, "title": revisions[-1].title, "view": view}
    data["revisions"] = [{name: getattr(one, name) for name in TOLD} for one in revisions]
    if old and new:
        changes = {name: list(changed_paragraphs(getattr(old, name), getattr(new, name))) for name in FIELDS}
        data |= {"old": old.number, "new": new.number, "changes": changes}
    return data


def shown_changes(paragraphs: Iterable[list[Piece]], most: int = 200_000) -> Iterator[Data]:
    """Give what a page shows of a comparison: paragraphs that differ, in one line and in two columns, and how many
    between them are the same; at most so many characters."""
    same, length = 0, 0
    for pieces in paragraphs:
        if all(piece.kind == SAME for piece in pieces):
            same += 1
            continue
        length += sum(len(piece.text) for piece in pieces)
        if length > most:
            yield {"same": same, "cut": True}
            return
        if same:
            yield {"same": same}
            same = 0
        yield {
            "pieces": pieces,
            "old": [piece for piece in pieces if piece.kind != NEW],
            "new": [piece for piece in pieces if piece.kind != GONE],
        }
    if same:
        yield {"same": same}


def _chosen(revisions: Mapping[int, Revision], query: Query, name: str) -> Revision | None:
    given = query.get(name, "")
    if not given:
        return None
    if not given.isdecimal() or int(given) not in revisions:
        known = ", ".join(map(str, revisions))
        raise UsageError(f"there is no revision {given[:30]!r}; there are {known}", where=name)
    return revisions[int(given)]

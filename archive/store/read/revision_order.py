"""The order of an article's revisions."""

from collections.abc import Iterable
from typing import Protocol, TypeVar


class Placed(Protocol):
    """A revision, and whether it was fetched by the run that stored it."""

    @property
    def fetched(self) -> bool | None: ...
    @property
    def seen_at(self) -> str: ...


Row = TypeVar("Row", bound=Placed)


def in_order(rows: Iterable[Row]) -> list[Row]:
    """Order revisions, given by their numbers, oldest first.

    A page that was fetched comes after all that was stored before it, whatever the clock said; an old one that came in
    late, such as a file, has its place by its time.
    """
    told: list[Row] = []
    for row in rows:
        later = (place for place, one in enumerate(told) if one.seen_at > row.seen_at)
        told.insert(len(told) if row.fetched else next(later, len(told)), row)
    return told

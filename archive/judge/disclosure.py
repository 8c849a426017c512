"""Tell whether a site says that it changed an article: by a notice, or by a newer time of change. Pure."""

from dataclasses import dataclass

from archive.judge.change import Change
from archive.model import Disclosure

DAY = 10
"""Characters of a time that tell the day."""


@dataclass(frozen=True, slots=True)
class Dated:
    """The times of a revision. `modified_at`: when its page said that it was last changed, if it is known."""

    seen_at: str
    modified_at: str | None = None


def find_disclosure(kind: str, old: Dated, new: Dated) -> Disclosure | None:
    """Tell how a change is disclosed; None: it is silent. `kind`: of the change.

    Where it is not known what time the older page gave, a newer one is one after that page was seen.
    """
    if kind == Change.CORRECTION:
        return "notice"
    if new.modified_at is not None and _is_newer(new.modified_at, old.modified_at or old.seen_at):
        return "time"
    return None


def _is_newer(time: str, other: str) -> bool:
    """Compare two times, by the day where one of them tells no more."""
    if "T" not in time or "T" not in other:
        time, other = time[:DAY], other[:DAY]
    return time > other

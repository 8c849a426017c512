"""Weigh what feeds and sitemaps say of changed articles: by how often the same word of each site was true.

    chance = (1 + true) / (4 + answered)

answered: pings after which a visit saw the article; true: those after which it had changed. A site that is not known
yet is believed in one of four; one that calls all its articles changed, each night, in none after a few dozen visits.
Of a site that is not known few pings are kept at once, and more the more of them were true: so a sitemap that calls a
hundred thousand articles changed costs neither a night nor as many rows.

Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

PRIOR: Final = 1.0, 4.0
"""Pings that were true, and that were answered, before any was."""
FIRST: Final = 20
"""Pings of a site that may wait for their visits while none was true."""
MORE: Final = 10
"""How many more may wait for each that was true."""


@dataclass(frozen=True, slots=True)
class PingRecord:
    """The pings of a site so far: `answered` by visits, `true` ones among them, and those that are `waiting`."""

    site: str | None
    answered: int
    true: int
    waiting: int


def ping_truth(answered: int, true: int) -> float:
    """Give the chance that an article changed of which its site says so."""
    return (PRIOR[0] + true) / (PRIOR[1] + answered)


UNKNOWN_TRUTH: Final = ping_truth(0, 0)
"""That of a site none of whose pings was answered yet."""


class PingRoom:
    """Tells how many more pings of each site may wait."""

    def __init__(self, records: Iterable[PingRecord]) -> None:
        self._left: dict[str | None, int] = {one.site: FIRST + MORE * one.true - one.waiting for one in records}

    def take(self, site: str | None) -> bool:
        """Take room for one more ping of a site; tell whether there was some."""
        left = self._left.get(site, FIRST)
        self._left[site] = left - 1
        return left > 0

"""Weigh what feeds and sitemaps say of changed articles: by how often the same word of each site was true.

    q = s·(2 + t) / (3 + n)                       s = B / (B + A)
    A = r^t·(1 − r)^(n − t)                       B = 2·(t + 1)!·(n − t)! / (n + 2)!

n: pings after which a visit saw the article; t: true ones, after which it had changed. Half of all sites are taken to
say nothing by them: theirs are true as often as chance is, r (A). Those of the others are true in any share, rather a
high one (B: its density is 2x). s: how likely a site is one of the others; q: the chance that an article changed of
which it says so. r: the share that would have changed by what is expected of any article, or up to twice that where
more did, since no better is it known. So a site that is not known is believed in one of three; one that calls all its
articles changed, each night, in one of seventy after five visits, and of two hundred and fifty after ten.

Of a site that is not known few pings are kept at once, and more the more of them were true: so a sitemap that calls a
hundred thousand articles changed costs neither a night nor as many rows.

Pure.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from math import exp, lgamma, log
from typing import Final

FIRST: Final = 20
"""Pings of a site that may wait for their visits while none was true."""
MORE: Final = 10
"""How many more may wait for each that was true."""
UNSURE: Final = 2.0
"""How much more often than expected articles may change by chance."""
LEAST: Final = 0.001
"""The share that chance makes true at least, and false."""


@dataclass(frozen=True, slots=True)
class PingRecord:
    """The pings of a site so far: n, t, how many were `expected` to be true, and those `waiting` for a visit."""

    site: str | None
    answered: int
    true: int
    expected: float
    waiting: int


def ping_truth(answered: int, true: int, expected: float) -> float:
    """Give q, the chance that an article changed of which its site says so."""
    r = min(max(true, expected), UNSURE * expected) / max(answered, 1)
    r = min(max(r, LEAST), 1 - LEAST)
    by_chance = true * log(r) + (answered - true) * log(1 - r)
    by_word = log(2) + lgamma(true + 2) + lgamma(answered - true + 1) - lgamma(answered + 3)
    sincere = 1 / (1 + exp(min(by_chance - by_word, 700.0)))
    return sincere * (2 + true) / (3 + answered)


UNKNOWN_TRUTH: Final = ping_truth(0, 0, 0.0)
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

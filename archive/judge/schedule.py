"""Choose the articles to visit tonight: those most likely to say something new, above all what is new today.

    score = p(since it was seen) + w·p(in the last day, since it was seen)                                   w = 3
    p = max(1 − exp(−m·ΔΛ), q)                    ΔΛ = Σ over age bins b of r_b × (hours of that time that fall in b)
    m = (A·m_site + n) / (A + E)                  m_site = (3 + n_site) / (3 + E_site)                     A = 0.7

p: the chance that an article changed in a time. What changed long ago is as late another night; what changed today is
seen within a day by tonight's visit alone. r_b: changes an hour of an average article of that age, learned anew each
night from the checks. n: changes seen, E: those an average article would have had in the time it was watched; n_site,
E_site: their sums over a site. So m is the mean of the posterior of a Gamma–Poisson model whose prior is the site's
own, and the site's that of all sites. A check over X = ΔΛ adds X to E; one that finds a change adds mX / (1 − e^(−mX))
to n, for behind it may be more than one. q: how often the site is right to say that an article changed
(`judge.pings`), where it says so of this one and that time; else 0.

Times are hours, from any one beginning. Pure.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import expm1

from archive.judge.pings import UNKNOWN_TRUTH

EDGES = (24.0, 72.0, 168.0, 336.0, 720.0, 2160.0)
"""Where the age bins end: 1, 3, 7, 14, 30 and 90 days. The last bin has no end."""

PRIOR = (0.02, 0.004, 0.0015, 0.0006, 0.0003, 0.0001, 0.00003)
"""Changes an hour in each bin that are assumed before anything was seen: half of all articles change on their first
day, one in fifty in a month a year later. A few dozen checks outweigh it."""

PRIOR_CHANGES = 3.0
"""How many changes in each bin the prior is worth."""

ARTICLE_WEIGHT = 0.7
SITE_WEIGHT = 3.0
"""Expected changes until an article's own past counts as much as its site's, and a site's as much as all sites'."""

LAST_DAY = 24.0
TODAY_WEIGHT = 3.0
"""How much more a change of the last day counts (docs/decisions/recrawl.md says what 0 to 8 see and catch)."""

ROUNDS = 12
"""Of expectation and maximisation; the rates move by under one in a hundred after eight."""

Rates = tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Visit:
    """An article that may be visited. `born`: published, or first seen; `seen`: when its text was last known.

    `visited`: the last attempt, be it a failure. `changes`, `expected`: n and E above. `urgent`: it must be looked at
    again (a page that was missing once). `pinged`: when it changed since, if its site says so.
    """

    url: str
    site: str | None
    host: str
    born: float
    seen: float
    visited: float
    changes: float = 0.0
    expected: float = 0.0
    urgent: bool = False
    pinged: float | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A past observation: whether an article of that birth changed between `since` and `until`. `m`: its multiplier."""

    born: float
    since: float
    until: float
    changed: bool
    m: float = 1.0


@dataclass(frozen=True, slots=True)
class Curve:
    """Counts the changes of an average article up to any age. `totals`: at the beginning of each bin."""

    rates: Rates
    totals: tuple[float, ...]

    def between(self, born: float, since: float, until: float) -> float:
        """Give ΔΛ, the changes of an average article in that time; none before its birth."""
        return self._until(until - born) - self._until(since - born)

    def _until(self, age: float) -> float:
        """Give the changes from birth to an age."""
        if age <= 0:
            return 0.0
        index = bisect_right(EDGES, age)
        return self.totals[index] + self.rates[index] * (age - (EDGES[index - 1] if index else 0.0))


def rates_from(rates: Sequence[float]) -> Curve:
    """Make the curve of seven rates, changes an hour."""
    spans = (end - begin for begin, end in zip((0.0, *EDGES), EDGES, strict=False))
    totals = accumulate((rate * span for rate, span in zip(rates, spans, strict=False)), initial=0.0)
    return Curve(tuple(rates), tuple(totals))


def learn_rates(checks: Iterable[Check]) -> Curve:
    """Learn the rates under which the checks are likeliest, given the prior, in time linear in their number.

    A check tells only that there was a change, or none. So by expectation and maximisation (Dempster, Laird and Rubin,
    1977): each check that found one holds X / (1 − e^(−X)) changes, X = m·ΔΛ, shared among the bins as ΔΛ is; a rate
    is the changes in its bin over the hours watched there, each check's hours counted m times.
    """
    watched = [PRIOR_CHANGES / rate for rate in PRIOR]
    found: list[tuple[float, list[tuple[int, float]]]] = []
    for check in checks:
        hours = list(_hours(check.since - check.born, check.until - check.born))
        for index, span in hours:
            watched[index] += check.m * span
        if check.changed and hours:
            found.append((check.m, hours))
    rates = list(PRIOR)
    for _ in range(ROUNDS):
        changes = [PRIOR_CHANGES] * len(rates)
        for m, hours in found:
            parts = [(index, m * rates[index] * span) for index, span in hours]
            total = sum(part for _, part in parts)
            held = changes_behind(total) / total
            for index, part in parts:
                changes[index] += part * held
        rates = [count / time for count, time in zip(changes, watched, strict=True)]
    return rates_from(rates)


def _hours(since: float, until: float) -> Iterator[tuple[int, float]]:
    """Count the hours of a time, given as ages, that fall in each bin."""
    begin = max(since, 0.0)
    while begin < until:
        index = bisect_right(EDGES, begin)
        end = min(until, EDGES[index]) if index < len(EDGES) else until
        yield index, end - begin
        begin = end


def changes_behind(expected: float) -> float:
    """Estimate the changes where at least one is seen and so many were expected: X / (1 − e^(−X))."""
    return expected / -expm1(-expected) if expected > 1e-9 else 1.0


def site_multipliers(articles: Iterable[tuple[str | None, float, float]]) -> dict[str | None, float]:
    """Give m_site of each site: how much more its articles change than those of all sites. Given as (site, n, E)."""
    sums: defaultdict[str | None, list[float]] = defaultdict(lambda: [SITE_WEIGHT, SITE_WEIGHT])
    for site, changes, expected in articles:
        if expected:
            sums[site][0] += changes
            sums[site][1] += expected
    return {site: changes / expected for site, (changes, expected) in sums.items()}


def article_multiplier(changes: float, expected: float, site: float) -> float:
    """Give m of an article: how much more it changes than an average one. `site`: m of its site, 1 if unknown."""
    return (ARTICLE_WEIGHT * site + changes) / (ARTICLE_WEIGHT + expected)


@dataclass(frozen=True, slots=True)
class Learnt:
    """The knowledge of a night: the curve, how much each site's articles change, and what a change of today counts.

    `truths`: how often each site is right to say that an article changed.
    """

    rates: Curve
    sites: Mapping[str | None, float]
    today: float = TODAY_WEIGHT
    truths: Mapping[str | None, float] = field(default_factory=dict)

    def multiplier(self, site: str | None, changes: float, expected: float) -> float:
        """Give m of an article."""
        return article_multiplier(changes, expected, self.sites.get(site, 1.0))


def visit_score(visit: Visit, learnt: Learnt, now: float) -> float:
    """Give how much a visit is worth: the chances that an article changed since it was seen, and in the last day."""
    m, day_ago = learnt.multiplier(visit.site, visit.changes, visit.expected), now - LAST_DAY
    ever = -expm1(-m * learnt.rates.between(visit.born, visit.seen, now))
    today = -expm1(-m * learnt.rates.between(visit.born, max(visit.seen, day_ago), now))
    if visit.pinged is not None:
        truth = learnt.truths.get(visit.site, UNKNOWN_TRUTH)
        ever = max(ever, truth)
        today = max(today, truth) if visit.pinged >= day_ago else today
    return ever + learnt.today * today


def count_visit(changes: float, expected: float, m: float, x: float, changed: bool) -> tuple[float, float]:
    """Give n and E after one more check over X = ΔΛ of an article of multiplier m."""
    return changes + (changes_behind(m * x) if changed else 0.0), expected + x

"""What each way of choosing tonight's visits would have found: in invented worlds, or in the archive's own past. Pure.

A world is a list of pages, each with its birth and the times of its changes. A policy sees what a crawler sees: births,
and at each visit whether the page changed since the visit before.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from random import Random
from typing import Protocol

from archive.judge.schedule import (
    Check,
    Learnt,
    Visit,
    article_multiplier,
    choose_visits,
    count_visit,
    learn_rates,
    rates_from,
    site_multipliers,
)

DAY = 24.0
SHARE = 0.025
"""Visits a night, as a share of the articles there are."""


@dataclass(frozen=True, slots=True)
class SimulatedArticle:
    """A page of a world. `changes`: the hours at which its text changed, in order."""

    url: str
    site: str
    born: float
    changes: tuple[float, ...]

    def newest(self, now: float) -> int:
        """How many of its changes have happened."""
        return bisect_right(self.changes, now)

    def changed(self, since: float, until: float) -> bool:
        """Whether a visit then finds another text than the visit before."""
        return self.newest(until) > self.newest(since)


@dataclass(frozen=True, slots=True)
class World:
    """Pages, and the nights on which they are visited: the hours from `begin`, a night each day."""

    name: str
    pages: tuple[SimulatedArticle, ...] = field(repr=False)
    begin: float
    nights: int


class Policy(Protocol):
    """A way to choose. It is told what each visit found."""

    def choose(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        """At most `budget` of the pages that are known."""

    def saw(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        """What a visit found."""


@dataclass(frozen=True, slots=True)
class Score:
    """What a policy found: `caught` new texts in so many `visits`, of all the `changes` there were."""

    policy: str
    visits: int
    caught: int
    changes: int

    @property
    def per_hundred(self) -> float:
        """New texts caught in a hundred visits."""
        return 100 * self.caught / self.visits if self.visits else 0.0


def replay_nights(world: World, name: str, policy: Policy, share: float = SHARE) -> Score:
    """Every night of the world under one policy."""
    seen = {page.url: page.born for page in world.pages}
    pages = sorted(world.pages, key=lambda page: page.born)
    births = [page.born for page in pages]
    visits = caught = 0
    for night in range(world.nights):
        now = world.begin + night * DAY
        known = pages[: bisect_right(births, now)]
        for page in policy.choose(known, now, max(1, round(share * len(known)))):
            changed = page.changed(seen[page.url], now)
            seen[page.url] = now
            visits += 1
            caught += changed
            policy.saw(page, now, changed)
    end = world.begin + (world.nights - 1) * DAY
    return Score(name, visits, caught, sum(page.newest(end) for page in pages))


class Oldest:
    """The page that was not visited for longest."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}

    def choose(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        return sorted(known, key=lambda page: self._seen.get(page.url, page.born))[:budget]

    def saw(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        self._seen[page.url] = now


class Newest:
    """The page that was published last."""

    def choose(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        return known[-budget:]

    def saw(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        """Learns nothing."""


@dataclass(slots=True)
class Adaptive:
    """An interval a page, shorter after a change, longer after none; the page that is most overdue first.

    `first`, `least`, `most`: hours. `slower`, `faster`: by what share it grows and shrinks. `sync`: the next visit is
    moved forward by this share of the time since the last change, as Nutch does.
    """

    first: float
    least: float
    most: float
    slower: float
    faster: float
    sync: float = 0.0
    _interval: dict[str, float] = field(default_factory=dict)
    _due: dict[str, float] = field(default_factory=dict)
    _modified: dict[str, float] = field(default_factory=dict)

    def choose(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        return sorted(known, key=lambda page: self._due.get(page.url, page.born + self.first))[:budget]

    def saw(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        interval = self._interval.get(page.url, self.first)
        interval *= 1 - self.faster if changed else 1 + self.slower
        modified = self._modified[page.url] = now if changed else self._modified.get(page.url, page.born)
        quiet = now - modified
        if self.sync:
            interval = max(interval, quiet)
        interval = min(max(interval, self.least), self.most)
        self._interval[page.url] = interval
        self._due[page.url] = now - self.sync * quiet + interval


def nutch() -> Adaptive:
    """Nutch's AdaptiveFetchSchedule with the values of nutch-default.xml: 30 days at first, +40 %, −20 %, sync 0.3."""
    return Adaptive(first=30 * DAY, least=1 / 60, most=365 * DAY, slower=0.4, faster=0.2, sync=0.3)


def stormcrawler() -> Adaptive:
    """StormCrawler's AdaptiveScheduler: a day at first, +50 %, −50 %, between an hour and a year."""
    return Adaptive(first=DAY, least=1.0, most=365 * DAY, slower=0.5, faster=0.5)


class Ours:
    """The rule of `archive.judge.schedule`, its curve learned anew each night."""

    def __init__(self) -> None:
        self._visits: dict[str, Visit] = {}
        self._checks: deque[Check] = deque(maxlen=3000)
        self._rates = rates_from(learn_rates(()).rates)
        self._sites: dict[str | None, float] = {}

    def choose(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        self._rates = learn_rates(self._checks)
        visits = [self._visit(page) for page in known]
        self._sites = site_multipliers((visit.site, visit.changes, visit.expected) for visit in visits)
        pages = {page.url: page for page in known}
        choices = choose_visits(visits, Learnt(self._rates, self._sites), now, most=budget, per_host=budget)
        return [pages[visit.url] for visit in choices]

    def saw(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        visit = self._visit(page)
        m = article_multiplier(visit.changes, visit.expected, self._sites.get(visit.site, 1.0))
        x = self._rates.between(visit.born, visit.seen, now)
        self._checks.append(Check(visit.born, visit.seen, now, changed, m))
        n, e = count_visit(visit.changes, visit.expected, m, x, changed)
        self._visits[page.url] = replace(visit, seen=now, visited=now, changes=n, expected=e)

    def _visit(self, page: SimulatedArticle) -> Visit:
        known = self._visits.get(page.url)
        return known or Visit(page.url, page.site, page.site, page.born, page.born, page.born)


class Oracle:
    """Knows which pages have changed. No crawler can; it is the most that visits could find."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}

    def choose(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        return sorted(known, key=lambda page: not page.changed(self._seen.get(page.url, page.born), now))[:budget]

    def saw(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        self._seen[page.url] = now


POLICIES: dict[str, Callable[[], Policy]] = {
    "ours": Ours,
    "oldest first": Oldest,
    "newest first": Newest,
    "Nutch": nutch,
    "StormCrawler": stormcrawler,
    "oracle": Oracle,
}


def steep(age: float) -> float:
    """Changes an hour: one in seventeen hours at first, half of that each day and a half later; few after a week."""
    return float(0.06 * 0.5 ** (age / 36) + 0.00005)


def heavy(age: float) -> float:
    """Changes an hour: falling as a power of age, so that old articles still change."""
    return float(0.03 / (1 + age / 24))


def flat(age: float) -> float:
    """Changes an hour: the same at any age, one in 140 days; what differs is the article."""
    return 0.0003


WORLDS: dict[str, Callable[[float], float]] = {"steep decay": steep, "heavy tail": heavy, "flat": flat}


def invent(
    name: str, rate: Callable[[float], float], random: Random, *, articles: int = 1200, nights: int = 270
) -> World:
    """A world whose pages change at `rate(age)` times what is their own and their site's.

    Forty sites; articles are born evenly over ninety days before, and during, the nights. What is a site's and an
    article's own is drawn from log-normal distributions of mean 1 (sigma 0.8 and 2): most articles hardly change, a few
    all the time. That is not the distribution which the rule assumes.
    """
    begin = 90 * DAY
    end = begin + nights * DAY
    sites = [random.lognormvariate(-0.32, 0.8) for _ in range(40)]
    pages = []
    for number in range(articles):
        site, born = random.randrange(len(sites)), random.uniform(0, end)
        m = sites[site] * random.lognormvariate(-2.0, 2.0)
        pages.append(
            SimulatedArticle(f"page {number}", f"site {site}", born, tuple(_times(rate, m, born, end, random)))
        )
    return World(name, tuple(pages), begin, nights)


def _times(rate: Callable[[float], float], m: float, born: float, end: float, random: Random) -> Iterator[float]:
    """The times of a Poisson process by thinning (Lewis and Shedler, 1979); the rate never rises with age."""
    now = born
    while True:
        most = m * rate(now - born)
        now += random.expovariate(most)
        if now >= end:
            return
        if random.random() * most < m * rate(now - born):
            yield now


def scores(worlds: Sequence[World], share: float = SHARE) -> Iterator[tuple[str, list[Score]]]:
    """Each world with what every policy found in it."""
    for world in worlds:
        yield world.name, [replay_nights(world, name, policy(), share) for name, policy in POLICIES.items()]


def invented(seed: int = 1) -> list[World]:
    """The three worlds, the same for the same seed."""
    return [invent(name, rate, Random(f"{seed} {name}")) for name, rate in WORLDS.items()]

"""Foreign ways to choose visits, and three invented worlds to compare them in with ours."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from random import Random

from archive.judge.replay import DAY, POLICIES, Ours, Policy, SimulatedArticle, World
from bench.world.pings import tell_changes


@dataclass(slots=True)
class Adaptive:
    """Keep an interval for each page, shorter after a change, longer after none; choose what is most overdue.

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

    def choose_articles(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        return sorted(known, key=lambda page: self._due.get(page.url, page.born + self.first))[:budget]

    def learn_visit(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        interval = self._interval.get(page.url, self.first)
        interval *= 1 - self.faster if changed else 1 + self.slower
        modified = self._modified[page.url] = now if changed else self._modified.get(page.url, page.born)
        quiet = now - modified
        if self.sync:
            interval = max(interval, quiet)
        interval = min(max(interval, self.least), self.most)
        self._interval[page.url] = interval
        self._due[page.url] = now - self.sync * quiet + interval


def nutch_policy() -> Adaptive:
    """Make Nutch's AdaptiveFetchSchedule as nutch-default.xml has it: 30 days at first, +40 %, −20 %, sync 0.3."""
    return Adaptive(first=30 * DAY, least=1 / 60, most=365 * DAY, slower=0.4, faster=0.2, sync=0.3)


def stormcrawler_policy() -> Adaptive:
    """Make StormCrawler's AdaptiveScheduler: a day at first, +50 %, −50 %, between an hour and a year."""
    return Adaptive(first=DAY, least=1.0, most=365 * DAY, slower=0.5, faster=0.5)


UNHEARD = "ours, without pings"
VERSIONS_ALONE = "ours, today as any day"
ALL_POLICIES: Mapping[str, Callable[[], Policy]] = {
    **POLICIES,
    UNHEARD: lambda: Ours(heeds=False),
    VERSIONS_ALONE: lambda: Ours(today=0.0, heeds=False),
    "Nutch": nutch_policy,
    "StormCrawler": stormcrawler_policy,
}


def steep_rate(age: float) -> float:
    """Give the changes an hour: one in seventeen hours at first, half of that each 36 hours later; few after a week."""
    return float(0.06 * 0.5 ** (age / 36) + 0.00005)


def heavy_rate(age: float) -> float:
    """Give the changes an hour: falling as a power of age, so that old articles still change."""
    return float(0.03 / (1 + age / 24))


def flat_rate(age: float) -> float:
    """Give the changes an hour: the same at any age, one in 140 days; what differs is the article."""
    return 0.0003


def published_rate(age: float) -> float:
    """Give the changes an hour that make as many articles change as was counted of real ones.

    GDELT's difference graph has 15.1 % changed after 24 hours and 17.9 % after seven days; a paper at S&P 2024 has
    27.4 % within months, here 120 days. Fitted for articles that differ as
    `PUBLISHED_SPREADS` says: an average one changes .185 times on its first day, .228 times in a week, .398 in all.
    Nothing is published of what comes later: next to nothing does.
    """
    return 0.0077 if age < DAY else 0.0003 if age < 7 * DAY else 0.000063 if age < 120 * DAY else 0.000001


WORLDS: dict[str, Callable[[float], float]] = {
    "steep decay": steep_rate,
    "heavy tail": heavy_rate,
    "flat": flat_rate,
}


SPREADS = (0.8, 2.0)
PUBLISHED_SPREADS = (0.4, 0.9)
"""Sigmas of what is a site's own and an article's own, in the worlds that are all ours and in the published one."""
LEARNING = 60
"""Nights of the published world that are not counted."""


def invent_world(
    name: str,
    rate: Callable[[float], float],
    random: Random,
    *,
    articles: int = 1200,
    nights: int = 270,
    spreads: tuple[float, float] = SPREADS,
) -> World:
    """Invent a world whose pages change at `rate(age)` times what is their own and their site's.

    Forty sites; articles are born evenly over ninety days before, and during, the nights. What is a site's and an
    article's own is drawn from log-normal distributions of mean 1 (`spreads`: their sigmas): most articles hardly
    change, a few all the time. That is not the distribution which the rule assumes.
    """
    begin = 90 * DAY
    end = begin + nights * DAY
    site_spread, spread = spreads
    sites = [random.lognormvariate(-site_spread * site_spread / 2, site_spread) for _ in range(40)]
    pages = []
    for number in range(articles):
        site, born = random.randrange(len(sites)), random.uniform(0, end)
        m = sites[site] * random.lognormvariate(-spread * spread / 2, spread)
        pages.append(
            SimulatedArticle(f"page {number}", f"site {site}", born, tuple(_times(rate, m, born, end, random)))
        )
    return World(name, tuple(pages), begin, nights)


def _times(rate: Callable[[float], float], m: float, born: float, end: float, random: Random) -> Iterator[float]:
    """Draw the times of a Poisson process by thinning (Lewis and Shedler, 1979); the rate never rises with age."""
    now = born
    while True:
        most = m * rate(now - born)
        now += random.expovariate(most)
        if now >= end:
            return
        if random.random() * most < m * rate(now - born):
            yield now


def invent_worlds(seed: int = 1) -> list[World]:
    """Invent the three worlds, the same for the same seed."""
    return [invent_world(name, rate, Random(f"{seed} {name}")) for name, rate in WORLDS.items()]


def invent_published_world(seed: int = 1) -> World:
    """Invent a world that changes as it was counted of real pages, after nights in which nothing is counted."""
    nights, random = LEARNING + 270, Random(f"{seed} published")
    world = invent_world("published", published_rate, random, nights=nights, spreads=PUBLISHED_SPREADS)
    return replace(world, uncounted=LEARNING)


def invent_telling_worlds(seed: int = 1) -> list[World]:
    """Invent the published world, and the one of the three whose old articles still change, with what sites say."""
    heavy = invent_world("heavy tail", heavy_rate, Random(f"{seed} heavy tail"))
    return [tell_changes(world, seed) for world in (invent_published_world(seed), heavy)]

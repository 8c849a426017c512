"""Replay the archive's own past under several ways of choosing visits, and tell what each would have found. Pure.

A world is a list of articles, each with its birth, the times of its changes, and those that its site tells. A policy
sees what a crawler sees: births, what was told, and at each visit whether the article changed since the visit before.
"""

from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import expm1
from typing import Protocol

from archive.judge.pings import PingRecord, PingRoom, ping_truth
from archive.judge.schedule import (
    TODAY_WEIGHT,
    Check,
    Learnt,
    Visit,
    article_multiplier,
    count_visit,
    learn_rates,
    rates_from,
    site_multipliers,
)
from archive.judge.visit_choice import choose_visits

DAY = 24.0
SHARE = 0.025
"""Visits a night, as a share of the articles there are."""


@dataclass(frozen=True, slots=True)
class SimulatedArticle:
    """An article. `changes`: the hours at which its text changed, in order; `pings`: those its site tells."""

    url: str
    site: str
    born: float
    changes: tuple[float, ...]
    pings: tuple[float, ...] = ()

    def count_changes(self, now: float) -> int:
        """Count the changes that have happened."""
        return bisect_right(self.changes, now)

    def changed_between(self, since: float, until: float) -> bool:
        """Tell whether a visit at `until` finds another text than the visit at `since`."""
        return self.count_changes(until) > self.count_changes(since)

    def last_ping(self, now: float) -> float | None:
        """Give when its site says that it changed last."""
        told = bisect_right(self.pings, now)
        return self.pings[told - 1] if told else None


@dataclass(frozen=True, slots=True)
class World:
    """Articles, and the nights on which they are visited: the first at hour `begin`, then one each day.

    `uncounted`: nights at the beginning, in which a policy learns and nothing is counted.
    """

    name: str
    pages: tuple[SimulatedArticle, ...] = field(repr=False)
    begin: float
    nights: int
    uncounted: int = 0


class Policy(Protocol):
    """A way to choose visits, which learns what each visit found."""

    def choose_articles(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        """Choose at most `budget` of the articles known by `now`, the oldest of which stand first."""

    def learn_visit(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        """Learn what a visit found."""


@dataclass(frozen=True, slots=True)
class Score:
    """The figures of a policy: `caught` new texts in so many `visits`, of all the `changes` there were.

    `prompt`: changes that a visit saw within a day, also those that others of the same text followed.
    """

    policy: str
    visits: int
    caught: int
    changes: int
    prompt: int = 0

    @property
    def share_prompt(self) -> float:
        """Give the share of the changes that was seen within a day."""
        return self.prompt / self.changes if self.changes else 0.0

    @property
    def per_hundred(self) -> float:
        """Give the new texts caught in a hundred visits."""
        return 100 * self.caught / self.visits if self.visits else 0.0


def replay_nights(world: World, name: str, policy: Policy, share: float = SHARE) -> Score:
    """Replay every night of a world under one policy. `share`: visits a night, of the articles there are by then."""
    seen = {page.url: page.born for page in world.pages}
    pages = sorted(world.pages, key=lambda page: page.born)
    births = [page.born for page in pages]
    end = world.begin + (world.nights - 1) * DAY
    begin = world.begin + world.uncounted * DAY if world.uncounted else 0.0
    visits = caught = prompt = 0
    for night in range(world.nights):
        now = world.begin + night * DAY
        known = pages[: bisect_right(births, now)]
        for page in policy.choose_articles(known, now, max(1, round(share * len(known)))):
            since, changed = seen[page.url], page.changed_between(seen[page.url], now)
            seen[page.url] = now
            policy.learn_visit(page, now, changed)
            if now >= begin:
                visits += 1
                caught += changed
                prompt += page.count_changes(now) - page.count_changes(max(since, now - DAY, begin))
    changes = sum(page.count_changes(end) - page.count_changes(begin) for page in pages)
    return Score(name, visits, caught, changes, prompt)


class Oldest:
    """Choose what was not visited for longest."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}

    def choose_articles(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        return sorted(known, key=lambda page: self._seen.get(page.url, page.born))[:budget]

    def learn_visit(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        self._seen[page.url] = now


class Newest:
    """Choose what was published last."""

    def choose_articles(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        return known[-budget:]

    def learn_visit(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        """Learn nothing."""


class Ours:
    """Choose by the rule of `archive.judge.schedule`, its curve learned anew each night.

    `today`: what a change of the last day counts; `heeds`: whether it listens to what sites say of changes.
    """

    def __init__(self, today: float = TODAY_WEIGHT, *, heeds: bool = True) -> None:
        self._today = today
        self._heeds = heeds
        self._answered: Counter[str | None] = Counter()
        self._true: Counter[str | None] = Counter()
        self._expected: defaultdict[str | None, float] = defaultdict(float)
        self._visits: dict[str, Visit] = {}
        self._checks: deque[Check] = deque(maxlen=3000)
        self._rates = rates_from(learn_rates(()).rates)
        self._sites: dict[str | None, float] = {}

    def choose_articles(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        self._rates = learn_rates(self._checks)
        if self._heeds:
            self._hear_pings(known, now)
        visits = [self._visit(page) for page in known]
        self._sites = site_multipliers((visit.site, visit.changes, visit.expected) for visit in visits)
        pages = {page.url: page for page in known}
        truths = {site: ping_truth(n, self._true[site], self._expected[site]) for site, n in self._answered.items()}
        learnt = Learnt(self._rates, self._sites, self._today, truths)
        choices = choose_visits(visits, learnt, now, most=budget, per_host=budget)
        return [pages[visit.url] for visit in choices]

    def learn_visit(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        visit = self._visit(page)
        m = article_multiplier(visit.changes, visit.expected, self._sites.get(visit.site, 1.0))
        x = self._rates.between(visit.born, visit.seen, now)
        self._checks.append(Check(visit.born, visit.seen, now, changed, m))
        n, e = count_visit(visit.changes, visit.expected, m, x, changed)
        if visit.pinged is not None:
            self._answered[visit.site] += 1
            self._true[visit.site] += changed
            self._expected[visit.site] -= expm1(-m * x)
        self._visits[page.url] = replace(visit, seen=now, visited=now, changes=n, expected=e, pinged=None)

    def _hear_pings(self, known: Sequence[SimulatedArticle], now: float) -> None:
        """Keep what sites say of changes since the last visits, as far as there is room."""
        waiting = Counter(visit.site for visit in self._visits.values() if visit.pinged is not None)
        sites = {*waiting, *self._answered}
        room = PingRoom(PingRecord(site, 0, self._true[site], 0.0, waiting[site]) for site in sites)
        for page in known:
            visit, at = self._visit(page), page.last_ping(now)
            is_news = at is not None and at > max(visit.seen, visit.pinged or visit.seen)
            if is_news and (visit.pinged is not None or room.take(page.site)):
                self._visits[page.url] = replace(visit, pinged=at)

    def _visit(self, page: SimulatedArticle) -> Visit:
        known = self._visits.get(page.url)
        return known or Visit(page.url, page.site, page.site, page.born, page.born, page.born)


class Oracle:
    """Choose what has changed. No crawler can know that; it is the most that visits could find."""

    def __init__(self) -> None:
        self._seen: dict[str, float] = {}

    def choose_articles(self, known: Sequence[SimulatedArticle], now: float, budget: int) -> Sequence[SimulatedArticle]:
        def is_same(page: SimulatedArticle) -> bool:
            return not page.changed_between(self._seen.get(page.url, page.born), now)

        return sorted(known, key=is_same)[:budget]

    def learn_visit(self, page: SimulatedArticle, now: float, changed: bool) -> None:
        self._seen[page.url] = now


POLICIES: Mapping[str, Callable[[], Policy]] = {
    "ours": Ours,
    "oldest first": Oldest,
    "newest first": Newest,
    "oracle": Oracle,
}


def score_policies(
    world: World, policies: Mapping[str, Callable[[], Policy]] = POLICIES, share: float = SHARE
) -> list[Score]:
    """Replay a world under each policy, and tell what each found."""
    return [replay_nights(world, name, policy(), share) for name, policy in policies.items()]

"""The visits of a night: the best by score, some of those longest unvisited; no host gets more than it may have."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from math import inf
from operator import itemgetter
from typing import Final

from archive.judge.schedule import Learnt, Visit, visit_score

OLDEST_EACH = 10
"""One visit in ten is of the article longest unvisited: so errors of the curve are found, and none is forgotten."""

SPARE = 1_000
"""Visits beyond twice those wanted that are in memory before they are sorted: seldom sorting takes less time."""


@dataclass(frozen=True, slots=True)
class HostFloor:
    """What visits to a host must be worth that has all it may have. `prefix`: how its URLs begin."""

    prefix: str
    score: float
    visited: float


@dataclass(frozen=True, slots=True)
class Floors:
    """What a visit must be worth to be chosen yet: a score as high, or a last visit as long ago.

    `hosts`: for one host of each of these sites.
    """

    score: float
    visited: float
    hosts: Mapping[str | None, HostFloor]


ALL_DUE: Final = Floors(-inf, inf, {})


def choose_visits(
    visits: Iterable[Visit], learnt: Learnt, now: float, *, most: int, per_host: int, hosts: Counter[str] | None = None
) -> Iterator[Visit]:
    """Choose at most `most` of these visits, as `VisitChoice` does."""
    choice = VisitChoice(learnt, now, most=most, per_host=per_host, hosts=hosts)
    for visit in visits:
        choice.add(visit)
    return choice.visits()


class VisitChoice:
    """Chooses at most `most` visits in their order, each article once; no host more than `per_host`.

    The urgent ones first, then by score, of equal ones the oldest; every tenth is the one not visited for longest.
    `hosts`: how many visits of each were chosen before tonight; it is kept up to date. Memory grows with `most`, not
    with the visits there are. `guess`: floors that visits are expected to reach.
    """

    def __init__(
        self,
        learnt: Learnt,
        now: float,
        *,
        most: int,
        per_host: int,
        hosts: Counter[str] | None = None,
        guess: Floors = ALL_DUE,
    ) -> None:
        def rank(visit: Visit) -> Rank:
            return not visit.urgent, -visit_score(visit, learnt, now), visit.visited

        self._most = most
        self._guess = guess
        self._per_host = per_host
        self._hosts = hosts = Counter() if hosts is None else hosts
        size = most + most // OLDEST_EACH + 1  # what one order passes over, the other has taken
        self._best = _Shortlist(rank, size, per_host, hosts)
        self._oldest = _Shortlist(_rank_by_age, size, per_host, hosts)

    def add(self, visit: Visit) -> None:
        """Take one more that may be chosen."""
        self._best.add(visit)
        self._oldest.add(visit)

    def floors(self) -> Floors:
        """Tell what others must be worth to be chosen yet, if the guess is right."""
        (best, best_hosts), (oldest, oldest_hosts) = self._best.floors(), self._oldest.floors()
        hosts: dict[str | None, HostFloor] = {}
        for host in {**best_hosts, **oldest_hosts}:
            by_score, by_age = best_hosts.get(host), oldest_hosts.get(host)
            _, site, url = best_hosts.get(host) or oldest_hosts[host]
            beginning = url[: url.find("/", url.find("://") + 3) + 1]
            score = _score_of(by_score[0]) if by_score else -inf
            hosts[site] = HostFloor(beginning, score, by_age[0][1] if by_age else inf)
        score, visited = _score_of(best) if best else -inf, oldest[1] if oldest else inf
        return Floors(max(score, self._guess.score), min(visited, self._guess.visited), hosts)

    def is_right(self) -> bool:
        """Tell whether as many reached the guess as are wanted, so that what did not is rightly left out."""
        (best, _), (oldest, _) = self._best.floors(), self._oldest.floors()
        by_score = self._guess.score == -inf or (best is not None and _score_of(best) >= self._guess.score)
        return by_score and (self._guess.visited == inf or (oldest is not None and oldest[1] <= self._guess.visited))

    def visits(self) -> Iterator[Visit]:
        """Give those chosen."""
        orders = iter(self._best.cut()), iter(self._oldest.cut())
        taken: set[str] = set()
        for number in range(1, self._most + 1):
            for visit in orders[number % OLDEST_EACH == 0]:
                if visit.url not in taken and self._hosts[visit.host] < self._per_host:
                    break
            else:
                return
            taken.add(visit.url)
            self._hosts[visit.host] += 1
            yield visit


Rank = tuple[bool, float, float]


def _score_of(rank: Rank) -> float:
    """Give the score that another must have at least to come before; none is enough to come before an urgent one."""
    not_urgent, negative, _ = rank
    return -negative if not_urgent else inf


def _rank_by_age(visit: Visit) -> Rank:
    """Rank what was not visited for longest first."""
    return False, visit.visited, 0.0


class _Shortlist:
    """Keeps the first `size` of many visits in the order of `rank`, of one host no more than it may have."""

    def __init__(self, rank: Callable[[Visit], Rank], size: int, per_host: int, hosts: Mapping[str, int]) -> None:
        self._rank = rank
        self._size = size
        self._free = per_host, dict(hosts)
        self._some: list[tuple[Rank, Visit]] = []
        self._known = 0
        self._last: Rank | None = None
        self._full: dict[str, tuple[Rank, str | None, str]] = {}

    def add(self, visit: Visit) -> None:
        """Take one more; once there are twice as many as are wanted, let the last go."""
        rank = self._rank(visit)
        if self._last is not None and rank >= self._last:
            return
        self._some.append((rank, visit))
        if len(self._some) >= 2 * self._size + SPARE:
            self.cut()

    def cut(self) -> list[Visit]:
        """Let all but the first go, and give these in their order."""
        per_host, before = self._free
        hosts = Counter(before)
        first: list[tuple[Rank, Visit]] = []
        self._full = {}
        self._some.sort(key=itemgetter(0))
        for rank, visit in self._some:
            if hosts[visit.host] < per_host:
                hosts[visit.host] += 1
                first.append((rank, visit))
                if hosts[visit.host] == per_host:
                    self._full[visit.host] = rank, visit.site, visit.url
        self._some = first[: self._size]
        self._known = len(self._some)
        self._last = self._some[-1][0] if len(self._some) == self._size else None
        return [visit for _, visit in self._some]

    def floors(self) -> tuple[Rank | None, dict[str, tuple[Rank, str | None, str]]]:
        """Give the last rank, if it is full; and of each host that is, with the site and the URL that has it."""
        if len(self._some) != self._known:
            self.cut()
        return self._last, self._full

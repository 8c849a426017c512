"""A night that workers share: planned once, a list for each host; each list worked off by one of them; one report.

It is what `recrawl_articles` does, cut where hosts part: feeds are read and visits chosen by the plan, pages loaded,
judged and stored by the worker that has the host.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Generator, Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import islice
from math import inf

from archive import urls
from archive.captures.web.session import Web, open_web
from archive.flows.news import FoundNews, NewsCount, NewsTally, fetch_news, find_news, note_readings
from archive.flows.recrawl import (
    NEW_SHARE,
    PLANNED,
    choose_due,
    learn_changes,
    most_news,
    most_per_host,
    start_deadlines,
)
from archive.flows.visits import Loads
from archive.flows.work import Work
from archive.judge.schedule import Learnt
from archive.judge.visit import Ended, Findings, Visited
from archive.model import ListedArticle, News, PageResult
from archive.store.database import Database
from archive.store.read.agenda import Agenda
from archive.store.write.follows import Follows
from archive.store.write.runs import RESUMED, Run, RunWriter, SharedNight
from archive.store.write.visits import VisitWriter
from archive.times import hours, later


@dataclass(frozen=True, slots=True)
class HostList:
    """The addresses of a host for tonight: new articles to fetch, and articles to visit, `until` a time at most."""

    run_id: int
    host: str
    until: str
    news: tuple[str, ...]
    visits: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QueuedNight:
    """A night that was planned: how many hosts there are to ask, new articles to fetch, and articles to visit."""

    run_id: int
    until: str
    hosts: int
    news: int
    visits: int


def plan_night(
    database: Database,
    work: Work,
    enqueue: Callable[[Sequence[HostList]], None],
    *,
    budget: int | None,
    seconds: float | None,
) -> QueuedNight:
    """Read what is followed, choose what the night visits, and give `enqueue` the lists of its hosts, in parts.

    A host that has over `PLANNED` visits on it gets a list in each part. Raises StoreError, AlreadyRunning.
    """
    agenda, runs = Agenda(database), RunWriter(database)
    limit = inf if seconds is None else seconds
    until = later(work.now(), RESUMED) if seconds is None else later(work.now(), seconds=seconds)
    run = runs.begin(work.now())
    half = work.with_stop(work.start_deadline(limit / NEW_SHARE))
    found = _read_followed(database, run, half, most_news(budget, run))
    run = replace(run, news=found.news)
    left = None if budget is None else max(0, budget - run.visited - run.news.pages - len(found.chosen))
    learnt = learn_changes(agenda)
    chosen = choose_due(agenda, learnt, work.now(), run, most=left, per_host=most_per_host(work.settings, seconds))
    news, hosts, visits = [one.url for one in found.chosen], set[str](), 0
    addresses = (visit.url for visit in chosen)
    while (part := list(islice(addresses, PLANNED))) or news:
        lists = _lists_of_hosts(run.id, until, news, part)
        visits += len(part)
        runs.share(run, until, spent=left is not None and visits >= left)
        enqueue(lists)
        hosts.update(one.host for one in lists)
        news = []
    if not hosts:
        runs.share(run, until, spent=False)
    return QueuedNight(run.id, until, len(hosts), len(found.chosen), visits)


@dataclass(frozen=True, slots=True)
class _Followed:
    """What is followed brought: the news of the night so far, and the articles to fetch."""

    news: News
    chosen: tuple[ListedArticle, ...]


def _read_followed(database: Database, run: Run, work: Work, most: int | None) -> _Followed:
    """Read what is followed. A listing with new articles counts as not read: whether they come is seen later."""
    if most == 0:
        return _Followed(run.news, ())
    follows, tally = Follows(database), NewsTally(run.news)
    with open_web(settings=work.settings, now=work.now) as web:
        found: FoundNews = find_news(database, web, work, most)
    tally.count_listings(found.readings)
    note_readings(follows, found.readings, found.short | {one.listing for one in found.chosen})
    RunWriter(database).keep(run.id, tally.news)
    return _Followed(tally.news, found.chosen)


def _lists_of_hosts(run_id: int, until: str, news: Iterable[str], visits: Iterable[str]) -> list[HostList]:
    """Sort addresses by their hosts, each host's in the order given; the hosts with most come first."""
    new, old = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for lists, addresses in ((new, news), (old, visits)):
        for url in addresses:
            lists[urls.host_of(url) or url].append(url)
    found = [HostList(run_id, host, until, tuple(new[host]), tuple(old[host])) for host in {**new, **old}]
    return sorted(found, key=lambda one: -len(one.news) - len(one.visits))


def work_off(
    database: Database, work: Work, some: HostList, learnt: Learnt, web: Web
) -> Generator[Visited | PageResult, None, bool]:
    """Work off what is still due of a host's list; return whether that is all of it, as far as there is time.

    Each result is given once it is stored. Once the work is stopped what is in hand is finished.
    """
    agenda, runs = Agenda(database), RunWriter(database)
    looking, over = start_deadlines(work, (hours(some.until) - hours(work.now())) * 3600)
    if news := _find_missing(database, some):
        yield from fetch_news(database, some.run_id, web, work.with_stop(looking), news, _counted(runs, some.run_id))
    loads = Loads(database, web, VisitWriter(database, some.run_id, learnt), work)
    requests, damaged = agenda.requests(agenda.unvisited(some.run_id, some.visits)), 0
    with closing(loads.visit_all(requests, looking, over)) as visits:
        for visited in visits:
            damaged += isinstance(visited, PageResult)
            yield visited
    if damaged:
        runs.add(some.run_id, News(), damaged)
    late = looking.is_late
    return late or not any(agenda.unvisited(some.run_id, some.visits))


def _find_missing(database: Database, some: HostList) -> list[str]:
    """Give the new articles of a list that are not there yet, and did not come in this run."""
    came = Agenda(database).captured(some.run_id, some.news)
    left = [ListedArticle(url, "") for url in some.news if url not in came]
    return [one.url for one in Follows(database).find_new(left)]


def _counted(runs: RunWriter, run_id: int) -> NewsCount:
    """Count the news of one worker: after each batch they are added to the night's, and the count begins anew."""
    tally = NewsTally(News())

    def keep(news: News) -> None:
        runs.add(run_id, news)
        tally.news = News()

    return NewsCount(tally, keep)


def close_nights(database: Database, at: str, unfinished: Collection[int]) -> list[Findings]:
    """End the nights that workers shared, but for the `unfinished` runs, which have lists left; give their reports."""
    runs = RunWriter(database)
    ended = [one for one in runs.shared_nights() if one.run.id not in unfinished]
    return [runs.finish(one.run, at, _why_over(one, at), one.damaged) for one in ended]


def _why_over(night: SharedNight, at: str) -> Ended:
    """Tell why a shared night ended."""
    if night.until <= at:
        return Ended.TIME
    return Ended.BUDGET if night.spent else Ended.DONE

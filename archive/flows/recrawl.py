"""The nightly flow: what is new first; then visits, chosen, made conditionally, read in processes, judged, stored."""

import threading
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import replace
from math import inf
from typing import cast

from archive import urls
from archive.captures.web.session import Web, open_web
from archive.extraction.version import EXTRACTOR
from archive.flows.batches import read_batches, until_stopped
from archive.flows.news import archive_news
from archive.flows.renewal import renew_articles
from archive.flows.work import Deadline, Work
from archive.judge.schedule import Learnt, Visit, choose_visits, learn_rates, site_multipliers
from archive.judge.visit import Ended, Findings, Visited
from archive.model import Intake, NotModified, PageResult, Request, Unreadable
from archive.settings import Settings
from archive.store.database import Database
from archive.store.read.agenda import Agenda
from archive.store.write.runs import Run, RunWriter
from archive.store.write.visits import VisitWriter
from archive.times import hours

WAITING = 300
"""Pages that seem changed and wait for the end of the first visits, to be loaded once more; of others the URL waits."""
PLANNED = 20_000
"""Visits that are chosen at once: memory is for so many, whatever the archive holds."""
LOOKING = 0.9
"""Of a night's time what first visits may take; the rest is for the second loads. Of less than a minute all."""
NEW_SHARE = 2
"""One in so many of the night's pages, and of its seconds, may be for new articles."""

Answer = Intake | NotModified | Unreadable
Results = Generator[Visited | PageResult, None, None]


def recrawl_articles(
    database: Database,
    work: Work,
    *,
    budget: int | None = None,
    seconds: float | None = None,
    web: Web | None = None,
) -> Generator[Visited | PageResult, None, Findings]:
    """Archive what is new, then visit articles again; tell of each page, and return the report of the night.

    First what is followed is read, and new articles archived: a PageResult each. Then articles are visited: a Visited
    each. At most `budget` pages in all, for at most `seconds`; at most half of either goes to what is new. What was
    told of is committed. A run that was cut off in the last hours is gone on with: what it did counts, and is not done
    twice. A stored page that had to be read again and is damaged is a PageResult too. Once the work is stopped no more
    answers are waited for, and what came is stored. `web`: the session to use, if it is not to be one of its own.
    Raises StoreError.
    """
    agenda, runs, limit = Agenda(database), RunWriter(database), inf if seconds is None else seconds
    run, made, damaged = runs.begin(work.now()), 0, 0
    over = work.start_deadline(limit)
    looking = work.start_deadline(limit * LOOKING if limit >= 60 else limit)
    with ExitStack() as stack:
        web = web or stack.enter_context(open_web(settings=work.settings, now=work.now))
        most = None if budget is None else max(0, budget // NEW_SHARE - run.news.pages)
        half = work.with_stop(work.start_deadline(limit / NEW_SHARE))
        run = replace(run, news=(yield from archive_news(database, run, web, half, most)))
        left = None if budget is None else max(0, budget - run.visited - run.news.pages)
        learnt = Learnt(learn_rates(agenda.checks()), site_multipliers(agenda.sites()))
        per_host = _most_per_host(work.settings, seconds)
        chosen = _choose_due(agenda, learnt, work.now(), run, most=left, per_host=per_host)
        loads = _Loads(database, web, VisitWriter(database, run.id, learnt), work)
        with closing(loads.visit_all(agenda.requests(chosen), looking, over)) as visits:
            for visited in visits:
                made += isinstance(visited, Visited)
                damaged += isinstance(visited, PageResult)
                yield visited
    spent = left is not None and made >= left
    return runs.finish(run, work.now(), _why_ended(work, looking, spent=spent), damaged)


def _why_ended(work: Work, looking: Deadline, *, spent: bool) -> Ended:
    """Tell why a night ended. `spent`: its budget is."""
    if work.stop.is_set():
        return Ended.STOPPED
    if spent:
        return Ended.BUDGET
    return Ended.TIME if looking.is_late else Ended.DONE


def _most_per_host(settings: Settings, seconds: float | None) -> int:
    """Tell how many pages one host may be asked for: what the settings say, and no more than there is time for."""
    in_time = seconds / settings.host_delay if seconds and settings.host_delay else inf
    return max(1, int(min(settings.per_host, in_time)))


def _choose_due(
    agenda: Agenda, learnt: Learnt, at: str, run: Run, *, most: int | None, per_host: int
) -> Iterator[Visit]:
    """Choose the night's visits, `PLANNED` at a time: when those are under way it is asked again what is due."""
    hosts: Counter[str] = Counter()
    given: set[int] = set()
    left = inf if most is None else most
    while left:
        size = int(min(left, PLANNED))
        due = (visit for visit in agenda.due(at, run.id) if hash(visit.url) not in given)
        number = len(given)
        for visit in choose_visits(due, learnt, hours(at), most=size, per_host=per_host, hosts=hosts):
            given.add(hash(visit.url))
            yield visit
        if len(given) - number < size:
            return
        left -= size


class _Loads:
    """Pages loaded, read in processes and recorded.

    A page that seems changed waits, and is loaded once more: so what is other at every load is known for noise, and
    what other pages of the site say too for the site's. Where no other page of the site came, one is loaded beside it.
    """

    def __init__(self, database: Database, web: Web, writer: VisitWriter, work: Work) -> None:
        self._database = database
        self._agenda = Agenda(database)
        self._web = web
        self._writer = writer
        self._work = work
        self._waiting: list[Intake] = []
        self._came: Counter[str | None] = Counter()  # pages that came, by site
        self._no_room: deque[str] = deque()  # URLs of pages that found no room to wait; they are loaded twice more

    def visit_all(self, requests: Generator[Request, None, None], looking: Deadline, over: Deadline) -> Results:
        """Make first visits until `looking` is set, then second loads until `over` is."""
        yield from self._load_first(until_stopped(looking, requests), looking)
        yield from self._load_again(over)

    def _load_first(self, requests: Iterator[Request], stop: threading.Event) -> Results:
        """Yield each result once it is stored; pages that seem changed wait for a second load."""
        for batch in self._read(requests, stop):
            self._came.update(urls.site_of(page.capture.origin) for page in batch if isinstance(page, Intake))
            yield from self._renew_held(batch)
            for answer, result in zip(batch, self._writer.record(batch), strict=True):
                if result is not None:
                    yield result
                elif isinstance(answer, Intake):
                    self._keep_waiting(answer)

    def _load_again(self, stop: threading.Event) -> Results:
        """Load the pages that wait once more, and yield their results. Once `stop` is set they are believed as is."""
        while self._waiting or self._no_room:
            waiting, self._waiting = self._waiting, []
            origins = [answer.capture.origin for answer in waiting]
            alone = (url for url in origins if self._came[urls.site_of(url)] == 1)
            again: dict[str, Intake] = {}
            for batch in self._read(map(Request, (*origins, *self._agenda.neighbours(alone))), stop):
                again |= {page.capture.origin: page for page in batch if isinstance(page, Intake)}
            yield from filter(None, self._writer.record(waiting, again) if waiting else ())
            some = [self._no_room.popleft() for _ in range(min(WAITING, len(self._no_room)))]
            yield from self._load_first(map(Request, some), stop)

    def _keep_waiting(self, answer: Intake) -> None:
        """Keep a page until its second load; beyond `WAITING` of them only its URL."""
        if len(self._waiting) < WAITING:
            self._waiting.append(answer)
        else:
            self._no_room.append(answer.capture.origin)

    def _renew_held(self, batch: Sequence[Answer]) -> list[PageResult]:
        """Renew the articles whose pages came, and that an older extractor read; give the stored pages with damage."""
        origins = [page.capture.origin for page in batch if isinstance(page, Intake)]
        outdated = (self._agenda.outdated(url, EXTRACTOR) for url in origins)
        return renew_articles(self._database, [number for number in outdated if number is not None], self._work)

    def _read(self, requests: Iterator[Request], stop: threading.Event) -> Generator[list[Answer], None, None]:
        """Fetch pages and extract them, in batches, until `stop` is set."""
        with (
            closing(self._web.watch_requests(requests, stop=stop)) as answers,
            closing(read_batches(answers, self._work)) as batches,
        ):
            yield from cast("Iterator[list[Answer]]", batches)

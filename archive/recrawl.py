"""The nightly flow: what is new first; then visits, chosen, made conditionally, read in processes, judged, stored."""

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import replace
from itertools import islice
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, TypedDict

from archive.engines.local import extract_all
from archive.ingest import batches, intake, until
from archive.model import Capture, Extracted, Fetched, NotModified, PageResult, Request, Unreadable
from archive.news import archived
from archive.observe import Ended, Findings, Visited
from archive.schedule import Learnt, learn, site_multipliers, tonight
from archive.settings import Settings
from archive.store.database import Database
from archive.store.night import Answer, Night
from archive.store.rewrites import Rewrites
from archive.store.stored import Selection, Shelf, Stored
from archive.store.visits import Agenda, Run
from archive.times import hours

if TYPE_CHECKING:
    from archive.captures.web import Web

WAITING = 300
"""Rewritten pages that wait for the end of the night, to be compared with the other pages of their sites."""
NEW_SHARE = 2
"""One in so many of the night's pages, and of its seconds, may be for new articles."""

Read = Extracted | NotModified | Unreadable
Fetch = Callable[[Iterable[Request], threading.Event], Generator[Fetched | None, None, None]]


class Until(threading.Event):
    """A stop that is also set once it is late."""

    def __init__(self, stop: threading.Event, clock: Callable[[], float], seconds: float) -> None:
        super().__init__()
        self._stop = stop
        self._clock = clock
        self._end = clock() + seconds

    @property
    def late(self) -> bool:
        """Whether the time is over."""
        return self._clock() >= self._end

    def is_set(self) -> bool:
        """Whether to stop."""
        return super().is_set() or self._stop.is_set() or self.late


def recrawl(
    database: Database,
    *,
    settings: Settings,
    now: Callable[[], str],
    budget: int | None = None,
    seconds: float | None = None,
    stop: threading.Event | None = None,
    tell: Callable[[PageResult], object] = lambda result: None,
    fetch: Fetch | None = None,
    clock: Callable[[], float] = monotonic,
) -> Generator[Visited, None, Findings]:
    """What became of each visit of the night; its report is what the generator returns.

    First what is followed is read, and new articles archived: `tell` hears of each. Then articles are visited. At most
    `budget` pages in all, for at most `seconds`; at most half of either goes to what is new. What was told of is
    committed. A run that was cut off in the last hours is gone on with: what it did counts, and is not done twice. Once
    `stop` is set no more answers are waited for, and what came is stored. `fetch`: another way to the web, for the
    visits; then nothing that is followed is read. Raises StoreError.
    """
    stop, agenda, limit = stop or threading.Event(), Agenda(database), inf if seconds is None else seconds
    run, over, made = agenda.begin(now()), Until(stop, clock, limit), 0
    common: _Common = {"settings": settings, "now": now, "clock": clock}
    with ExitStack() as stack:
        if fetch is None:
            web = stack.enter_context(_session(settings, now))
            fetch = _watching(web)
            most = None if budget is None else max(0, budget // NEW_SHARE - run.news.pages)
            half = Until(stop, clock, limit / NEW_SHARE)
            run = replace(run, news=archived(database, run, web, most=most, stop=half, tell=tell, **common))
        left = None if budget is None else max(0, budget - run.visited - run.news.pages)
        with closing(_visits(database, run, fetch, most=left, seconds=seconds, stop=over, **common)) as visits:
            for visited in visits:
                made += 1
                yield visited
    if stop.is_set():
        ended = Ended.STOPPED
    elif left is not None and made >= left:
        ended = Ended.BUDGET
    else:
        ended = Ended.TIME if over.late else Ended.DONE
    return agenda.finish(run, now(), ended)


class _Common(TypedDict):
    settings: Settings
    now: Callable[[], str]
    clock: Callable[[], float]


def _visits(
    database: Database,
    run: Run,
    fetch: Fetch,
    *,
    settings: Settings,
    now: Callable[[], str],
    clock: Callable[[], float],
    most: int | None,
    seconds: float | None,
    stop: threading.Event,
) -> Generator[Visited, None, None]:
    """At most `most` visits to known articles, the best first, until `stop` is set."""
    agenda, older, at = Agenda(database), _Older(database), now()
    visits = agenda.due(at, run.id)
    learnt = Learnt(learn(agenda.checks()), site_multipliers(visits))
    in_time = seconds / settings.host_delay if seconds and settings.host_delay else inf
    per_host = max(1, int(min(settings.per_host, in_time)))
    chosen = islice(tonight(visits, learnt.rates, hours(at), per_host=per_host), most)
    answers = fetch(until(stop, agenda.requests(chosen)), stop)
    work = extract_all(older.beside(answers), workers=settings.workers, timeout=settings.page_timeout)
    with closing(answers), closing(work) as pages:
        yield from _recorded(batches(pages, clock), older, Night(database, run.id, learnt))
    older.finish()


class _Older:
    """Stored pages that an older extractor read: read again beside a fresh page of their article, and put in place.

    So the two are seen through one pair of eyes, and a better extractor is no change of the article.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._agenda = Agenda(database)
        self._rewrites = Rewrites(database)
        self._origins: deque[Stored | None] = deque()

    def beside(self, answers: Iterable[Fetched | None]) -> Iterator[Fetched | None]:
        """The answers, each page after the stored ones of its article, if they are to be read again."""
        for answer in answers:
            if isinstance(answer, Capture):
                for stored in self._stored(answer.origin):
                    self._origins.append(replace(stored, capture=replace(stored.capture, payload=b"")))
                    yield stored.capture
            if answer is not None:
                self._origins.append(None)
            yield answer

    def put(self, batch: Iterable[Read]) -> list[Read]:
        """Put the stored pages of a batch in place; the others."""
        pairs = [(page, self._origins.popleft()) for page in batch]
        again = [(stored, intake(page)) for page, stored in pairs if stored and isinstance(page, Extracted)]
        if again:
            self._rewrites.record(again)
        return [page for page, stored in pairs if stored is None]

    def finish(self) -> None:
        """The night is over."""
        self._rewrites.finish()

    def _stored(self, url: str) -> Iterator[Stored]:
        from archive.extract.html import EXTRACTOR  # half a second, in which the first pages are fetched

        number = self._agenda.outdated(url, EXTRACTOR)
        if number is not None:
            yield from Shelf(self._database, Selection(EXTRACTOR, references=(number,))).pages()


def _session(settings: Settings, now: Callable[[], str]) -> AbstractContextManager["Web"]:
    from archive.captures.web import opened  # a third of a second, in which no night is planned

    return opened(settings=settings, now=now)


def _watching(web: "Web") -> Fetch:
    return lambda requests, stop: web.watch(requests, stop=stop)


def _recorded(batches: Iterable[list[Read]], older: _Older, writer: Night) -> Generator[Visited, None, None]:
    """What became of the visits, once it is stored; rewritten pages at the end, when their sites' others were seen."""
    waiting: list[Answer] = []
    for batch in batches:
        answers = [intake(page) if isinstance(page, Extracted) else page for page in older.put(batch)]
        results = writer.record(answers) if answers else []
        waiting += [answer for answer, result in zip(answers, results, strict=True) if result is None]
        yield from filter(None, results)
        if len(waiting) > WAITING:
            yield from filter(None, writer.record(waiting, last=True))
            waiting = []
    if waiting:
        yield from filter(None, writer.record(waiting, last=True))

"""The nightly flow: what is new first; then visits, chosen, made conditionally, read in processes, judged, stored."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, closing
from dataclasses import replace
from math import inf
from time import monotonic
from typing import TYPE_CHECKING, TypedDict

from archive.engines.local import extract_all
from archive.extraction.version import EXTRACTOR
from archive.flows.ingest import in_batches, put_together, until_stopped
from archive.flows.news import archive_news
from archive.judge.schedule import Learnt, Visit, choose_visits, learn_rates, site_multipliers
from archive.judge.visit import Ended, Findings, Visited
from archive.model import Capture, Extracted, Fetched, Intake, NotModified, PageResult, Request, Unreadable
from archive.settings import Settings
from archive.store.file.database import Database
from archive.store.read.agenda import Agenda
from archive.store.read.stored_pages import Selection, StoredPage, StoredPages
from archive.store.write.rereadings import RereadingWriter
from archive.store.write.runs import Run, RunWriter
from archive.store.write.visits import VisitWriter
from archive.times import hours

if TYPE_CHECKING:
    from archive.captures.web.session import Web

WAITING = 300
"""Pages that seem changed and wait for the end of the first visits, to be loaded once more; of others the URL waits."""
PLANNED = 20_000
"""Visits that are chosen at once: memory is for so many, whatever the archive holds."""
LOOKING = 0.9
"""Of a night's time what first visits may take; the rest is for the second loads. Of less than a minute all."""
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
    stop, runs, limit = stop or threading.Event(), RunWriter(database), inf if seconds is None else seconds
    run, over, made = runs.begin(now()), Until(stop, clock, limit), 0
    first = Until(stop, clock, limit * LOOKING if limit >= 60 else limit)
    common: _Common = {"settings": settings, "now": now, "clock": clock}
    with ExitStack() as stack:
        if fetch is None:
            web = stack.enter_context(_session(settings, now))
            fetch = _watching(web)
            most = None if budget is None else max(0, budget // NEW_SHARE - run.news.pages)
            half = Until(stop, clock, limit / NEW_SHARE)
            run = replace(run, news=archive_news(database, run, web, most=most, stop=half, tell=tell, **common))
        left = None if budget is None else max(0, budget - run.visited - run.news.pages)
        visiting = _visits(database, run, fetch, most=left, seconds=seconds, stop=first, end=over, **common)
        with closing(visiting) as visits:
            for visited in visits:
                made += 1
                yield visited
    if stop.is_set():
        ended = Ended.STOPPED
    elif left is not None and made >= left:
        ended = Ended.BUDGET
    else:
        ended = Ended.TIME if first.late else Ended.DONE
    return runs.finish(run, now(), ended)


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
    end: threading.Event,
) -> Generator[Visited, None, None]:
    """At most `most` visits to known articles, the best first, until `stop` is set; second loads until `end` is."""
    agenda, older, at = Agenda(database), _Older(database), now()
    learnt = Learnt(learn_rates(agenda.checks()), site_multipliers(agenda.sites()))
    in_time = seconds / settings.host_delay if seconds and settings.host_delay else inf
    per_host = max(1, int(min(settings.per_host, in_time)))
    chosen = _chosen(agenda, learnt, at, run, most=most, per_host=per_host)
    loads = _Loads(fetch, older, VisitWriter(database, run.id, learnt), settings, clock)
    yield from loads.first(until_stopped(stop, agenda.requests(chosen)), stop)
    yield from loads.second(end)
    older.finish()


def _chosen(agenda: Agenda, learnt: Learnt, at: str, run: Run, *, most: int | None, per_host: int) -> Iterator[Visit]:
    """The night's visits, `PLANNED` at a time: when those are under way it is asked again what is due."""
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
    """Pages loaded, read in processes and recorded. One that seems changed waits, and is loaded once more: so what is
    other at every load is known for noise, and what other pages of the site say too for the site's."""

    def __init__(
        self, fetch: Fetch, older: "_Older", writer: VisitWriter, settings: Settings, clock: Callable[[], float]
    ) -> None:
        self._fetch = fetch
        self._older = older
        self._writer = writer
        self._settings = settings
        self._clock = clock
        self._waiting: list[Intake] = []
        self._later: deque[str] = deque()  # URLs of pages that found no room; they are loaded twice more

    def first(self, requests: Iterator[Request], stop: threading.Event) -> Generator[Visited, None, None]:
        """What became of the visits, once it is stored, those aside that wait."""
        for batch in self._read(requests, stop, self._older.beside):
            answers = [put_together(page) if isinstance(page, Extracted) else page for page in self._older.put(batch)]
            results = self._writer.record(answers) if answers else []
            for answer, result in zip(answers, results, strict=True):
                if result is None and isinstance(answer, Intake):
                    self._wait(answer)
            yield from filter(None, results)

    def second(self, stop: threading.Event) -> Generator[Visited, None, None]:
        """What became of those that wait. Once `stop` is set they are believed as they are."""
        while self._waiting or self._later:
            waiting, self._waiting = self._waiting, []
            again: dict[str, Intake] = {}
            for batch in self._read((Request(answer.capture.origin) for answer in waiting), stop):
                again |= {page.capture.origin: put_together(page) for page in batch if isinstance(page, Extracted)}
            yield from filter(None, self._writer.record(waiting, again) if waiting else ())
            some = [self._later.popleft() for _ in range(min(WAITING, len(self._later)))]
            yield from self.first(map(Request, some), stop)

    def _wait(self, answer: Intake) -> None:
        if len(self._waiting) < WAITING:
            self._waiting.append(answer)
        else:
            self._later.append(answer.capture.origin)

    def _read(
        self,
        requests: Iterator[Request],
        stop: threading.Event,
        beside: Callable[[Iterable[Fetched | None]], Iterable[Fetched | None]] = iter,
    ) -> Generator[list[Read], None, None]:
        answers, settings = self._fetch(requests, stop), self._settings
        pages: Generator[Read | None, None, None] = extract_all(
            beside(answers), workers=settings.workers, timeout=settings.page_timeout
        )
        with closing(answers), closing(pages):
            read: Iterator[list[Read]] = in_batches(pages, self._clock)
            yield from read


class _Older:
    """Stored pages that an older extractor read: read again beside a fresh page of their article, and put in place.

    So the two are seen through one pair of eyes, and a better extractor is no change of the article.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._agenda = Agenda(database)
        self._rewrites = RereadingWriter(database)
        self._origins: deque[StoredPage | None] = deque()

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
        again = [(stored, put_together(page)) for page, stored in pairs if stored and isinstance(page, Extracted)]
        if again:
            self._rewrites.record(again)
        return [page for page, stored in pairs if stored is None]

    def finish(self) -> None:
        """The night is over."""
        self._rewrites.finish()

    def _stored(self, url: str) -> Iterator[StoredPage]:
        number = self._agenda.outdated(url, EXTRACTOR)
        if number is not None:
            yield from StoredPages(self._database, Selection(EXTRACTOR, references=(number,))).pages()


def _session(settings: Settings, now: Callable[[], str]) -> AbstractContextManager["Web"]:
    from archive.captures.web.session import open_web  # a third of a second, in which no night is planned

    return open_web(settings=settings, now=now)


def _watching(web: "Web") -> Fetch:
    return lambda requests, stop: web.watch(requests, stop=stop)

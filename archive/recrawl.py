"""The nightly flow: visits are chosen, made conditionally, read in processes, judged, and committed in batches."""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from math import inf
from time import monotonic

from archive.engines.local import extract_all
from archive.ingest import batches, intake
from archive.model import Extracted, Fetched, NotModified, Request, Unreadable
from archive.observe import Findings, Visited
from archive.schedule import Learnt, learn, site_multipliers, tonight
from archive.settings import Settings
from archive.store.database import Database
from archive.store.night import Answer, Night
from archive.store.visits import Agenda
from archive.times import hours

WAITING = 300
"""Rewritten pages that wait for the end of the night, to be compared with the other pages of their sites."""
PER_HOST = 1_000
"""Visits to one host a night, where there is no time limit to divide by the host's delay."""

Fetch = Callable[[Iterable[Request], threading.Event], Generator[Fetched, None, None]]


class Until(threading.Event):
    """A stop that is also set once it is late."""

    def __init__(self, stop: threading.Event | None, clock: Callable[[], float], seconds: float) -> None:
        super().__init__()
        self._stop = stop
        self._clock = clock
        self._end = clock() + seconds

    def is_set(self) -> bool:
        """Whether to stop."""
        return super().is_set() or (self._stop is not None and self._stop.is_set()) or self._clock() >= self._end


def recrawl(
    database: Database,
    *,
    settings: Settings,
    now: Callable[[], str],
    budget: int | None = None,
    seconds: float | None = None,
    stop: threading.Event | None = None,
    fetch: Fetch | None = None,
    clock: Callable[[], float] = monotonic,
) -> Generator[Visited, None, Findings]:
    """What became of each visit of the night; its report is what the generator returns.

    At most `budget` visits, for at most `seconds`. A visit that was told of is committed. A run that was cut off in the
    last hours is gone on with, its visits counted. Once `stop` is set no more answers are waited for, and what came is
    stored. `fetch`: another way to the web. Raises StoreError.
    """
    agenda = Agenda(database)
    run_id, done = agenda.begin(now())
    at = now()
    visits = agenda.due(at)
    learnt = Learnt(learn(agenda.checks()), site_multipliers(visits))
    per_host = int(seconds / settings.host_delay) if seconds and settings.host_delay else PER_HOST
    chosen = tonight(visits, learnt.rates, hours(at), per_host=max(1, per_host))
    wanted = islice(chosen, None if budget is None else max(0, budget - done))
    until = Until(stop, clock, inf if seconds is None else seconds)
    answers = (fetch or _web(settings, now))(_before(until, agenda.requests(wanted)), until)
    writer = Night(database, run_id, learnt)
    with (
        closing(answers),
        closing(extract_all(answers, workers=settings.workers, timeout=settings.page_timeout)) as pages,
    ):
        yield from _recorded(batches(pages, clock), writer)
    return agenda.finish(run_id, now())


def _web(settings: Settings, now: Callable[[], str]) -> Fetch:
    from archive.captures import web  # a third of a second in which the night is planned

    return lambda requests, stop: web.visit(requests, settings=settings, now=now, stop=stop)


def _before(stop: threading.Event, requests: Iterator[Request]) -> Iterator[Request]:
    while not stop.is_set() and (request := next(requests, None)) is not None:
        yield request


def _recorded(
    batches: Iterable[list[Extracted | NotModified | Unreadable]], writer: Night
) -> Generator[Visited, None, None]:
    """What became of the visits, once it is stored; rewritten pages at the end, when their sites' others were seen."""
    waiting: list[Answer] = []
    for batch in batches:
        answers = [intake(page) if isinstance(page, Extracted) else page for page in batch]
        results = writer.record(answers)
        waiting += [answer for answer, result in zip(answers, results, strict=True) if result is None]
        yield from filter(None, results)
        if len(waiting) > WAITING:
            yield from filter(None, writer.record(waiting, last=True))
            waiting = []
    if waiting:
        yield from filter(None, writer.record(waiting, last=True))

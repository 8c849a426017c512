"""Visits under way: pages loaded, those that seem changed once more, read in processes, judged, stored."""

import threading
from collections import Counter, deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from typing import cast

from archive import urls
from archive.captures.web.session import Web
from archive.extraction.version import EXTRACTOR
from archive.flows.batches import read_batches, until_stopped, was_busy
from archive.flows.renewal import renew_articles
from archive.flows.work import Deadline, Work
from archive.judge.visit import Visited
from archive.model import Intake, NotModified, PageResult, Request, Unreadable
from archive.store.database import Database
from archive.store.read.agenda import Agenda
from archive.store.write.visits import VisitWriter

WAITING = 300
"""Pages that seem changed and wait for the end of the first visits, to be loaded once more; of others the URL waits."""

Answer = Intake | NotModified | Unreadable
Results = Generator[Visited | PageResult, None, None]


class Loads:
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
        """Fetch pages and extract them, in batches, until `stop` is set; what was not asked for is left out."""
        with (
            closing(self._web.watch_requests(requests, stop=stop)) as answers,
            closing(read_batches(answers, self._work)) as batches,
        ):
            for batch in cast("Iterator[list[Answer]]", batches):
                yield [answer for answer in batch if not was_busy(answer)]

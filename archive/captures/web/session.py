"""Fetch URLs as captures: a polite visit to many hosts at once, everything within bounds.

The asynchronous side runs in a thread of its own, so the pages can be extracted while others are on their way.
"""

import ssl
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing, contextmanager
from itertools import islice
from queue import Empty, SimpleQueue
from threading import Event

from anyio.from_thread import BlockingPortal, start_blocking_portal

from archive.captures.web.answers import PAGES, Kinds
from archive.captures.web.fetcher import Fetcher
from archive.captures.web.hosts import Claims, Pace
from archive.captures.web.names import Resolve
from archive.captures.web.transport import Transport
from archive.model import Capture, Fetched, NotModified, Request, Unreadable
from archive.settings import Settings

WAITING = 20_000  # requests read ahead, so that a slow host, or a list sorted by host, does not hold the others up
AT_ONCE = 100  # of them read between two answers
PATIENCE = 0.2  # seconds until a stop is noticed, and that nothing comes


class Web:
    """A session with the web: hosts are asked one request at a time, and what they want is remembered to its end."""

    def __init__(self, portal: BlockingPortal, fetcher: Fetcher) -> None:
        self._portal = portal
        self._fetcher = fetcher
        self._busy = False

    def fetch_requests(
        self, requests: Iterable[Request], *, stop: Event | None = None, kinds: Kinds = PAGES
    ) -> Generator[Fetched, None, None]:
        """Give each request's answer, as they come, which is not the order given; a host's requests keep theirs.

        `origin` is the URL as given, `url` the one that answered, after redirects. `requests` is read ahead, but no
        more than `WAITING`; captures that nobody takes hold the rest up. Once `stop` is set, what is on its way is
        dropped. One visit at a time: to begin another before this one ended is a RuntimeError.
        """
        with closing(self.watch_requests(requests, stop=stop, kinds=kinds)) as answers:
            yield from (answer for answer in answers if answer is not None)

    def watch_requests(
        self, requests: Iterable[Request], *, stop: Event | None = None, kinds: Kinds = PAGES
    ) -> Generator[Fetched | None, None, None]:
        """Give what `fetch_requests` gives, and None each time that nothing has come for a moment."""
        if self._busy:
            raise RuntimeError("one visit at a time")
        self._busy = True
        done: SimpleQueue[Fetched | BaseException] = SimpleQueue()
        self._portal.call(self._fetcher.begin_visit, done, kinds)
        try:
            yield from self._answers(iter(requests), done, stop or Event())
        finally:
            self._portal.call(self._fetcher.end_visit)
            self._busy = False

    def watch_urls(
        self, urls: Iterable[str], *, stop: Event | None = None
    ) -> Generator[Capture | Unreadable | None, None, None]:
        """Give each URL as a capture, or why there is none, as they come; None while nothing comes."""
        with closing(self.watch_requests(map(Request, urls), stop=stop)) as answers:
            for answer in answers:
                assert not isinstance(answer, NotModified)  # nothing was asked for conditionally
                yield answer

    def named_sitemaps(self, url: str) -> tuple[str, ...]:
        """Give the sitemaps that a URL's robots.txt names. Raises Failure if nothing may be fetched on its host."""
        return self._portal.call(self._fetcher.named_sitemaps, url)

    def rest_left(self) -> float:
        """Give the seconds until all hosts that were asked have rested."""
        return self._portal.call(self._fetcher.rest_left)

    def _answers(
        self, requests: Iterator[Request], done: SimpleQueue[Fetched | BaseException], stop: Event
    ) -> Iterator[Fetched | None]:
        """Hand requests on as there is room, and give the answers as they come."""
        pending, more = 0, True
        while not stop.is_set():
            while more and pending < WAITING and (done.empty() or not pending):
                some = list(islice(requests, min(AT_ONCE, WAITING - pending)))
                more = bool(some)
                pending += len(some)
                self._portal.call(self._fetcher.add_requests, some)
            if not pending:
                return
            try:
                answer = done.get(timeout=PATIENCE)
            except Empty:
                yield None
                continue
            if isinstance(answer, BaseException):
                raise answer
            pending -= 1
            if isinstance(answer, Capture):
                self._portal.call(self._fetcher.free_room, answer)
            yield answer


@contextmanager
def open_web(
    *,
    settings: Settings,
    now: Callable[[], str],
    tls: ssl.SSLContext | None = None,
    pace: Pace = Pace(),  # noqa: B008 - frozen
    resolve: Resolve | None = None,
    claims: Claims | None = None,
) -> Iterator[Web]:
    """Open a session, until the block ends. `tls`: whom to trust, if not the authorities that certifi lists.

    A host rests `settings.host_delay` seconds after each request, or its Crawl-delay. `settings.fetch_timeout` bounds
    the seconds a URL may take in all, waiting aside; `settings.max_bytes` the decoded body. `now`: UTC, ISO 8601.
    `claims`: the hosts that this session may ask, where others share the work.
    """
    with start_blocking_portal() as portal:
        fetcher = portal.call(lambda: Fetcher(settings, now, Transport(settings, tls, resolve), pace, claims))
        try:
            yield Web(portal, fetcher)
        finally:
            portal.call(fetcher.close)

"""Fetches on one event loop: hosts side by side, each one request at a time, robots.txt first, redirects by hand."""

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace
from queue import SimpleQueue

from archive.captures.body import Body
from archive.captures.failure import Failure
from archive.captures.web.answers import (
    PAGES,
    Kinds,
    Redirect,
    check_status,
    conditional_headers,
    declared_type,
    redirect_of,
    refresh_of,
)
from archive.captures.web.hosts import Claims, Host, Hosts, Pace
from archive.captures.web.journey import Journey
from archive.captures.web.retry import LONGEST_REST
from archive.captures.web.site_rules import SiteRules, host_in
from archive.captures.web.transport import Response, Transport
from archive.model import Capture, Cause, Fetched, NotModified, Request, Unreadable
from archive.settings import Settings
from archive.times import later
from archive.urls import place_of

LARGE = 1_000_000  # bytes from which a body is large
LARGE_AT_ONCE = 4  # large bodies in memory; others wait for room, and their deadline with them
NEVER_KEPT = frozenset({"set-cookie"})


class Fetcher:
    """Fetches politely from all hosts for as long as it lives; works for one visit at a time.

    The answers of a visit are put into its queue: a Fetched for each request, or an exception that should never be.
    A capture holds its room in memory until `free_room` is called.
    """

    def __init__(
        self,
        settings: Settings,
        now: Callable[[], str],
        transport: Transport,
        pace: Pace,
        claims: Claims | None = None,
    ) -> None:
        self._settings = settings
        self._now = now
        self._transport = transport
        self._hosts: Hosts[Journey] = Hosts(settings.host_delay, pace, claims)
        name = f"{settings.user_agent} (+{settings.contact})" if settings.contact else settings.user_agent
        self._headers = {"User-Agent": name, "Accept-Encoding": "gzip"}
        self._rules = SiteRules(settings, now, transport, self._hosts, self._headers)
        self._tasks: set[asyncio.Task[None]] = set()

    async def begin_visit(self, done: SimpleQueue[Fetched | BaseException], kinds: Kinds) -> None:
        """Begin a visit, whose answers go into `done`."""
        self._done = done
        self._kinds = kinds
        self._slots = asyncio.Semaphore(self._settings.connections)
        self._large = asyncio.Semaphore(LARGE_AT_ONCE)

    async def add_requests(self, requests: Iterable[Request]) -> None:
        """Queue requests, to be made in this order at each host."""
        for request in requests:
            self._send(Journey(request, request.url, self._settings.fetch_timeout))

    async def free_room(self, capture: Capture) -> None:
        """Free the room of a capture that was taken."""
        self._slots.release()
        if len(capture.payload) > LARGE:
            self._large.release()

    async def end_visit(self) -> None:
        """End the visit; what is on its way is dropped."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        self._hosts.drop_waiting()

    async def named_sitemaps(self, url: str) -> tuple[str, ...]:
        """Give the sitemaps that a URL's robots.txt names. Raises Failure if nothing may be fetched on its host."""
        rules = await self._rules.at(self._hosts[host_in(url)], url)
        if rules.refusal is not None:
            raise rules.refusal
        return rules.sitemaps

    async def rest_left(self) -> float:
        """Give the seconds until all hosts that were asked have rested."""
        return self._hosts.rest_left

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()

    def _send(self, journey: Journey, *, first: bool = False) -> None:
        """Queue a journey at the host it goes to next."""
        try:
            host = self._hosts[host_in(journey.address)]
        except Failure as failure:
            # what a redirect names is no fault of the person who asked
            told = failure.message if journey.redirects == 0 else f"redirects to {journey.address}"
            self._done.put(self._unreadable(journey, Failure(told, Cause.ADDRESS)))
            return
        (host.waiting.appendleft if first else host.waiting.append)(journey)
        if not host.served:
            host.served = True
            task = asyncio.get_running_loop().create_task(self._serve(host))
            self._tasks.add(task)
            task.add_done_callback(self._served)

    def _served(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            self._done.put(error)

    async def _serve(self, host: Host[Journey]) -> None:
        """Make the requests that wait at a host, one after the other."""
        while host.waiting:
            journey = host.waiting.popleft()
            try:
                answer = await self._ask(host, journey)
            except Failure as failure:
                self._failed(host, journey, failure)
            else:
                if isinstance(answer, Redirect):
                    self._redirected(journey, answer)
                else:
                    self._done.put(answer)
        host.served = False

    def _redirected(self, journey: Journey, answer: Redirect) -> None:
        """Send a journey on to where it is led, unless it was led too often."""
        try:
            journey.go_on(answer)
        except Failure as failure:
            self._done.put(self._unreadable(journey, failure))
        else:
            self._send(journey, first=True)

    def _failed(self, host: Host[Journey], journey: Journey, failure: Failure) -> None:
        """Try once more where that may help, else answer with the failure."""
        if failure.again:
            journey.failures += 1
            rest = host.rest_after(failure, journey.failures, self._now())
            if rest <= LONGEST_REST and journey.failures <= self._settings.retries and journey.left > 0:
                self._send(journey, first=True)
                return
        self._done.put(self._unreadable(journey, failure))

    def _unreadable(self, journey: Journey, failure: Failure) -> Unreadable:
        now = self._now()
        retry_at = None if failure.rest is None else later(now, seconds=failure.rest)
        return Unreadable(journey.request.url, failure.message, now, failure.cause, failure.status, retry_at)

    async def _ask(self, host: Host[Journey], journey: Journey) -> Capture | NotModified | Redirect:
        """Make one request once robots.txt allows it, the host has rested and there is room; give what came."""
        host.check_open()
        await self._transport.resolve_name(journey.address)
        rules = await self._rules.at(host, journey.address)
        rules.check_url(journey.address)
        async with host.take_turn():
            answer: Capture | NotModified | Redirect | None = None
            await self._slots.acquire()
            try:
                # where a redirect leads, "not modified" may be said of another page, such as the front page
                asked = (
                    conditional_headers(journey.request)
                    if place_of(journey.request.url) == place_of(journey.address)
                    else {}
                )
                headers = self._headers | {"Accept": self._kinds.accept} | asked | journey.cookie_header()
                async with self._transport.open_answer(journey.address, headers, journey.left) as response:
                    try:
                        answer = await self._read(journey, response, conditional=bool(asked))
                    finally:
                        when = response.deadline.when()
                        journey.left = when - asyncio.get_running_loop().time() if when else 0.0
            finally:
                if not isinstance(answer, Capture):
                    self._slots.release()
        return replace(answer, rights=rules.rights) if isinstance(answer, Capture) else answer

    async def _read(self, journey: Journey, answer: Response, *, conditional: bool) -> Capture | NotModified | Redirect:
        """Read an answer to its end. Raises Failure where it is no page."""
        if target := redirect_of(answer, journey.address):
            return target
        if answer.status == 304 and conditional:
            return NotModified(journey.request.url, self._now())
        check_status(answer, self._now())
        declared = declared_type(answer, self._kinds)
        body = Body(answer.headers.get("Content-Encoding"), self._settings.max_bytes)
        payload = await self._whole(answer, body)
        media_type = declared.check_begin(payload, self._kinds, answer.status)
        if not journey.refreshed and self._kinds is PAGES and (way_on := refresh_of(answer, payload, journey.address)):
            return way_on
        return Capture(
            origin=journey.request.url,
            payload=payload,
            captured_at=self._now(),
            url=journey.address,
            media_type=media_type,
            charset=declared.charset,
            status=answer.status,
            headers=tuple(pair for pair in answer.headers.multi_items() if pair[0] not in NEVER_KEPT),
            moved_to=journey.moved_to,
            received=body.received,
        )

    async def _whole(self, answer: Response, body: Body) -> bytes:
        """Read the whole body. A large one waits until there is room for it, and its deadline with it."""
        clock = asyncio.get_running_loop().time
        large = kept = False
        try:
            async for piece in answer.body:
                body.add_piece(piece)
                if len(body) > LARGE and not large:
                    begun, when = clock(), answer.deadline.when()
                    answer.deadline.reschedule(None)
                    await self._large.acquire()
                    large = True
                    answer.deadline.reschedule(None if when is None else when + clock() - begun)
            payload = body.whole_body()
            kept = True
        finally:
            if large and not kept:
                self._large.release()
        return payload

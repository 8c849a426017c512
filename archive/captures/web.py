"""URLs as captures: many hosts at once, each host one request at a time, everything within bounds.

The one door to httpx. It is used below its client: no cookies, no environment, no redirects and no decoding but ours.
"""

import asyncio
import ssl
from collections.abc import AsyncIterator, Callable, Generator, Iterable
from concurrent.futures import Future
from contextlib import asynccontextmanager
from http import HTTPStatus
from queue import Empty, SimpleQueue
from threading import Event
from urllib.parse import urldefrag, urljoin
from weakref import WeakValueDictionary

import httpcore
import httpx
from anyio.from_thread import start_blocking_portal

from archive.captures.body import Body
from archive.captures.guard import GuardedNetwork
from archive.captures.lists import is_url
from archive.errors import FetchFailed
from archive.model import Capture, Unreadable
from archive.settings import Settings
from archive.urls import host_of

AT_ONCE = 16  # bodies in memory, on their way or waiting to be taken
WAITING = 1_000  # URLs read ahead, so that a slow host does not hold the others up
MOST_REDIRECTS = 10
PATIENCE = 0.2  # seconds until a stop is noticed
REDIRECTS = frozenset({301, 302, 303, 307, 308})
PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"})
MEANINGS = {
    401: "the site wants a login",
    402: "the site wants money",
    403: "the site refuses to show it",
    404: "the site has no such page",
    410: "the site has taken the page down",
    429: "the site wants fewer requests: try again later",
    451: "the site may not show it, for legal reasons",
}
PHRASES = {status.value: status.phrase for status in HTTPStatus}
NEVER_KEPT = frozenset({"set-cookie"})


def fetch(
    urls: Iterable[str],
    *,
    settings: Settings,
    now: Callable[[], str],
    stop: Event | None = None,
    tls: ssl.SSLContext | None = None,
) -> Generator[Capture | Unreadable, None, None]:
    """Each URL as a capture, or why there is none; as they come, which is not the order given.

    `origin` is the URL as given, `url` the one that answered, after redirects. `urls` is read as there is room. A host
    gets one request at a time and rests `settings.host_delay` seconds after each. `settings.fetch_timeout` bounds the
    seconds a URL may take in all, waiting for its turn aside; `settings.max_bytes` the decoded body. Once `stop` is
    set, what is on its way is dropped. `tls`: whom to trust, if not the authorities that certifi lists.
    """
    stop = stop or Event()
    waiting = iter(urls)
    pending: set[Future[Capture | Unreadable]] = set()
    done: SimpleQueue[Future[Capture | Unreadable]] = SimpleQueue()
    with start_blocking_portal() as portal:
        fetcher = portal.call(Fetcher, settings, now, tls or httpx.create_ssl_context(trust_env=False))
        try:
            while not stop.is_set():
                while len(pending) < WAITING and done.empty() and (url := next(waiting, None)) is not None:
                    future = portal.start_task_soon(fetcher.page, url)
                    pending.add(future)
                    future.add_done_callback(done.put)
                if not pending:
                    return
                try:
                    future = done.get(timeout=PATIENCE)
                except Empty:
                    continue
                pending.remove(future)
                if isinstance(result := future.result(), Capture):
                    portal.call(fetcher.taken)
                yield result
        finally:
            for future in pending:
                future.cancel()
            portal.call(fetcher.close)


class Fetcher:
    """Fetches pages on one event loop. A capture holds a slot until it is `taken`."""

    def __init__(self, settings: Settings, now: Callable[[], str], tls: ssl.SSLContext) -> None:
        self._settings = settings
        self._now = now
        self._transport = _Transport(tls, GuardedNetwork(settings.allow_private))
        self._slots = asyncio.Semaphore(AT_ONCE)
        self._hosts: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._headers = {
            "User-Agent": settings.user_agent,
            "Accept": "text/html, application/xhtml+xml, text/plain;q=0.8",
            "Accept-Encoding": "gzip",
        }

    async def page(self, url: str) -> Capture | Unreadable:
        """The page at `url`, through its redirects."""
        try:
            return await self._follow(url)
        except FetchFailed as error:
            return Unreadable(url, error.message)

    def taken(self) -> None:
        """Frees the slot of one capture."""
        self._slots.release()

    async def close(self) -> None:
        """Closes all connections."""
        await self._transport.aclose()

    async def _follow(self, url: str) -> Capture:
        address, left = url, self._settings.fetch_timeout
        clock = asyncio.get_running_loop().time
        for _ in range(MOST_REDIRECTS + 1):
            async with self._turn(address):
                started = clock()
                answer = await self._answer(url, address, left)
                left -= clock() - started
            if isinstance(answer, Capture):
                return answer
            address = answer
        raise FetchFailed(f"more than {MOST_REDIRECTS} redirects")

    @asynccontextmanager
    async def _turn(self, address: str) -> AsyncIterator[None]:
        """One request to a host at a time. Its lock lives while someone waits or the host rests, so few are kept."""
        if not is_url(address) or (host := host_of(address)) is None:
            raise FetchFailed(f"not a web address: {address}" if is_url(address) else f"redirects to {address}")
        lock = self._hosts.setdefault(host, asyncio.Lock())
        await lock.acquire()
        try:
            yield
        finally:
            asyncio.get_running_loop().call_later(self._settings.host_delay, lock.release)

    async def _answer(self, url: str, address: str, seconds: float) -> Capture | str:
        """The capture, or the address that a redirect leads to."""
        answer: Capture | str = ""
        await self._slots.acquire()
        try:
            async with asyncio.timeout(seconds):
                request = httpx.Request("GET", address, headers=self._headers)
                response = await self._transport.handle_async_request(request)
                try:
                    answer = await self._read(url, address, response)
                finally:
                    await response.aclose()
        except TimeoutError as error:
            raise FetchFailed(f"no whole answer within {self._settings.fetch_timeout:g} s") from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise FetchFailed(_cause(error)) from error
        finally:
            if not isinstance(answer, Capture):
                self._slots.release()
        return answer

    async def _read(self, url: str, address: str, response: httpx.Response) -> Capture | str:
        if response.status_code in REDIRECTS and (target := response.headers.get("Location")):
            return str(urldefrag(urljoin(address, target)).url)
        if response.status_code != 200:
            raise FetchFailed(_status(response.status_code))
        media_type = response.headers.get("Content-Type", "").partition(";")[0].strip().lower() or None
        if media_type not in PAGES and media_type is not None:
            raise FetchFailed(f"{media_type} is no kind of page")
        body = Body(response.headers.get("Content-Encoding"), self._settings.max_bytes)
        async for piece in response.aiter_raw():
            body.add(piece)
        return Capture(
            origin=url,
            payload=body.whole(),
            captured_at=self._now(),
            url=address,
            media_type=media_type,
            charset=response.charset_encoding,
            status=response.status_code,
            headers=tuple(pair for pair in response.headers.multi_items() if pair[0] not in NEVER_KEPT),
        )


class _Transport(httpx.AsyncHTTPTransport):
    """httpx over a network of our own, which its transport takes no argument for."""

    def __init__(self, tls: ssl.SSLContext, network: httpcore.AsyncNetworkBackend) -> None:
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls, max_connections=AT_ONCE * 2, keepalive_expiry=30, network_backend=network
        )


def _status(code: int) -> str:
    phrase = PHRASES.get(code, "an unknown status")
    meaning = "the site is in trouble: try again later" if code >= 500 else MEANINGS.get(code, "the site sent no page")
    return f"{code} {phrase}: {meaning}"


def _cause(error: BaseException) -> str:
    """What went wrong below httpx, in one line."""
    chain = [error]
    while cause := chain[-1].__cause__ or chain[-1].__context__:
        chain.append(cause)
    for link in reversed(chain):
        if isinstance(link, ssl.SSLCertVerificationError):
            return f"the site's certificate is not to be trusted: {link.verify_message}"
        if isinstance(link, ssl.SSLError):
            return f"no secure connection: {link.reason or link}"
        if isinstance(link, ConnectionRefusedError):
            return "nothing answers there (connection refused)"
        if isinstance(link, OSError) and link.strerror:
            return f"no connection: {link.strerror}"
    if "incomplete" in str(error) or "complete message" in str(error):
        return "the answer broke off before its end"
    return f"no proper answer: {error or type(error).__name__}"

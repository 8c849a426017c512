"""Make one request and read its answer. The one door to httpx.

It is used below its client: no cookies, no environment, no redirects and no decoding but ours.
"""

import asyncio
import ssl
from collections import OrderedDict
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpcore
import httpx

from archive.captures.failure import Failure
from archive.captures.web.guard import GuardedNetwork
from archive.captures.web.names import Names, Resolve
from archive.model import Cause
from archive.settings import Settings
from archive.urls import host_of


@dataclass(frozen=True, slots=True)
class Response:
    """Status and headers (names in lower case), and the body as it comes off the wire. `deadline` can be moved."""

    status: int
    headers: httpx.Headers
    body: AsyncIterator[bytes]
    deadline: asyncio.Timeout


class Transport:
    """Asks by HTTP/2 where the host speaks it, else by HTTP/1.1, over connections that are kept for a while.

    `tls`: whom to trust, if not the authorities that certifi lists.
    """

    def __init__(self, settings: Settings, tls: ssl.SSLContext | None, resolve: Resolve | None = None) -> None:
        self._names = Names(resolve)
        self._network = GuardedNetwork(settings.allow_private, self._names)
        self._tls = tls or httpx.create_ssl_context(trust_env=False)
        self._limit = settings.fetch_timeout
        self._most = settings.connections * 2
        self._pools: OrderedDict[str, _Pool] = OrderedDict()

    @asynccontextmanager
    async def open_answer(self, address: str, headers: Mapping[str, str], seconds: float) -> AsyncIterator[Response]:
        """Open the answer to one GET, its body still to be read; all within `seconds`. Raises Failure."""
        try:
            async with asyncio.timeout(seconds) as deadline, self._pool(address) as pool:
                response = await pool.handle_async_request(httpx.Request("GET", address, headers=headers))
                try:
                    yield Response(
                        response.status_code,
                        response.headers,
                        response.aiter_raw(),
                        deadline,
                    )
                finally:
                    await response.aclose()
        except TimeoutError as error:
            raise Failure(f"no whole answer within {self._limit:g} s", Cause.TIMEOUT) from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise _failure(error) from error

    async def resolve_name(self, address: str) -> None:
        """Find out where an address's host is, which is kept: no page's time runs meanwhile. Raises Failure."""
        await self._names.addresses_of(host_of(address) or "", urlsplit(address).port or 443)

    async def close(self) -> None:
        """Close all connections."""
        self._names.close()
        while self._pools:
            await self._pools.popitem()[1].aclose()

    @asynccontextmanager
    async def _pool(self, address: str) -> AsyncIterator["_Pool"]:
        """Give the connections to an address's host; if there are too many, close those of the host unused for longest.

        One pool a host: a pool of httpcore looks at each pair of its connections with each request.
        """
        name = urlsplit(address).netloc
        pool = self._pools.pop(name, None) or _Pool(self._tls, self._network)
        self._pools[name] = pool
        pool.users += 1
        try:
            if len(self._pools) > self._most:
                unused = next((name for name, pool in self._pools.items() if not pool.users), None)
                if unused is not None:
                    await self._pools.pop(unused).aclose()
            yield pool
        finally:
            pool.users -= 1


class _Pool(httpx.AsyncHTTPTransport):
    """httpx over a network of our own, which its transport takes no argument for."""

    def __init__(self, tls: ssl.SSLContext, network: httpcore.AsyncNetworkBackend) -> None:
        self.users = 0
        self._pool = httpcore.AsyncConnectionPool(
            ssl_context=tls, keepalive_expiry=30, http1=True, http2=True, network_backend=network
        )


def _failure(error: BaseException) -> Failure:
    """Say in one line what went wrong below httpx."""
    chain = [error]
    while cause := chain[-1].__cause__ or chain[-1].__context__:
        chain.append(cause)
    for link in reversed(chain):
        if isinstance(link, ssl.SSLCertVerificationError):
            return Failure(f"the site's certificate is not to be trusted: {link.verify_message}", Cause.TLS)
        if isinstance(link, ssl.SSLError):
            return Failure(f"no secure connection: {link.reason or link}", Cause.TLS)
        if isinstance(link, ConnectionRefusedError):
            return Failure("nothing answers there (connection refused)", Cause.CONNECTION, again=True)
        if isinstance(link, OSError) and link.strerror:
            return Failure(f"no connection: {link.strerror}", Cause.CONNECTION, again=True)
    if "incomplete" in str(error) or "complete message" in str(error):
        return Failure("the answer broke off before its end", Cause.BROKEN, again=True)
    # a server that closed a connection while it was kept has not seen the request
    again = isinstance(error, httpx.NetworkError | httpx.RemoteProtocolError)
    word = Cause.CONNECTION if isinstance(error, httpx.NetworkError) else Cause.BROKEN
    return Failure(f"no proper answer: {error or type(error).__name__}", word, again=again)

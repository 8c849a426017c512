"""Who may ask, and what a browser may do with the answer: names of hosts, a token, a strict policy."""

import hmac
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from typing import Final
from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

COOKIE: Final = "archive_token"
POLICY: Final = {
    "content-security-policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-cache",
}
"""No script, image, frame or style but the reader's own; no word to other sites of where a link was followed."""
_POLICY: Final = tuple((name.encode(), value.encode()) for name, value in POLICY.items())
READING: Final = frozenset(("GET", "HEAD"))
OPEN: Final = "/api/pages"
"""Takes a page from any site whose visitor has a token for it; it looks for that itself."""


class Guard:
    """Lets through requests for a known host, with the token where there is one; adds the policy to every answer.

    `hosts`: names by which the reader may be asked, without port. A page of another site whose name was made to lead
    here (DNS rebinding) asks by its own name, and is refused.
    """

    def __init__(self, app: ASGIApp, hosts: Collection[str], token: str | None = None) -> None:
        self._app = app
        self._hosts = frozenset(host.lower() for host in hosts)
        self._token = token

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or refuse it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
        if _host_of(headers.get("host", "")) not in self._hosts:
            await _refuse(send, 421, "asked by a name this reader does not have; --host names more")
            return
        writes = scope["method"] not in READING
        if writes and scope["path"] != OPEN and _foreign(headers.get("origin"), self._hosts):
            await _refuse(send, 403, "asked from a page of another site")
            return
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [None])[0]
        if self._token and not (writes and scope["path"] == OPEN) and not self._knows(headers, given):
            await _refuse(send, 401, "a token is needed: add ?token=… once, or send it as a bearer")
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                added = list(_POLICY)
                if self._token and given:
                    cookie = f"{COOKIE}={self._token}; HttpOnly; SameSite=Strict; Path=/"
                    added.append((b"set-cookie", cookie.encode()))
                message["headers"] = [*message["headers"], *added]
            await send(message)

        await self._app(scope, receive, send_guarded)

    def _knows(self, headers: dict[str, str], given: str | None) -> bool:
        """Tell whether a request carries the token: in its address, as a bearer, or in the cookie of an earlier one."""
        scheme, _, bearer = headers.get("authorization", "").partition(" ")
        cookies = SimpleCookie()
        try:
            cookies.load(headers.get("cookie", ""))
        except CookieError:
            cookies.clear()
        kept = cookies[COOKIE].value if COOKIE in cookies else ""
        offered = (given or "", bearer if scheme.lower() == "bearer" else "", kept)
        wanted = (self._token or "").encode()
        return any(hmac.compare_digest(one.encode(), wanted) for one in offered)


def _foreign(origin: str | None, hosts: Collection[str]) -> bool:
    """Tell whether a browser says that a page of another site asks."""
    return origin is not None and _host_of(origin.partition("://")[2]) not in hosts


def _host_of(header: str) -> str:
    """Give the name in a Host header, without its port."""
    if header.startswith("["):
        return header.partition("]")[0].lower() + "]"
    return header.rpartition(":")[0].lower() if ":" in header else header.lower()


async def _refuse(send: Send, status: int, reason: str) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{reason}\n".encode()})

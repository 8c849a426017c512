"""Read an answer: as a page, "nothing new", a redirect, or a reason why there is none."""

from collections.abc import Callable
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urldefrag, urljoin

from archive.captures.content_type import charset_in, media_type_in
from archive.captures.failure import Failure
from archive.captures.web.media_types import begins_as_page, is_foreign
from archive.captures.web.refresh import refresh_target
from archive.captures.web.retry import retry_after
from archive.captures.web.transport import Response
from archive.model import Cause, Request

REDIRECTS = frozenset({301, 302, 303, 307, 308})
PERMANENT = frozenset({301, 308})
PAGE_SENT = frozenset({200, 203})  # 203: a proxy changed it; browsers show it
PASSING = frozenset({429, 502, 503, 504})  # may be well a little later; to ask again harms nobody, if the host rested
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


@dataclass(frozen=True, slots=True)
class Kinds:
    """The content types that are wanted. `name`: what such a thing is called; `accept`: the header that asks for it.

    `begins`: tells by its first bytes whether a body under a type that no list has is one all the same.
    """

    name: str
    accept: str
    media_types: frozenset[str]
    begins: Callable[[bytes], bool]


PAGES = Kinds(
    "page",
    "text/html, application/xhtml+xml, text/plain;q=0.8",
    frozenset({"text/html", "application/xhtml+xml", "text/plain", "application/xml", "text/xml"}),
    begins_as_page,
)


@dataclass(frozen=True, slots=True)
class Redirect:
    """A redirect to another address. `permanent`: 301 and 308, by which a page says that it moved.

    `cookies`: what it sets, as sent; `refreshes`: it was a page that is nothing but a way on.
    """

    address: str
    permanent: bool
    cookies: tuple[str, ...] = ()
    refreshes: bool = False


def redirect_of(answer: Response, address: str) -> Redirect | None:
    """Give the redirect that an answer from `address` is, if it is one."""
    if answer.status not in REDIRECTS or not (target := answer.headers.get("Location")):
        return None
    return Redirect(str(urldefrag(urljoin(address, target)).url), answer.status in PERMANENT, cookies_of(answer))


def cookies_of(answer: Response) -> tuple[str, ...]:
    """Give the cookies that an answer sets, as sent."""
    return tuple(answer.headers.get_list("Set-Cookie"))


def refresh_of(answer: Response, payload: bytes, address: str) -> Redirect | None:
    """Give where a page leads that is nothing but a way on; to itself only where that sets a cookie."""
    target, cookies = refresh_target(payload, answer.headers.get("Refresh", ""), address), cookies_of(answer)
    if target is None or (target == address and not cookies):
        return None
    return Redirect(target, permanent=False, cookies=cookies, refreshes=True)


def check_status(answer: Response, now: str) -> None:
    """Raise Failure for all that is no page. `now`: ISO 8601, for a Retry-After that is a date."""
    status = answer.status
    if status == 304:
        raise Failure('304 Not Modified, though nobody asked "since when"', Cause.BROKEN, status=status)
    if status not in PAGE_SENT:
        passing = status in PASSING
        rest = retry_after(answer.headers.get("Retry-After"), now) if passing else None
        raise Failure(_meaning_of(status), Cause.STATUS, status=status, again=passing, rest=rest)


@dataclass(frozen=True, slots=True)
class DeclaredType:
    """The media type and charset that an answer declares. `doubtful`: no list has the type, so the body decides."""

    media_type: str | None
    charset: str | None
    doubtful: bool

    def check_begin(self, payload: bytes, kinds: Kinds, status: int) -> str | None:
        """Give the media type of a body, None for an odd name. Raises Failure if it is not one of `kinds`."""
        if self.doubtful and not kinds.begins(payload):
            raise _no_kind_of(self.media_type, kinds, status)
        return None if self.doubtful else self.media_type


def declared_type(answer: Response, kinds: Kinds) -> DeclaredType:
    """Give the type that an answer declares. Raises Failure if it is surely not one of `kinds`."""
    value = answer.headers.get("Content-Type", "")
    media_type = media_type_in(value)
    known = media_type is None or media_type in kinds.media_types
    if media_type and not known and is_foreign(media_type):
        raise _no_kind_of(media_type, kinds, answer.status)
    return DeclaredType(media_type, charset_in(value), not known)


def _no_kind_of(media_type: str | None, kinds: Kinds, status: int) -> Failure:
    return Failure(f"{media_type} is no kind of {kinds.name}", Cause.MEDIA_TYPE, status=status)


def conditional_headers(request: Request) -> dict[str, str]:
    """Make the headers that ask for news only; a validator that no header may hold is left out."""
    pairs = {"If-None-Match": request.etag, "If-Modified-Since": request.last_modified}
    return {name: value for name, value in pairs.items() if value and value.isascii() and value.isprintable()}


def _meaning_of(status: int) -> str:
    """Say what a status means, and what the person can do."""
    otherwise = "the site is in trouble: try again later" if status >= 500 else "the site sent no page"
    return f"{status} {PHRASES.get(status, 'an unknown status')}: {MEANINGS.get(status, otherwise)}"

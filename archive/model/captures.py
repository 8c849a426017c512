"""Pages on their way in: a request, and the capture, "nothing new" or failure that answers it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from archive.model.rights import RightsStatements
from archive.model.short_repr import short_repr

HeaderPairs = Mapping[str, str] | Iterable[tuple[str | bytes, str | bytes]]
"""Headers as programs have them."""


NAMELESS: Final = "urn:archive:sha256:"
"""Begins the address that a WARC file of ours gives a page without one: the rest is the SHA-256 of its bytes."""


class Cause(StrEnum):
    """Tell why a fetch gave no page, in few words to count by; the sentence for a person stands beside them."""

    ADDRESS = "address"
    ROBOTS = "robots"
    DNS = "dns"
    CONNECTION = "connection"
    TLS = "tls"
    TIMEOUT = "timeout"
    STATUS = "status"
    REDIRECTS = "redirects"
    MEDIA_TYPE = "media type"
    TOO_LARGE = "too large"
    BROKEN = "broken answer"
    BUSY = "busy"
    """Not asked: another worker is asking the host."""


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A file that holds one page, and the page's address."""

    path: str
    url: str


@dataclass(frozen=True, slots=True)
class RecordPlace:
    """The place of a page inside a file that holds many: the file, its name or number there, the byte it begins at."""

    file: str
    record: str | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class Capture:
    """One file or response as received. `origin` is what a person calls it (a path, a URL); `url` its address, if any.

    `moved_to`: where `origin` leads by permanent redirects (301, 308) alone, up to the first that is not; None if it
    stayed. `received`: bytes of the body on the wire, before it was unpacked. `place`: where in which archive file it
    stands, if it came in one. `rights`: what its site states on the use of its texts, and once it is
    extracted what its headers and markup do.
    """

    origin: str
    payload: bytes
    captured_at: str
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    moved_to: str | None = None
    received: int | None = None
    place: RecordPlace | None = None
    rights: RightsStatements = ()

    def __repr__(self) -> str:
        return short_repr("Capture", self.origin, f"{len(self.payload):,} bytes", self.media_type, self.captured_at)


@dataclass(frozen=True, slots=True)
class Request:
    """A URL to fetch. With validators (of its last response, as sent) only what changed since is sent."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: the site says that nothing changed since the response with those validators. `origin`: the URL as asked."""

    origin: str
    checked_at: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A target that gave no capture: its name, and one clear line on what happened and what to do.

    From the web also when, the cause, the HTTP status of the last answer, and when the site wants to be asked again.
    """

    origin: str
    message: str
    at: str | None = None
    cause: Cause | None = None
    status: int | None = None
    retry_at: str | None = None


Fetched = Capture | NotModified | Unreadable

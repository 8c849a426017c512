"""Headers and stored HTTP responses, read from bytes that anyone may have written: linear, and nothing raises."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BytesIO

from archive.captures.body import Body
from archive.captures.content_type import charset_in, media_type_in
from archive.captures.failure import Failure
from archive.model import Capture, Unreadable

LINE = 65_536  # bytes
MOST_HEADERS = 65_536  # bytes of all headers of a message
PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
FULL = frozenset({200, 203})  # the statuses of whole pages; 203: a proxy changed something
NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,200}")
STATUS_LINE = re.compile(rb"HTTP/\d(?:\.\d)?[ \t]+(\d{3})(?!\d)", re.I)
CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}")


@dataclass(frozen=True, slots=True)
class Headers:
    """The headers of a message, in their order."""

    pairs: tuple[tuple[str, str], ...] = ()

    def get(self, name: str) -> str:
        """Give the first value of a header, "" if there is none."""
        return next((value for key, value in self.pairs if key.lower() == name), "")

    def joined(self, name: str) -> str:
        """Give all values of a header as one, as HTTP has it."""
        return ", ".join(value for key, value in self.pairs if key.lower() == name)


def read_headers(stream: BytesIO) -> Headers:
    """Read headers up to the blank line, and not more than `MOST_HEADERS`; what is no header is left out."""
    pairs: list[tuple[str, list[str]]] = []
    room = MOST_HEADERS
    while (line := stream.readline(LINE)).strip(b"\r\n"):
        room -= len(line)
        if room < 0:
            continue
        text = _text(line)
        if text[0] in " \t":
            if pairs:
                pairs[-1][1].append(text.strip())
            continue
        name, colon, value = text.partition(":")
        if colon and NAME.fullmatch(name):
            pairs.append((name, [value.strip()]))
    return Headers(tuple((name, " ".join(values)) for name, values in pairs))


def _text(line: bytes) -> str:
    """Give a line as text: UTF-8 where it is that, else Latin-1."""
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError:
        return line.decode("latin-1")


def page_in_response(block: bytes, found: Capture, max_bytes: int) -> Capture | Unreadable | str:
    """Give the page in a stored HTTP response; a text says why it holds none.

    `found`: the page as far as its record knows it: origin, address, time and place.
    """
    stream = BytesIO(block)
    status_line = STATUS_LINE.match(stream.readline(LINE))
    if status_line is None:
        return "no HTTP response"
    status, headers = int(status_line[1]), read_headers(stream)
    if status not in FULL:
        return "status other than 200"
    body = stream.read()
    if "chunked" in headers.joined("transfer-encoding").lower():
        body = b"".join(_unchunked(body))
    return page_in_body(body, replace(found, status=status, headers=headers.pairs), max_bytes)


def page_in_body(body: bytes, found: Capture, max_bytes: int) -> Capture | Unreadable | str:
    """Give the page in a body whose headers `found` has, unpacked; a text says why it is none."""
    headers = Headers(found.headers)
    declared = headers.joined("content-type") or found.media_type or ""
    media_type = media_type_in(declared)
    if media_type not in PAGES and (media_type or body.lstrip()[:1] != b"<"):
        return "no page by its content type"
    try:
        whole = Body(headers.joined("content-encoding"), max_bytes)
        whole.add_piece(body)
        payload = whole.whole_body()
    except Failure as error:
        return Unreadable(found.origin, error.message)
    return replace(found, payload=payload, media_type=media_type, charset=found.charset or charset_in(declared))


def _unchunked(body: bytes) -> Iterator[bytes]:
    """Give the chunks; `body` itself where there are none: some crawlers store it joined under old headers."""
    stream, some = BytesIO(body), False
    while line := stream.readline(LINE):
        size = line.partition(b";")[0].strip()
        if not CHUNK_SIZE.fullmatch(size):
            if not some:
                yield body
            return
        if not int(size, 16):
            return
        some = True
        yield stream.read(int(size, 16))
        stream.readline(LINE)

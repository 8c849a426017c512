"""MHTML files, as browsers save pages, and mails: the page in them, with its address and date.

Read here and not by `email`, whose reading of some headers takes quadratic time.
"""

import binascii
import re
from collections.abc import Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from io import BytesIO

from archive.captures.capture_file import CaptureFile
from archive.captures.content_type import charset_in, media_type_in
from archive.captures.http_message import MOST_HEADERS, PAGES, Headers, read_headers
from archive.model import Capture, Unreadable

BEGINS = re.compile(rb"\s{0,99}[A-Za-z][\w-]{0,60}:[ \t]*\S")
BOUNDARY = re.compile(r"boundary\s{0,9}=\s{0,9}(?:\"([^\"]{1,200})\"|([^\s;\"]{1,200}))", re.I)
MOST_PARTS = 20_000
TIMES_A_PAGE = 8  # a file has pictures beside the page
DEEPEST = 3  # parts in parts


def is_mhtml(head: bytes) -> bool:
    """Tell whether a file that begins so is MHTML, or a mail: headers, MIME's among them."""
    if not BEGINS.match(head):
        return False
    headers = read_headers(BytesIO(head[:MOST_HEADERS].lstrip()))
    media_type = media_type_in(headers.get("content-type")) or ""
    return media_type.startswith("multipart/") or (media_type in PAGES and bool(headers.get("mime-version")))


def read_mhtml(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """Give the page in the file: its first part of HTML, or the one that its headers name."""
    payload = file.stream.read(TIMES_A_PAGE * file.max_bytes + 1)
    if len(payload) > TIMES_A_PAGE * file.max_bytes:
        yield Unreadable(file.name, f"an MHTML file of more than {TIMES_A_PAGE} times max_bytes")
        return
    stream = BytesIO(payload.lstrip())
    headers = read_headers(stream)
    address = headers.get("snapshot-content-location")
    found = _best(headers, stream.read(), address, 0)
    if found is None:
        yield Unreadable(file.name, "an MHTML or mail file without a page: save the page as HTML or text")
        return
    own, body = found
    if len(body) > file.max_bytes:
        yield Unreadable(file.name, f"over {file.max_bytes:,} bytes, the most a page may have (setting max_bytes)")
        return
    url = next(
        (
            url
            for url in (file.url, address, own.get("content-location"), headers.get("content-location"))
            if _is_web(url)
        ),
        None,
    )
    yield Capture(
        origin=file.name,
        payload=body,
        captured_at=_date(headers.get("date")) or file.saved_at,
        url=url,
        media_type=media_type_in(own.get("content-type")) or "text/html",
        charset=charset_in(own.get("content-type")),
    )


def _is_web(url: str | None) -> bool:
    return bool(url) and str(url).lower().startswith(("http://", "https://"))


def _best(headers: Headers, body: bytes, address: str, depth: int) -> tuple[Headers, bytes] | None:
    """Give the part that is the page: the one at the address, else the first of HTML, else the first of text."""
    media_type = media_type_in(headers.get("content-type")) or ""
    if not media_type.startswith("multipart/"):
        return (headers, _decoded(headers, body)) if media_type in PAGES else None
    boundary = BOUNDARY.search(headers.get("content-type")[:2_000])
    if boundary is None or depth > DEEPEST:
        return None
    best: tuple[int, Headers, bytes] | None = None
    for part in _parts(body, (boundary[1] or boundary[2]).encode()):
        stream = BytesIO(part)
        own = read_headers(stream)
        kind = media_type_in(own.get("content-type")) or ""
        rank = 1 if kind == "text/plain" else 2 if kind in PAGES else 0
        if rank == 2 and address and own.get("content-location") == address:
            rank = 3
        if kind.startswith("multipart/"):
            inner = _best(own, stream.read(), address, depth + 1)
            rank, own, data = (2, *inner) if inner else (0, own, b"")
        elif rank and (best is None or rank > best[0]):
            data = _decoded(own, stream.read())
        else:
            continue
        if rank and (best is None or rank > best[0]):
            best = rank, own, data
    return best and best[1:]


def _parts(body: bytes, boundary: bytes) -> Iterator[bytes]:
    """Give the parts between the boundaries; the last may lack its end."""
    line = re.compile(rb"(?:\A|\r?\n)--" + re.escape(boundary) + rb"(--)?[ \t]*\r?(?:\n|\Z)")
    start, count = None, 0
    for match in line.finditer(body):
        if start is not None:
            yield body[start : match.start()]
        start, count = match.end(), count + 1
        if match[1] or count > MOST_PARTS:
            return
    if start is not None:
        yield body[start:]


def _decoded(headers: Headers, body: bytes) -> bytes:
    """Undo the transfer encoding of a part."""
    encoding = headers.get("content-transfer-encoding").strip().lower()
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding == "base64":
        try:
            return binascii.a2b_base64(body)
        except binascii.Error:
            return body
    return body


def _date(text: str) -> str | None:
    """Give a mail's date in UTC to the second; None for what is no date."""
    try:
        moment = parsedate_to_datetime(text[:100])
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, TypeError, OverflowError, IndexError):
        return None

"""WARC and WET files as captures, record by record (ISO 28500:2017).

Read here and not by a library, because the files come from anywhere: warcio 1.8 unpacks a chunk of any size at once,
reads lines of any length, and passes a record that is cut off as whole.
"""

import gzip
import re
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from http.client import HTTPException, HTTPMessage, parse_headers
from io import BytesIO
from typing import IO, cast

from archive.captures.body import Body
from archive.captures.capture_file import HEAD, CaptureFile
from archive.captures.failure import Failure
from archive.model import Capture, Unreadable

MAGIC = b"WARC/"
GZIP = b"\x1f\x8b"
PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain"})
LINE = 65_536  # bytes
CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,8}")
HEAD_ROOM = 65_536  # bytes a response has for its headers


def is_warc(head: bytes) -> bool:
    """Tell whether a file that begins so is a WARC or WET file, gzipped or not."""
    if head.startswith(GZIP):
        try:
            head = zlib.decompressobj(wbits=31).decompress(head, HEAD)
        except zlib.error:
            return False
    return head.lstrip(b"\r\n").startswith(MAGIC)


def read_warc(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """Give the pages in an archive file: successful responses and resources of HTML or text, and WET conversions.

    A body is decoded (chunks, gzip) to at most `file.max_bytes`; memory holds one. Other records are passed over in
    silence. A damaged or cut file gives an Unreadable after the pages before the damage. `captured_at` is the record's
    date, or `file.now()` where that is none.
    """
    count = 0
    try:
        for headers, block in _records(_unpacked(file), file.max_bytes + HEAD_ROOM):
            count += 1
            if found := _page(headers, block, file.max_bytes, file.now):
                yield found
    except (OSError, ValueError, EOFError, HTTPException, zlib.error) as error:
        reason = getattr(error, "strerror", None) or str(error)
        yield Unreadable(file.name, f"a damaged archive file; {count:,} records before the damage were read ({reason})")


def _unpacked(file: CaptureFile) -> IO[bytes]:
    """Give the file's records, unzipped where they are zipped."""
    return cast("IO[bytes]", gzip.open(file.stream)) if file.head.startswith(GZIP) else file.stream


def _records(file: IO[bytes], most: int) -> Iterator[tuple[HTTPMessage, bytes]]:
    """Give each record's headers, and the first `most` bytes of its block."""
    while line := file.readline(LINE):
        if not line.strip():
            continue
        if not line.startswith(MAGIC):
            raise ValueError("no record begins where one must")
        headers = parse_headers(file)
        if not (size := headers.get("Content-Length", "").strip()).isdecimal():
            raise ValueError("a record of no length")
        length = int(size)
        block = file.read(min(length, most))
        left = length - len(block)
        while left > 0 and (piece := file.read(min(left, LINE))):
            left -= len(piece)
        if left:
            raise EOFError("the last record is cut off")
        yield headers, block


def _page(record: HTTPMessage, block: bytes, max_bytes: int, now: Callable[[], str]) -> Capture | Unreadable | None:
    """Give the page in a record; None for a record of another kind."""
    url = record.get("WARC-Target-URI", "").strip("<> ")  # wget 1.14 to 1.20 wrote the brackets of the grammar
    kind = record.get("WARC-Type", "").lower()
    if not url.lower().startswith(("http://", "https://")) or kind not in ("response", "resource", "conversion"):
        return None
    status, headers, body = _response(block) if kind == "response" else (200, record, block)
    if status != 200 or headers.get_content_type() not in PAGES:
        return None
    try:
        whole = Body(None, max_bytes) if kind != "response" else Body(_encoding(headers, body), max_bytes)
        whole.add_piece(body)
        payload = whole.whole_body()
    except Failure as error:
        return Unreadable(url, error.message)
    return Capture(
        origin=url,
        payload=payload,
        captured_at=_date(record.get("WARC-Date", "")) or now(),
        url=url,
        media_type=headers.get_content_type(),
        charset=headers.get_content_charset() or ("utf-8" if kind == "conversion" else None),  # what WET files are in
        status=status,
        headers=tuple(headers.items()) if kind == "response" else (),
    )


def _response(block: bytes) -> tuple[int, HTTPMessage, bytes]:
    """Give status, headers and unchunked body of a stored HTTP response; status 0 if it is none."""
    file = BytesIO(block)
    words = file.readline(LINE).split(None, 2)
    try:
        headers = parse_headers(file)
    except HTTPException:  # more headers than any server sends
        return 0, HTTPMessage(), b""
    status = int(words[1]) if len(words) > 1 and words[0].startswith(b"HTTP/") and words[1].isdigit() else 0
    body = file.read()
    if headers.get("Transfer-Encoding", "").lower() == "chunked":
        body = _unchunked(body)
    return status, headers, body


def _unchunked(body: bytes) -> bytes:
    """Join the chunks; give `body` itself where there are none: some crawlers store it joined under old headers."""
    file = BytesIO(body)
    chunks: list[bytes] = []
    while line := file.readline(LINE):
        size = line.partition(b";")[0].strip()
        if not CHUNK_SIZE.fullmatch(size):
            return b"".join(chunks) if chunks else body
        if not int(size, 16):
            break
        chunks.append(file.read(int(size, 16)))
        file.readline(LINE)
    return b"".join(chunks)


def _date(text: str) -> str | None:
    """Give a record's date in UTC to the second; None for what is no date."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None


def _encoding(headers: HTTPMessage, body: bytes) -> str | None:
    """Give the Content-Encoding of a body that is zipped; some crawlers store it unzipped under its old headers."""
    return headers.get("Content-Encoding") if body.startswith(GZIP) else None

"""WARC and WET files as captures, record by record (ISO 28500:2017), plain, gzipped or in Zstandard.

Read here and not by a library, because the files come from anywhere: warcio 1.8 unpacks a chunk of any size at once,
reads lines of any length, and passes a record that is cut off as whole.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from io import BytesIO

from archive.captures.capture_file import CaptureFile
from archive.captures.formats.damage import Damage
from archive.captures.formats.records import DICTIONARY, RecordFile, first_bytes
from archive.captures.http_message import (
    MOST_HEADERS,
    Headers,
    page_in_body,
    page_in_response,
    read_headers,
)
from archive.captures.unpacking import Damaged
from archive.model import NAMELESS, Capture, RecordPlace, Unreadable

MAGIC = re.compile(rb"WARC/\d")
KINDS = ("response", "resource", "conversion")
WEB = ("http://", "https://")
SAME_BYTES = re.compile(r"https?://netpreserve\.org/warc/1\.[01]/(?:revisit/)?identical-payload-digest", re.I)
ORIGINAL = re.compile(r"^x-archive-orig-(?=(?:content-encoding|transfer-encoding|content-length)$)", re.I)
MOST_KNOWN = 500_000  # records of one file that a revisit can lead back to


def is_warc(head: bytes) -> bool:
    """Tell whether a file that begins so is a WARC or WET file, packed or not."""
    if head.startswith(DICTIONARY.to_bytes(4, "little")):
        return True
    return MAGIC.match(first_bytes(head).lstrip(b"\r\n")) is not None


def read_warc(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """Give the pages in an archive file: successful responses and resources of HTML or text, and WET conversions.

    A body is decoded (chunks, packing) to at most `file.max_bytes`; memory holds one. A revisit is the page whose bytes
    it says came once more, if that stands before it in the file. Other records are passed over. A
    damaged one is an Unreadable, and the reader goes on at the next. `captured_at` is the record's date, or
    `file.now()` where that is none.
    """
    records = RecordFile(file, MAGIC)
    read_one = partial(_read_record, most=file.max_bytes + MOST_HEADERS)
    known: dict[str, int] = {}

    def first_of(revisit: Headers) -> Capture | Unreadable | str:
        """Give the page whose bytes came once more."""
        place = known.get(revisit.get("warc-payload-digest"))
        if place is None or not file.stream.seekable():
            return "revisits of pages that stand elsewhere"
        try:
            return _page(*records.read_again(place, read_one), place, file)
        except (Damaged, EOFError, ValueError) as error:
            return damaged_record(file, Damage(place, str(error)))

    for found in records.each_record(read_one):
        if isinstance(found, Damage):
            yield damaged_record(file, found)
            continue
        offset, (headers, block) = found
        if SAME_BYTES.match(headers.get("warc-profile")):
            first = first_of(headers)
            began = _begun(headers, offset, file)
            page = _revisited(began, block, first, file.max_bytes) if isinstance(first, Capture) else first
        else:
            page = _page(headers, block, offset, file)
        if isinstance(page, str):
            file.pass_over(page)
            continue
        if isinstance(page, Capture) and len(known) < MOST_KNOWN and (digest := headers.get("warc-payload-digest")):
            known.setdefault(digest, offset)
        yield page


def _revisited(found: Capture, head: bytes, first: Capture, max_bytes: int) -> Capture:
    """Give the page `found` that is `first` once more, with the headers in the `head` of its own response, if any."""
    again = page_in_response(head.rstrip() + b"\r\n\r\n" + first.payload, found, max_bytes)
    if isinstance(again, Capture):
        return replace(again, headers=_as_sent(again.headers))
    return replace(first, origin=found.origin, url=found.url, captured_at=found.captured_at, place=found.place)


def damaged_record(file: CaptureFile, damage: Damage) -> Unreadable:
    """Say what became of a damaged record."""
    return Unreadable(file.name, f"a damaged record at byte {damage.offset:,}: {damage.reason}")


def _read_record(records: RecordFile, most: int) -> tuple[Headers, bytes]:
    """Read a record's headers, and the first `most` bytes of its block. Raises ValueError for what is none."""
    if not MAGIC.match(records.read_line()):
        raise ValueError("no record begins where one must")
    lines = []
    room = MOST_HEADERS
    while (line := records.read_line()).strip(b"\r\n"):
        lines.append(line)
        room -= len(line)
        if room < 0:
            raise ValueError("its headers have no end")
    headers = read_headers(BytesIO(b"".join(lines)))
    size = headers.get("content-length")
    if not (size.isascii() and size.isdecimal() and len(size) < 16):
        raise ValueError("it says no length")
    return headers, records.read(int(size), most)


def _page(record: Headers, block: bytes, offset: int, file: CaptureFile) -> Capture | Unreadable | str:
    """Give the page in a record; a text says why it holds none."""
    kind, found = record.get("warc-type").lower(), _begun(record, offset, file)
    if kind not in KINDS or not found.origin.lower().startswith((*WEB, NAMELESS)):
        return "records of other kinds"
    if kind == "response":
        page = page_in_response(block, found, file.max_bytes)
        return replace(page, headers=_as_sent(page.headers)) if isinstance(page, Capture) else page
    charset = "utf-8" if kind == "conversion" else None  # what WET files are in
    found = replace(found, status=200, media_type=record.get("content-type"), charset=charset)
    return page_in_body(block, found, file.max_bytes)


def _begun(record: Headers, offset: int, file: CaptureFile) -> Capture:
    """Give what the headers of a record say of its page."""
    url = record.get("warc-target-uri").strip("<> ")  # wget 1.14 to 1.20 wrote the brackets of the grammar
    return Capture(
        origin=url,
        payload=b"",
        captured_at=_date(record.get("warc-date")) or file.now(),
        url=None if url.startswith(NAMELESS) else url,
        place=RecordPlace(file.name, record.get("warc-record-id").strip("<> ") or None, offset),
    )


def _as_sent(headers: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Give headers of the wire back their names: who stores a body unpacked writes them as `X-Archive-Orig-…`."""
    return tuple((ORIGINAL.sub("", name), value) for name, value in headers)


def _date(text: str) -> str | None:
    """Give a record's date in UTC to the second; None for what is no date."""
    try:
        return datetime.fromisoformat(text).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError):
        return None

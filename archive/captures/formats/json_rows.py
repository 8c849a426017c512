"""Pages in JSON: a row a line, one list of rows, or a HAR file, each row read by itself so that memory holds one."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any, BinaryIO

from archive.captures.capture_file import CaptureFile
from archive.captures.failure import Failure
from archive.captures.formats.rows import WANTED, has_page, page_in_row
from archive.model import Capture, Cause, Unreadable

LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\{\s{0,99}\"")
LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\[\s{0,99}\{\s{0,99}\"")
TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|[^"{}\[\]]+', re.S)
OPENING, CLOSING = frozenset(b"{["), frozenset(b"}]")
COMPLETE = OPENING | CLOSING | frozenset(b'"')
ROOM = 1_000_000  # bytes a row may have beside its page
PIECE = 262_144
LONGEST_START = 300  # bytes of what stands before a list of rows
MOST_PARTS = 1_000_000  # signs of structure in one row: each value in memory is far larger than on disk


def is_rows(head: bytes) -> bool:
    """Tell whether a file that begins so is JSON, an object a line or a list of objects."""
    return bool(LINES.match(head) or LIST.match(head))


def read_rows(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """Give the pages in JSON rows. A row that is damaged costs itself, and in a list what follows it."""
    rows = _listed(file) if LIST.match(file.head) else _lines(file)
    for number, (place, row) in enumerate(rows):
        if isinstance(row, str):
            yield Unreadable(f"{file.name}, {place}", row)
        elif number == 0 and not has_page(row):
            yield Unreadable(file.name, f"JSON, but no pages: {WANTED}")
            return
        else:
            page = page_in_row(row, file, place)
            if isinstance(page, str):
                file.pass_over(page)
            else:
                yield page


def most_of_row(max_bytes: int) -> int:
    """Give the bytes a row may have: JSON writes some characters six times as long."""
    return 2 * max_bytes + ROOM


def _lines(file: CaptureFile) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    """Give each line's object, or why it is none."""
    most = most_of_row(file.max_bytes)
    for number, line in enumerate(iter(partial(file.stream.readline, most), b""), 1):
        text = line.removeprefix(b"\xef\xbb\xbf").strip()
        while len(line) == most and not line.endswith(b"\n"):
            text, line = b"", file.stream.readline(most)
            if len(line) < most or line.endswith(b"\n"):
                yield f"line {number}", "too long for a page (setting max_bytes)"
        if text:
            yield f"line {number}", parse_object(text)


def _listed(file: CaptureFile) -> Iterator[tuple[str, Mapping[str, Any] | str]]:
    """Give each object of a list."""
    for number, text in enumerate(objects_in(file.stream, re.compile(rb"\["), most_of_row(file.max_bytes)), 1):
        yield f"row {number}", parse_object(text)


def parse_object(text: bytes) -> Mapping[str, Any] | str:
    """Read a JSON object; a text says why it is none."""
    if sum(map(text.count, (b",", b"[", b"{"))) > MOST_PARTS:
        return "too many values for a page"
    try:
        found = json.loads(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return "damaged JSON"
    return found if isinstance(found, dict) else "no JSON object"


def objects_in(stream: BinaryIO, start: re.Pattern[bytes], most: int) -> Iterator[bytes]:
    """Give the objects of the list that follows `start`, as text. Raises Failure where the list is damaged."""
    held = bytearray(stream.read(PIECE))
    found = start.search(held)
    while found is None and len(held) < most and (more := stream.read(PIECE)):
        looked = max(0, len(held) - LONGEST_START)
        held += more
        found = start.search(held, looked)
    if found is None:
        raise Failure("JSON without a list of pages", Cause.BROKEN)
    at, begin, depth = found.end(), 0, 0
    while True:
        match = TOKEN.match(held, at)
        if match is None or (match.end() == len(held) and held[match.start()] not in COMPLETE):
            keep = begin if depth else at
            if len(held) - keep > most:
                raise Failure("a row too long for a page (setting max_bytes)", Cause.TOO_LARGE)
            if not (more := stream.read(max(PIECE, len(held)))):
                raise Failure("cut off before its end", Cause.BROKEN)
            del held[:keep]
            at, begin = at - keep, 0
            held += more
            continue
        sign, at = held[match.start()], match.end()
        if sign in OPENING:
            begin, depth = (begin if depth else match.start()), depth + 1
        elif sign in CLOSING:
            depth -= 1
            if depth < 0:
                return
            if depth == 0:
                yield bytes(held[begin:at])

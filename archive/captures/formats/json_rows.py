"""Pages in JSON: a row a line, one list of rows, or a HAR file, each row read by itself so that memory holds one."""

import json
import re
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from archive.captures.capture_file import CaptureFile
from archive.captures.formats.json_objects import objects_in
from archive.captures.formats.rows import WANTED, has_page, page_in_row
from archive.model import Capture, Unreadable

LINES = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\{\s{0,99}\"")
LIST = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\[\s{0,99}\{\s{0,99}\"")
ROOM = 1_000_000  # bytes a row may have beside its page
MOST_PARTS = 1_000_000  # signs of structure in one row: each value in memory is far larger than on disk


def is_rows(head: bytes) -> bool:
    """Tell whether a file that begins so is JSON, an object a line or a list of objects."""
    return bool(LINES.match(head) or LIST.match(head))


def read_rows(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """Give the pages in JSON rows. A row that is damaged costs itself."""
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
        yield f"row {number}", text if isinstance(text, str) else parse_object(text)


def parse_object(text: bytes) -> Mapping[str, Any] | str:
    """Read a JSON object; a text says why it is none."""
    if sum(map(text.count, (b",", b"[", b"{"))) > MOST_PARTS:
        return "too many values for a page"
    try:
        found = json.loads(text.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return "damaged JSON"
    return found if isinstance(found, dict) else "no JSON object"

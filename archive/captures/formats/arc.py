"""ARC files as captures, record by record: what web archives wrote before WARC.

https://archive.org/web/researcher/ArcFileFormat.php: a line of URL, address, date, type and length before each record.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from archive.captures.capture_file import CaptureFile
from archive.captures.formats.damage import Damage
from archive.captures.formats.records import RecordFile, first_bytes
from archive.captures.formats.warc import damaged_record
from archive.captures.http_message import MOST_HEADERS, page_in_response
from archive.model import Capture, RecordPlace, Unreadable

MAGIC = b"filedesc://"
BEGINS = re.compile(rb"(?:filedesc|https?|ftp|dns|gopher|mms|screenshot|metadata):")
LINE = re.compile(rb"(\S+) (?:\S+ )?(\d{14}) (?:[^\r\n]{0,1000} )?(\d{1,15})[\r\n]*")


def is_arc(head: bytes) -> bool:
    """Tell whether a file that begins so is an ARC file, gzipped or not."""
    return first_bytes(head).startswith(MAGIC)


def read_arc(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """Give the pages in an ARC file: successful responses of HTML or text. A damaged record costs only itself."""
    records = RecordFile(file, BEGINS)
    most = file.max_bytes + MOST_HEADERS
    for found in records.each_record(lambda records: _read_record(records, most)):
        if isinstance(found, Damage):
            yield damaged_record(file, found)
            continue
        offset, (url, date, block) = found
        if not url.lower().startswith(("http://", "https://")):
            if url:
                file.pass_over("records of other kinds")
            continue
        empty = Capture(url, b"", _date(date) or file.now(), url=url, place=RecordPlace(file.name, None, offset))
        page = page_in_response(block, empty, file.max_bytes)
        if isinstance(page, str):
            file.pass_over(page)
        else:
            yield page


def _read_record(records: RecordFile, most: int) -> tuple[str, str, bytes]:
    """Read a record: its address, its date as printed, and the first `most` bytes of it. Raises ValueError."""
    said = records.read_line()
    if said.startswith(MAGIC):  # what it says of itself, whose length some writers got wrong
        records.skip_to_record()
        return "", "", b""
    line = LINE.fullmatch(said)
    if line is None:
        raise ValueError("no record begins where one must")
    return line[1].decode("utf-8", "replace"), line[2].decode(), records.read(int(line[3]), most)


def _date(text: str) -> str | None:
    """Give a record's date in UTC to the second; None for what is no date."""
    try:
        return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except ValueError:
        return None

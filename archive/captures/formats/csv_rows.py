"""Pages in CSV: a row each, under a first line that names the columns."""

import csv
from collections.abc import Iterator
from functools import partial

from archive.captures.capture_file import CaptureFile
from archive.captures.formats.json_rows import most_of_row
from archive.captures.formats.rows import has_page, page_in_row
from archive.model import Capture, Unreadable

LONGEST_HEADING = 4_096
DELIMITERS = (",", ";", "\t")


def is_table(head: bytes) -> bool:
    """Tell whether a file that begins so is CSV with the columns of pages."""
    return _columns(head) is not None


def _columns(head: bytes) -> tuple[str, list[str]] | None:
    """Give what parts the columns, and their names; None where they are not those of pages."""
    line = head[:LONGEST_HEADING].removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("utf-8", "replace").strip()
    for delimiter in DELIMITERS:
        names = [name.strip(' "').lower() for name in line.split(delimiter)]
        if len(names) < 50 and has_page(dict.fromkeys(names)):
            return delimiter, names
    return None


def read_table(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """Give the pages in a table. What cannot be read as CSV ends it."""
    found = _columns(file.head)
    assert found is not None
    delimiter, names = found
    most = most_of_row(file.max_bytes)
    lines = (
        line.decode("utf-8", "replace").replace("\0", "") for line in iter(partial(file.stream.readline, most), b"")
    )
    next(lines, None)
    rows = csv.reader(lines, delimiter=delimiter)
    while True:
        usual = csv.field_size_limit(most)  # of the whole process, so it is put back at once
        try:
            cells = next(rows, None)
        except csv.Error as error:
            yield Unreadable(f"{file.name}, line {rows.line_num + 1}", f"damaged CSV, not read further ({error})")
            return
        finally:
            csv.field_size_limit(usual)
        if cells is None:
            return
        if cells:
            page = page_in_row(dict(zip(names, cells, strict=False)), file, f"line {rows.line_num + 1}")
            if isinstance(page, str):
                file.pass_over(page)
            else:
                yield page

"""The readers of capture files: each knows its own kind of file by the first bytes, never by the name.

A new kind is a module in `formats/` that has both functions of a `Reader`, or of a `Container` for a file with other
files in it, and a line in `READERS` or `CONTAINERS`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from archive.captures.capture_file import HEAD, CaptureFile
from archive.captures.failure import Failure
from archive.captures.formats import arc, csv_rows, har, json_rows, mhtml, page, streams, tar_file, warc, zip_file
from archive.captures.formats.records import first_bytes
from archive.captures.unpacking import GZIP
from archive.model import Capture, Unreadable

DEEPEST = 3  # files in files
FOREIGN = (  # packings and kinds that are known, and not read
    (b"BZh", "packed with bzip2: unpack it first (bunzip2)"),
    (b"\xfd7zXZ\0", "packed with xz: unpack it first (unxz)"),
    (b"7z\xbc\xaf\x27\x1c", "a 7z file: unpack it first"),
    (b"Rar!\x1a\x07", "a RAR file: unpack it first"),
    (b"bplist00", "a Safari web archive or another property list: save the page as HTML or text"),
)


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of one kind of file.

    `owns` tells by the first `HEAD` bytes whether a file is of the kind; `read` gives its captures, one at a time, and
    an Unreadable for what is damaged. It may raise OSError or Failure where the file cannot be read on.
    """

    owns: Callable[[bytes], bool]
    read: Callable[[CaptureFile], Iterator[Capture | Unreadable]]


@dataclass(frozen=True, slots=True)
class Container:
    """A reader of a kind of file that holds others: `open` gives one at a time, to be read before the next."""

    owns: Callable[[bytes], bool]
    open: Callable[[CaptureFile], Iterator[CaptureFile | Unreadable]]


READERS = (
    Reader(warc.is_warc, warc.read_warc),
    Reader(arc.is_arc, arc.read_arc),
    Reader(har.is_har, har.read_har),
    Reader(json_rows.is_rows, json_rows.read_rows),
    Reader(csv_rows.is_table, csv_rows.read_table),
)
CONTAINERS = (
    Container(zip_file.is_zip, zip_file.open_members),
    Container(tar_file.is_tar, tar_file.open_tar_members),
)
PAGES = (Reader(mhtml.is_mhtml, mhtml.read_mhtml),)
"""Readers of kinds that hold one page, which may be given an address."""


def is_known(head: bytes) -> bool:
    """Tell whether a file that begins so is of a kind that is known here, be it read or refused."""
    kinds = (*READERS, *CONTAINERS, *PAGES)
    return streams.is_packed(head) or any(kind.owns(head) for kind in kinds) or _foreign(head) is not None


def read_captures_in(file: CaptureFile, depth: int = 0) -> Iterator[Capture | Unreadable]:
    """Give the captures in a file by the first reader that knows it for its own; what none knows is one page."""
    try:
        yield from _read(file, depth)
    except Failure as failure:
        yield Unreadable(file.name, failure.message)


def _read(file: CaptureFile, depth: int) -> Iterator[Capture | Unreadable]:
    """Give the captures in a file. Raises Failure where it cannot be read on."""
    if told := _foreign(file.head):
        yield Unreadable(file.name, told)
        return
    reader = next((reader for reader in READERS if reader.owns(file.head)), None)
    container = next((container for container in CONTAINERS if container.owns(file.head)), None)
    if (reader or container) and file.url:
        yield Unreadable(file.name, "an address is for one page; this file holds many, with addresses of their own")
    elif reader:
        yield from reader.read(file)
    elif depth >= DEEPEST and (container or streams.is_packed(file.head)):
        yield Unreadable(file.name, f"more than {DEEPEST} files inside one another: unpack the outer ones first")
    elif container:
        for member in container.open(file):
            yield from (member,) if isinstance(member, Unreadable) else read_captures_in(member, depth + 1)
    elif streams.is_packed(file.head):
        yield from _read_packed(file, depth)
    else:
        yield from next((reader.read for reader in PAGES if reader.owns(file.head)), page.read_page)(file)


def _foreign(head: bytes) -> str | None:
    """Say what a file is that is known and not read."""
    return next((told for magic, told in FOREIGN if head.startswith(magic)), None)


def _read_packed(file: CaptureFile, depth: int) -> Iterator[Capture | Unreadable]:
    """Give the captures in what a file unpacks to; a page that is gzipped stays as it was received."""
    if file.head.startswith(GZIP) and not is_known(first_bytes(file.head, HEAD)):
        yield from page.read_page(file)
        return
    head, stream = streams.read_head(streams.open_packed(file.stream, file.head), HEAD)
    yield from read_captures_in(replace(file, stream=stream, head=head, size=None), depth + 1)

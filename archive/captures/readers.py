"""The readers of capture files: each knows its own kind of file by the first bytes, never by the name.

A new kind is a module that has both functions of a `Reader`, and a line in `READERS`.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from archive.captures.capture_file import CaptureFile
from archive.captures.formats import arc, page, warc
from archive.model import Capture, Unreadable


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader of one kind of file.

    `owns` tells by the first `HEAD` bytes whether a file is of the kind; `read` gives its captures, one at a time, and
    an Unreadable for what is damaged. It may raise OSError where the file cannot be read on.
    """

    owns: Callable[[bytes], bool]
    read: Callable[[CaptureFile], Iterator[Capture | Unreadable]]


READERS = (Reader(warc.is_warc, warc.read_warc), Reader(arc.is_arc, arc.read_arc))


def read_captures_in(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """Give the captures in a file by the first reader that knows it for its own; what none knows is one page."""
    read = next((reader.read for reader in READERS if reader.owns(file.head)), page.read_page)
    return read(file)

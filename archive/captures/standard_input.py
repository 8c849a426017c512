"""Standard input: by its first bytes a list of targets, or a file such as a page."""

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import BinaryIO

from archive.captures.formats.streams import join_pieces
from archive.captures.lists import LONGEST_LINE, is_url, parse_targets, pieces_as_they_come
from archive.captures.readers import is_known
from archive.model import SavedPage

DECISIVE = 512  # bytes that tell a list from a file, unless a line ends before
PROSE = 6  # words in a line that no file is called
MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,999}<(?!https?:)", re.I)


@dataclass(frozen=True, slots=True)
class PipedFile:
    """A file that comes on standard input, and can be read once. `url`: its address, where the person knows it."""

    stream: BinaryIO
    url: str | None = None


def read_standard_input(
    stream: Iterable[bytes], url: str | None = None
) -> Iterator[str | SavedPage | PipedFile | None]:
    """Give the targets on standard input, as they come; or the file that it is. None while nothing comes.

    With a `url` it is the page of that address.
    """
    pieces = pieces_as_they_come(stream)
    head = b""
    for piece in pieces:
        if piece is None:
            yield None
            continue
        head += piece
        if len(head) >= DECISIVE or b"\n" in head.lstrip():
            break
    if url or _is_file(head):
        rest = (piece for piece in pieces if piece is not None)
        yield PipedFile(join_pieces(chain((head,), rest)), url)
        return
    yield from _targets(chain((head,), pieces))


def _targets(pieces: Iterable[bytes | None]) -> Iterator[str | SavedPage | None]:
    """Give the targets in a list that comes in pieces."""
    rest = b""
    for piece in pieces:
        if piece is None:
            yield None
            continue
        *lines, rest = (rest + piece).split(b"\n")
        yield from parse_targets(lines)
        if len(rest) > LONGEST_LINE:
            yield from parse_targets([rest])
            rest = b""
    yield from parse_targets([rest])


def _is_file(head: bytes) -> bool:
    """Tell whether what begins so is a file, and no list of targets."""
    if MARKUP.match(head) or b"\0" in head or is_known(head):
        return True
    first = next(parse_targets(head.split(b"\n")), "")
    return isinstance(first, str) and not is_url(first) and len(first.split()) > PROSE and not os.path.lexists(first)

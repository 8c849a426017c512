"""The objects of a list in JSON, one after the other, so that memory holds one; a damaged one costs itself."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from archive.captures.failure import Failure
from archive.model import Cause

TOKEN = re.compile(rb'"[^"\\]*(?:\\.[^"\\]*)*"|[{}\[\]]|[^"{}\[\]]+', re.S)
FIRST_KEY = re.compile(rb'\{\s{0,999}("[^"\\]{1,100}")\s{0,9}:')
OPENING, CLOSING = frozenset(b"{["), frozenset(b"}]")
QUOTE = ord(b'"')
COMPLETE = OPENING | CLOSING | frozenset(b'"')
PIECE = 262_144
LONGEST_START = 2_000
"""Bytes of what stands before a list of objects, or between two of them."""
BETWEEN = re.compile(rb"(?:[\s,:]|true|false|null|NaN|Infinity|[-+.0-9eE])*+")
"""All that may stand outside of strings and brackets."""
MOST_SEARCHED = 4
"""Times as many bytes as one object may have that are searched in vain for the ends of damaged ones."""


def objects_in(stream: BinaryIO, start: re.Pattern[bytes], most: int) -> Iterator[bytes | str]:
    """Give the objects of the list that follows `start`, as JSON; a text says what is wrong with one.

    One that has no end, or none within `most` bytes, is left for the next that begins as it does: with the same key.
    Raises Failure where there is no list, or nothing to go on with.
    """
    reader = _Reader(stream, most)
    if not reader.find(start):
        raise Failure("JSON without a list of pages", Cause.BROKEN)
    searched = 0
    while (found := reader.next_object()) is not None:
        yield found
        if isinstance(found, str):
            searched += reader.searched
            if searched > MOST_SEARCHED * most:
                raise Failure("too many rows without an end: what follows is left", Cause.BROKEN)
            if not reader.find_next():
                raise Failure("cut off before its end", Cause.BROKEN)


class _Reader:
    """The part of a stream that is held, and the place in it: `at` is where the next token begins."""

    def __init__(self, stream: BinaryIO, most: int) -> None:
        self._stream = stream
        self._most = most
        self._held = bytearray()
        self._at = 0
        self._key: bytes | None = None  # with which objects begin
        self.searched = 0
        """Bytes that were read of an object without an end."""

    def find(self, start: re.Pattern[bytes]) -> bool:
        """Go to the end of the first match of `start`."""
        while (found := start.search(self._held, max(0, self._at - LONGEST_START))) is None:
            self._at = len(self._held)
            if self._at >= self._most or not self._read_more(0):
                return False
        self._at = found.end()
        return True

    def next_object(self) -> bytes | str | None:
        """Give the next object of the list; a text where its end cannot be told; None at the end of the list."""
        begin, depth = self._at, 0
        while True:
            match = TOKEN.match(self._held, self._at)
            if match is None or (match.end() == len(self._held) and self._held[match.start()] not in COMPLETE):
                begin = begin if depth else self._at
                if len(self._held) - begin > self._most:
                    self._at = len(self._held)
                    return self._broken(begin, "too long for a page (setting max_bytes), or damaged")
                self._at -= begin
                if not self._read_more(begin):
                    self._at = len(self._held)
                    return self._broken(0, "damaged JSON" if depth else "cut off before its end")
                begin = 0
                continue
            token, self._at = match[0], match.end()
            if token[0] in OPENING:
                begin, depth = (begin if depth else match.start()), depth + 1
            elif token == b"]" and not depth:
                return None
            elif token[0] in CLOSING and depth:
                depth -= 1
                if depth == 0:
                    first = FIRST_KEY.match(self._held, begin)
                    self._key = first[1] if first else self._key
                    return bytes(self._held[begin : self._at])
            elif not (b"\n" not in token and depth if token[0] == QUOTE else BETWEEN.fullmatch(token)):
                return self._broken(begin if depth else match.start(), "damaged JSON")

    def find_next(self) -> bool:
        """Go from an object without an end to the next that begins with its first key."""
        first = FIRST_KEY.match(self._held, self._at)
        self._key = first[1] if first else self._key
        if self._key is None:
            return False
        following = re.compile(
            rb"[}\]\"0-9a-z]\s{0,999},\s{0,999}(?=\{\s{0,999}" + re.escape(self._key) + rb"\s{0,9}:)"
        )
        self._at = first.end() if first else self._at
        while (found := following.search(self._held, self._at)) is None:
            keep = max(self._at, len(self._held) - LONGEST_START)
            self._at = 0
            if not self._read_more(keep):
                return False
        self._at = found.end()
        return True

    def _broken(self, begin: int, told: str) -> str:
        self._at, self.searched = begin, self._at - begin
        return told

    def _read_more(self, drop: int) -> bool:
        """Read on, and let go of the first `drop` bytes."""
        more = self._stream.read(max(PIECE, len(self._held) - drop))
        del self._held[:drop]
        self._held += more
        return bool(more)

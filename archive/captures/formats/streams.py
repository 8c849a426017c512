"""Bytes inside other files as streams of their own, which are counted, so that a bomb ends."""

import io
from collections.abc import Callable, Iterator
from functools import partial
from itertools import chain
from typing import BinaryIO, cast

from archive.captures.failure import Failure
from archive.captures.unpacking import GZIP, ZSTD, Damaged, Inflater, Members, ZstdUnpacker
from archive.model import Cause

BLOCK = 16_384
ALWAYS = 100_000_000  # bytes that any file may unpack to
HIGHEST_RATIO = 400  # of all that a file unpacks to, to its size; lists of similar pages reach 100
MOST_MEMBERS = 10_000_000


class Meter:
    """Counts what a file of `size` bytes unpacks to; where nobody knows the size, `add` is told what was read of it."""

    def __init__(self, size: int) -> None:
        self._most = ALWAYS + HIGHEST_RATIO * size
        self._given = 0

    def add(self, given: int, taken: int = 0) -> None:
        """Count bytes. Raises Failure once they are far more than they came from."""
        self._given += given
        self._most += HIGHEST_RATIO * taken
        if self._given > self._most:
            raise Failure(f"a bomb: it unpacks to more than {HIGHEST_RATIO} times its size", Cause.TOO_LARGE)


class _Pieces(io.RawIOBase):
    """A stream of pieces that come one after the other."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._piece, self._at = b"", 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        room = memoryview(cast(bytearray, buffer))
        while self._at == len(self._piece):
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._piece, self._at = piece, 0
        size = min(len(room), len(self._piece) - self._at)
        room[:size] = self._piece[self._at : self._at + size]
        self._at += size
        return size


class _Window(io.RawIOBase):
    """A part of another stream, that can be sought where the other can."""

    def __init__(self, stream: BinaryIO, start: int, size: int, count: Callable[[int], None]) -> None:
        self._stream = stream
        self._start = start
        self._size = size
        self._at = 0
        self._count = count
        self._can_seek = stream.seekable()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._can_seek

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, min(self._size, base + offset))
        self._stream.seek(self._start + self._at)
        return self._at

    def tell(self) -> int:
        return self._at

    def readinto(self, buffer: object) -> int:
        room = memoryview(cast(bytearray, buffer))
        piece = self._stream.read(min(len(room), self._size - self._at))
        room[: len(piece)] = piece
        self._at += len(piece)
        self._count(len(piece))
        return len(piece)


def open_window(
    stream: BinaryIO, start: int, size: int, count: Callable[[int], None] = lambda size: None
) -> io.BufferedReader:
    """Open `size` bytes of a stream that stands at their begin; `count` is told of all that is read."""
    return io.BufferedReader(_Window(stream, start, size, count), BLOCK)


def read_head(stream: BinaryIO, most: int) -> tuple[bytes, BinaryIO]:
    """Give the first bytes of a stream, and the whole stream again."""
    head = stream.read(most)
    if stream.seekable():
        stream.seek(0)
        return head, stream
    return head, join_pieces(chain((head,), iter(partial(stream.read, BLOCK), b"")))


def join_pieces(pieces: Iterator[bytes]) -> io.BufferedReader:
    """Open pieces that come one after the other as a stream that is read once."""
    return io.BufferedReader(_Pieces(pieces), BLOCK)


def open_packed(stream: BinaryIO, head: bytes) -> io.BufferedReader:
    """Open what a gzip or Zstandard stream unpacks to. Reading it raises Failure for a bomb and for damage."""
    return join_pieces(_unpacked(stream, head))


def is_packed(head: bytes) -> bool:
    """Tell whether a file that begins so is gzip or Zstandard."""
    return head.startswith((GZIP, ZSTD))


def _unpacked(stream: BinaryIO, head: bytes) -> Iterator[bytes]:
    """Give what a stream unpacks to. Raises Failure."""
    gzipped = head.startswith(GZIP)
    members = Members(Inflater, GZIP, MOST_MEMBERS) if gzipped else Members(ZstdUnpacker, ZSTD, MOST_MEMBERS)
    meter = Meter(0)
    try:
        for block in iter(partial(stream.read, BLOCK), b""):
            meter.add(0, len(block))
            for piece in members.unpack(block):
                meter.add(len(piece))
                yield piece
    except Damaged as error:
        raise Failure(f"packed, and damaged: {error}", Cause.BROKEN) from error
    if not members.eof:
        raise Failure("packed, and cut off before its end", Cause.BROKEN)

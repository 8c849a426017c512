"""A file of records, plain or packed in members, as one stream: where each record begins, and a way on after damage."""

import re
import struct
from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from archive.captures.capture_file import HEAD, CaptureFile
from archive.captures.formats.damage import Damage
from archive.captures.unpacking import GZIP, ZSTD, Damaged, Inflater, Unpacker, ZstdUnpacker

LINE = 65_536  # bytes
BLOCK = 65_536  # bytes read from the file at once
MOST_DAMAGES = 1_000  # in one file, after which the rest is not read
MOST_READ_AGAIN = 2_000_000_000  # bytes of a file, after damages, beside twice its size
MOST_TRIED = 10_000  # places of a file that may be the next member, after damages
LONGEST_BEGIN = 256  # bytes that tell a record
MOST_DICTIONARY = 32_000_000
DICTIONARY = 0x184D2A5D  # https://iipc.github.io/warc-specifications/specifications/warc-zstd/
SKIPPABLE = range(0x184D2A50, 0x184D2A60)

Record = TypeVar("Record")


@dataclass(frozen=True, slots=True)
class Mark:
    """A place in the file: where a member begins, and the bytes that it unpacks to before the place."""

    member: int
    passed: int
    read: int


class RecordFile:
    """Reads bytes and lines of records, and goes on after damage.

    `begins`: how each record begins. What raises Damaged, EOFError or ValueError while a record is read costs no other.
    """

    def __init__(self, file: CaptureFile, begins: re.Pattern[bytes]) -> None:
        self._stream = file.stream
        self._begins = begins
        self._next = re.compile(rb"\n(?:" + begins.pattern + rb")")
        head = file.head[:4]
        self._magic = next((magic for magic in (GZIP, ZSTD) if head.startswith(magic)), b"")
        self._dictionary: bytes | None = None
        if len(head) == 4 and int.from_bytes(head, "little") in SKIPPABLE:
            self._magic = ZSTD
        self._left, self._room = MOST_DAMAGES, MOST_READ_AGAIN + 2 * (file.size or 0)
        self._read = self._blank = 0
        self._tries = MOST_TRIED
        self._late: Exception | None = None
        self._chunk, self._at = b"", 0
        self._member = self._passed = 0
        self._pieces: Iterator[bytes] = iter(())
        self._begin_at(0)

    def each_record(self, read_one: Callable[["RecordFile"], Record]) -> Iterator[tuple[int, Record] | Damage]:
        """Give each record with the byte of the file at which it begins, as `read_one` reads it, and each damage."""
        while True:
            mark = self._mark()
            try:
                if not self._skip_blank():
                    return
                mark = self._mark()
                record = read_one(self)
                self._check_end(mark)
                yield self._offset(mark), record
            except (Damaged, EOFError, ValueError) as error:
                yield Damage(self._offset(mark), str(error))
                self._left -= 1
                self._room -= self._read - mark.read
                if self._left < 0 or self._room < 0:
                    yield Damage(self._offset(mark), "too much is damaged from here on")
                    return
                if not self._go_on(mark, packed=isinstance(error, Damaged)):
                    return

    def read_again(self, offset: int, read_one: Callable[["RecordFile"], Record]) -> Record:
        """Give the record that began at that byte of the file, once more; reading then goes on where it stood.

        The file must be seekable. Raises what `read_one` raises, and Damaged, EOFError.
        """
        place, other = self._stream.tell(), copy(self)
        try:
            other._start(offset)
            return read_one(other)
        finally:
            self._stream.seek(place)

    def read_line(self) -> bytes:
        """Give the next line, or its first `LINE` bytes."""
        line = b""
        while len(line) < LINE and self._fill():
            most = self._at + LINE - len(line)
            end = self._chunk.find(b"\n", self._at, most) + 1
            stop = end or min(len(self._chunk), most)
            line += self._chunk[self._at : stop]
            self._at = stop
            if end:
                break
        return line

    def skip_to_record(self) -> bool:
        """Pass lines over until a record begins; tell whether one does."""
        while self._fill():
            if found := self._next.search(self._chunk, self._at):
                self._at = found.start() + 1
                return True
            self._at = max(self._at, len(self._chunk) - LONGEST_BEGIN)  # the begin of one may be cut by the chunk's end
            member = self._member
            if not self._lengthen():
                self._at = len(self._chunk)
                return False
            if self._member != member and self._begins.match(self._chunk):
                return True
        return False

    def _lengthen(self) -> int:
        """Put what comes next behind the rest of the chunk, or in its place where a member begins; give its length."""
        left, member, passed = self._chunk[self._at :], self._member, self._passed + self._at
        more = next(self._pieces, b"")
        if self._member == member:
            self._chunk, self._at, self._passed = left + more, 0, passed
        else:
            self._chunk, self._at = more, 0
        self._read += len(more)
        return len(more)

    def read(self, size: int, most: int) -> bytes:
        """Give the first `most` of the next `size` bytes, and pass the others over. Raises EOFError where one lacks."""
        kept = bytearray()
        while size:
            if not self._fill():
                raise EOFError("it is cut off")
            piece = self._chunk[self._at : self._at + size]
            kept += piece[: most - len(kept)]
            size -= len(piece)
            self._at += len(piece)
        return bytes(kept)

    def _mark(self) -> Mark:
        """Give the place that is read next."""
        return Mark(self._member, self._passed + self._at, self._read)

    def _offset(self, mark: Mark) -> int:
        return mark.member if self._magic else mark.member + mark.passed

    def _skip_blank(self) -> bool:
        """Pass blank lines over; tell whether anything follows. Raises what was found at the end of the last record."""
        if late := self._late:
            self._late = None
            raise late
        self._blank = 0
        while self._fill():
            rest = self._chunk[self._at :].lstrip(b"\r\n")
            self._blank += len(self._chunk) - len(rest) - self._at
            self._at = len(self._chunk) - len(rest)
            if rest:
                return True
        return False

    def _check_end(self, mark: Mark) -> None:
        """Raise ValueError if neither a blank line, nor a record, nor the end follows the one that was read."""
        try:
            if self._skip_blank() and self._blank < 2 and self._member == mark.member and not self._at_record():
                raise ValueError("it is not as long as it says")
        except (Damaged, EOFError) as error:
            if isinstance(error, Damaged) and self._member == mark.member:
                raise
            self._late = error

    def _at_record(self) -> bool:
        """Tell whether a record begins here."""
        if self._begins.match(self._chunk, self._at):
            return True
        if len(self._chunk) - self._at < LONGEST_BEGIN:
            self._lengthen()
        return self._begins.match(self._chunk, self._at) is not None

    def _go_on(self, mark: Mark, *, packed: bool) -> bool:
        """Go to the next record after a damaged one; tell whether there is one."""
        self._late = None
        try:
            if not self._stream.seekable():
                return not packed and self.skip_to_record()
            if not packed:
                self._start(mark.member if self._magic else mark.member + mark.passed)
                self.read(mark.passed if self._magic else 0, 0)
                if self.skip_to_record():
                    return True
        except (Damaged, EOFError):
            pass
        return self._next_member(mark.member + 1)

    def _next_member(self, position: int) -> bool:
        """Go to the next member, from a byte of the file on, that begins with a record; tell whether there is one."""
        tail = b""
        self._stream.seek(position)
        while self._magic and self._tries and (block := self._stream.read(BLOCK)):
            found = (tail + block).find(self._magic)
            if found >= 0:
                position += found - len(tail)
                if self._is_member(position):
                    self._start(position)
                    return True
                position, tail = position + 1, b""
                self._stream.seek(position)
                continue
            tail = block[-len(self._magic) + 1 :]
            position += len(block)
        return False

    def _is_member(self, position: int) -> bool:
        """Tell whether a record begins at a byte of the file, packed."""
        self._tries -= 1
        self._stream.seek(position)
        begin = b""
        try:
            for piece in self._unpacker().unpack(self._stream.read(HEAD)):
                begin += piece
                if len(begin) >= LONGEST_BEGIN:
                    break
        except Damaged:
            pass
        return self._begins.match(begin.lstrip(b"\r\n")) is not None

    def _start(self, position: int) -> None:
        """Begin to read at a byte of the file, where a member begins."""
        self._stream.seek(position)
        self._begin_at(position)

    def _begin_at(self, position: int) -> None:
        """Begin to read where the file stands."""
        self._chunk, self._at = b"", 0
        self._member, self._passed = position, 0
        self._pieces = self._unpacked(position) if self._magic else iter(partial(self._stream.read, BLOCK), b"")

    def _fill(self) -> bool:
        """Have bytes to read; False at the end of the file."""
        while self._at >= len(self._chunk):
            self._passed += len(self._chunk)
            self._chunk, self._at = b"", 0
            chunk = next(self._pieces, None)
            if chunk is None:
                return False
            self._chunk = chunk
            self._read += len(chunk)
        return True

    def _unpacked(self, position: int) -> Iterator[bytes]:
        """Give what the members from a byte of the file on unpack to."""
        rest = b""
        while True:
            rest += self._stream.read(BLOCK) if len(rest) < 8 else b""
            if not rest.strip(b"\0\r\n"):
                if not rest or not (rest := self._stream.read(BLOCK)):
                    return
                continue
            found = self._skip(rest)
            if found is not None:
                skipped, rest = found
                position += skipped
                while len(rest) < skipped and (more := self._stream.read(min(BLOCK, skipped - len(rest)))):
                    skipped -= len(rest)
                    rest = more
                rest = rest[skipped:]
                continue
            unpacker, taken = self._unpacker(), 0
            self._chunk, self._at, self._member, self._passed = b"", 0, position, 0
            while not unpacker.eof:
                if not (rest := rest or self._stream.read(BLOCK)):
                    raise EOFError("the file is cut off")
                taken += len(rest)
                yield from unpacker.unpack(rest)
                rest = b""
            rest = unpacker.rest
            position += taken - len(rest)

    def _skip(self, head: bytes) -> tuple[int, bytes] | None:
        """Give the length of a frame without a record, and what was read of it; None for others. Keeps a dictionary."""
        if self._magic != ZSTD or len(head) < 8:
            return None
        kind, size = struct.unpack("<II", head[:8])
        if kind not in SKIPPABLE:
            return None
        if kind == DICTIONARY and self._dictionary is None and size <= MOST_DICTIONARY:
            head += self._stream.read(max(0, size - len(head) + 8))
            held = head[8 : 8 + size]
            self._dictionary = _whole(held) if held.startswith(ZSTD) else held
        return 8 + int(size), head

    def _unpacker(self) -> Unpacker:
        return Inflater() if self._magic == GZIP else ZstdUnpacker(dictionary=self._dictionary)


def _whole(packed: bytes) -> bytes:
    """Unpack a dictionary that is packed itself. Raises Damaged."""
    whole = bytearray()
    for piece in ZstdUnpacker().unpack(packed):
        whole += piece
        if len(whole) > MOST_DICTIONARY:
            raise Damaged("its dictionary is too large")
    return bytes(whole)


def first_bytes(head: bytes, most: int = 2_048) -> bytes:
    """Give the first bytes of what a file that begins so holds, unpacked where it is gzip or Zstandard."""
    if not head.startswith((GZIP, ZSTD)):
        return head
    gzipped = head.startswith(GZIP)
    unpacker: Unpacker = Inflater() if gzipped else ZstdUnpacker()
    found = b""
    try:
        for piece in unpacker.unpack(head[:BLOCK] if gzipped else head):
            found += piece
            if len(found) >= most:
                break
    except Damaged:
        pass
    return found[:most]

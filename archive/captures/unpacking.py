"""Unpack gzip, deflate, Brotli and Zstandard as the bytes come, each step within bounds.

The one door to brotli, and the second to zstandard: `payloads` packs what is stored, here is unpacked what others sent.
"""

import zlib
from collections.abc import Callable, Iterator
from typing import Protocol

STEP = 1_000_000  # bytes unpacked at once
SLICE = 1_024  # packed bytes given to Zstandard at once, which takes no bound: 4 of them may become 128 KB
WINDOW = 1 << 27  # bytes that Zstandard may look back in a file, as `zstd -d` allows; for HTTP, RFC 9659 has 8 MB
MOST_MEMBERS = 10_000  # gzip members or Zstandard frames in one body
GZIP = b"\x1f\x8b"
ZSTD = b"\x28\xb5\x2f\xfd"


class Damaged(Exception):
    """Raised where packed bytes cannot be unpacked, in a few words."""


class Unpacker(Protocol):
    """Unpacks one member. `eof`: it has ended; `rest`: the bytes given after its end."""

    eof: bool
    rest: bytes

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """Give what the next bytes unpack to, in pieces of bounded size. Raises Damaged."""


class Inflater:
    """Unpacks gzip, zlib or bare deflate, as zlib's `wbits` says: 31, 15, -15."""

    def __init__(self, wbits: int = 31) -> None:
        self._unzip = zlib.decompressobj(wbits=wbits)
        self.eof = False
        self.rest = b""

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """Give what the next bytes unpack to. Raises Damaged."""
        try:
            while piece and not self._unzip.eof:
                yield self._unzip.decompress(piece, STEP)
                piece = self._unzip.unconsumed_tail
        except zlib.error as error:
            raise Damaged(str(error)) from error
        self.eof, self.rest = self._unzip.eof, self._unzip.unused_data


class BrotliUnpacker:
    """Unpacks Brotli."""

    def __init__(self) -> None:
        import brotli  # one page in a thousand needs it

        self._unpack = brotli.Decompressor()
        self._error = brotli.error
        self.eof = False
        self.rest = b""

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """Give what the next bytes unpack to; what follows the end is let go. Raises Damaged."""
        if self.eof:
            return
        try:
            yield self._unpack.process(piece, output_buffer_limit=STEP)
            while not self._unpack.can_accept_more_data():
                yield self._unpack.process(b"", output_buffer_limit=STEP)
        except self._error as error:
            raise Damaged("no Brotli") from error
        self.eof = self._unpack.is_finished()


class ZstdUnpacker:
    """Unpacks one Zstandard frame. `dictionary`: what it was packed with, if with any."""

    def __init__(self, window: int = WINDOW, dictionary: bytes | None = None) -> None:
        import zstandard

        known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
        self._unpack = zstandard.ZstdDecompressor(dict_data=known, max_window_size=window).decompressobj()
        self._error = zstandard.ZstdError
        self.eof = False
        self.rest = b""

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """Give what the next bytes unpack to. Raises Damaged."""
        for start in range(0, len(piece), SLICE):
            try:
                yield self._unpack.decompress(piece[start : start + SLICE])
            except self._error as error:
                raise Damaged(str(error)) from error
            if self._unpack.eof:
                self.eof, self.rest = True, self._unpack.unused_data + piece[start + SLICE :]
                return


class Members:
    """Unpacks members that follow one another (`magic` begins each) as one; what follows the last is let go."""

    def __init__(self, start: Callable[[], Unpacker], magic: bytes, most: int = MOST_MEMBERS) -> None:
        self._start = start
        self._magic = magic
        self._member = start()
        self._most = self._left = most
        self.eof = False
        self.rest = b""

    def unpack(self, piece: bytes) -> Iterator[bytes]:
        """Give what the next bytes unpack to. Raises Damaged."""
        piece = self.rest + piece
        self.rest = b""
        while piece:
            if self._member.eof:
                if len(piece) < len(self._magic) and self._magic.startswith(piece):
                    self.rest = piece
                    return
                if not piece.startswith(self._magic):
                    return
                self._left -= 1
                if not self._left:
                    raise Damaged(f"more than {self._most:,} members")
                self._member = self._start()
                self.eof = False
            yield from self._member.unpack(piece)
            self.eof, piece = self._member.eof, self._member.rest

"""Put the body of a response together and unzip it as it arrives, within bounds."""

import zlib

from archive.captures.failure import Failure
from archive.model import Cause

PACKINGS = {"identity": False, "gzip": True, "x-gzip": True}
STEP = 1_000_000  # bytes unzipped at once
HIGHEST_RATIO = 250  # unzipped to zipped: pages reach 30, a bomb is near 1,000


class Body:
    """Collects a body of at most `most` decoded bytes. `encoding` is the Content-Encoding header, gzip or none."""

    def __init__(self, encoding: str | None, most: int) -> None:
        packing = (encoding or "identity").strip().lower()
        if packing not in PACKINGS:
            raise Failure(f"packed as {packing!r}, which was not asked for", Cause.BROKEN)
        self._unzip = zlib.decompressobj(wbits=31) if PACKINGS[packing] else None
        self._most = most
        self._decoded = bytearray()
        self.received = 0

    def __len__(self) -> int:
        return len(self._decoded)

    def add_piece(self, piece: bytes) -> None:
        """Take the next bytes off the wire. Raises Failure as soon as the whole is too large, or no gzip."""
        self.received += len(piece)
        if self._unzip is None:
            self._take(piece)
            return
        try:
            while piece and not self._unzip.eof:
                self._take(self._unzip.decompress(piece, STEP))
                piece = self._unzip.unconsumed_tail
        except zlib.error as error:
            raise Failure("said to be gzip, but cannot be unpacked", Cause.BROKEN) from error

    def whole_body(self) -> bytes:
        """Give the decoded body. Raises Failure if its end is missing."""
        if self._unzip is not None and self.received and not self._unzip.eof:
            raise Failure("the answer broke off before its end", Cause.BROKEN, again=True)
        return bytes(self._decoded)

    def first_bytes(self, most: int) -> bytes:
        """Give what has come so far of the first `most` bytes."""
        return bytes(self._decoded[:most])

    def _take(self, piece: bytes) -> None:
        """Keep decoded bytes. Raises Failure for too many of them."""
        self._decoded += piece
        if len(self._decoded) > self._most:
            raise Failure(f"over {self._most:,} bytes, the most a page may have (setting max_bytes)", Cause.TOO_LARGE)
        if len(self._decoded) > STEP and len(self._decoded) > HIGHEST_RATIO * self.received:
            raise Failure(f"a gzip bomb: it unpacks to more than {HIGHEST_RATIO} times its size", Cause.TOO_LARGE)

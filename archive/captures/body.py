"""Put the body of a response together and unpack it as it arrives, within bounds, whatever its headers say of it.

Servers name packings that are none (a charset, `none`), name one for a body that is plain, and pack in several members
or layers; browsers show those pages. So the first bytes decide whether a body is packed as its headers say.
"""

from collections.abc import Iterator
from functools import partial

from archive.captures.failure import Failure
from archive.captures.unpacking import (
    GZIP,
    STEP,
    ZSTD,
    BrotliUnpacker,
    Damaged,
    Inflater,
    Members,
    Unpacker,
    ZstdUnpacker,
)
from archive.model import Cause

HIGHEST_RATIO = 250  # unpacked to packed: pages reach 30, a bomb is near 1,000
NAMES = {"x-gzip": "gzip", "x-deflate": "deflate"}
PACKINGS = frozenset({"gzip", "deflate", "br", "zstd"})
# https://www.iana.org/assignments/http-parameters: what we cannot unpack; any other name is none, and means nothing
UNREAD = frozenset({"compress", "x-compress", "exi", "pack200-gzip", "aes128gcm", "dcb", "dcz"})
MOST_LAYERS = 3
DECISIVE = 64  # bytes that tell packed from plain where no magic number does
MAGIC = 4  # bytes of one
PIECE = 16_384  # packed bytes looked at together; each gzip member in them costs a copy of the rest
CONTROL = bytes(byte for byte in range(32) if byte not in b"\t\n\f\r\x1b")
HTTP_WINDOW = 1 << 23


class Body:
    """Collects a body of at most `most` unpacked bytes. `encoding`: the Content-Encoding header, if there was one."""

    def __init__(self, encoding: str | None, most: int) -> None:
        named = [name.strip().lower() for name in (encoding or "")[:1_000].split(",")]
        packings = [name for name in (NAMES.get(name, name) for name in named) if name in PACKINGS]
        if unread := next((name for name in named if name in UNREAD), None):
            raise Failure(f"packed as {unread!r}, which was not asked for", Cause.BROKEN)
        if len(packings) > MOST_LAYERS:
            raise Failure(f"packed {len(packings)} times over", Cause.BROKEN)
        self._layers = [_Layer(name, most) for name in reversed(packings)]
        self._most = most
        self._decoded = bytearray()
        self.received = 0

    def __len__(self) -> int:
        return len(self._decoded)

    def add_piece(self, piece: bytes) -> None:
        """Take the next bytes off the wire. Raises Failure as soon as the whole is too large, or cannot be unpacked."""
        self.received += len(piece)
        if not self._layers:
            self._take(piece)
            return
        for start in range(0, len(piece), PIECE):
            for unpacked in self._through(0, piece[start : start + PIECE], ended=False):
                self._take(unpacked)

    def whole_body(self) -> bytes:
        """Give the unpacked body. Raises Failure if its end is missing."""
        for number in range(len(self._layers)):
            for unpacked in self._through(number, b"", ended=True):
                self._take(unpacked)
        if any(layer.is_cut for layer in self._layers):
            raise Failure("the answer broke off before its end", Cause.BROKEN, again=True)
        return bytes(self._decoded)

    def first_bytes(self, most: int) -> bytes:
        """Give what has come so far of the first `most` bytes."""
        return bytes(self._decoded[:most])

    def _through(self, number: int, piece: bytes, *, ended: bool) -> Iterator[bytes]:
        """Unpack a piece by the layer of that number, and by those below it."""
        if number == len(self._layers):
            yield piece
            return
        for unpacked in self._layers[number].unpack(piece, ended=ended):
            yield from self._through(number + 1, unpacked, ended=False)

    def _take(self, piece: bytes) -> None:
        """Keep unpacked bytes. Raises Failure for too many of them."""
        self._decoded += piece
        _check_size(len(self._decoded), self._most)


class _Layer:
    """One packing of a body: holds the first bytes back until they tell whether they are packed at all."""

    def __init__(self, name: str, most: int) -> None:
        self._name = name
        self._most = most
        self._head = b""
        self._decided = False
        self._unpacker: Unpacker | None = None
        self._taken = self._given = 0

    @property
    def is_cut(self) -> bool:
        """Tell whether packed bytes came whose end did not."""
        return self._unpacker is not None and not self._unpacker.eof

    def unpack(self, piece: bytes, *, ended: bool) -> Iterator[bytes]:
        """Give what the next bytes unpack to. Raises Failure for a bomb, and for what cannot be unpacked."""
        self._taken += len(piece)
        if not self._decided:
            piece = self._head = self._head + piece
            if len(piece) < (MAGIC if self._name in ("gzip", "zstd") else DECISIVE) and not ended:
                return
            self._decided, self._unpacker = True, _unpacker_of(self._name, piece)
        if self._unpacker is None:
            yield piece
            return
        try:
            for unpacked in self._unpacker.unpack(piece):
                self._given += len(unpacked)
                _check_size(self._given, self._most, self._taken, self._name)
                yield unpacked
        except Damaged as error:
            raise Failure(f"said to be {self._name}, but cannot be unpacked", Cause.BROKEN) from error


def _check_size(size: int, most: int, packed: int | None = None, name: str = "") -> None:
    """Raise Failure for a body that is too large, or that came from too few bytes."""
    if size > most:
        raise Failure(f"over {most:,} bytes, the most a page may have (setting max_bytes)", Cause.TOO_LARGE)
    if packed is not None and size > STEP and size > HIGHEST_RATIO * packed:
        raise Failure(f"a {name} bomb: it unpacks to more than {HIGHEST_RATIO} times its size", Cause.TOO_LARGE)


def _unpacker_of(name: str, head: bytes) -> Unpacker | None:
    """Give what unpacks a body that begins so; None for one that is plain, whatever it is said to be."""
    if name == "gzip":
        return Members(Inflater, GZIP) if head.startswith(GZIP) else None
    if name == "zstd":
        return Members(partial(ZstdUnpacker, HTTP_WINDOW), ZSTD) if head.startswith(ZSTD) else None
    if not head or _is_plain(head):
        return None
    return BrotliUnpacker() if name == "br" else Inflater(15 if _is_zlib(head) else -15)


def _is_plain(head: bytes) -> bool:
    """Tell whether bytes without a magic number are text: packed ones soon have a control byte."""
    head = head[:512].lstrip(b"\xef\xbb\xbf \t\r\n")
    return head.startswith(b"<!") or (len(head) > DECISIVE // 2 and head == head.translate(None, CONTROL))


def _is_zlib(head: bytes) -> bool:
    """Tell whether bytes begin with zlib's header; some servers leave it away."""
    return len(head) > 1 and head[0] & 15 == 8 and int.from_bytes(head[:2], "big") % 31 == 0

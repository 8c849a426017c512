"""Mend the head of a response before it is parsed: as browsers, drop the lines that are no headers and keep the page.

h11 refuses a whole answer for one line that is none. What frames the body (lengths, chunks) is never guessed.
"""

import re
from ssl import SSLContext
from typing import Any

import httpcore

from archive.captures.failure import Failure
from archive.model import Cause

MOST = 100_000  # bytes of a head; servers send some hundred
HTTP = b"http"
END = re.compile(rb"\n\r?\n")
STATUS = re.compile(rb"http/?(\d?\.?\d?)[ \t]+(\d{3})(?!\d)(.*)", re.I)
HEADER = re.compile(rb"([!#$%&'*+.^_`|~0-9A-Za-z-]+)[ \t]*:(.*)")
CONTROLS = bytes(32 if byte == 127 or (byte < 32 and byte != 9) else byte for byte in range(256))


def mend_head(head: bytes) -> bytes:
    """Give the head of a response with only the lines in it that are headers; what is no HTTP is left as it is."""
    first, *lines = (line.rstrip(b"\r") for line in head.split(b"\n"))
    status = STATUS.fullmatch(first.strip())
    if not status:
        return head
    version = b"1.0" if status[1] == b"1.0" else b"1.1"
    kept = [b"HTTP/%b %b %b" % (version, status[2], status[3].translate(CONTROLS).strip())]
    dropped = False
    for line in lines:
        if line[:1] in (b" ", b"\t"):
            if not dropped and len(kept) > 1 and line.strip():
                kept.append(b" " + line.translate(CONTROLS).strip())
            continue
        header = HEADER.fullmatch(line.translate(CONTROLS))
        if dropped := header is None or _is_no_framing(header[1].lower(), header[2].strip().lower()):
            continue
        assert header is not None
        kept.append(header[1] + b": " + header[2].strip())
    return b"\r\n".join([*kept, b"", b""])


def _is_no_framing(name: bytes, value: bytes) -> bool:
    """Tell whether a header is about the length of the body, and says nothing about it."""
    if name == b"content-length":
        return not value.replace(b",", b"").replace(b" ", b"").isdigit()
    return name == b"transfer-encoding" and value in (b"", b"identity", b"none")


class MendingStream(httpcore.AsyncNetworkStream):
    """A connection whose answers come with a head that was mended; HTTP/2 is passed through."""

    def __init__(self, stream: httpcore.AsyncNetworkStream) -> None:
        self._stream = stream
        self._in_head = False
        self._head = b""
        tls = stream.get_extra_info("ssl_object")
        self._mends = tls is None or tls.selected_alpn_protocol() != "h2"

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Read bytes; the head of an answer comes whole. Raises Failure for one without end."""
        while self._in_head:
            if not (piece := await self._stream.read(max_bytes, timeout)):
                return self._end_head(self._head)
            before = len(self._head)
            self._head += piece
            if not HTTP.startswith(self._head[: len(HTTP)].lower()):
                return self._end_head(self._head)  # no HTTP: h11 says what it is
            if mended := self._take_heads(max(0, before - 3)):
                return mended
            if len(self._head) > MOST:
                raise Failure(f"headers of more than {MOST:,} bytes", Cause.BROKEN)
        return await self._stream.read(max_bytes, timeout)

    def _take_heads(self, begin: int) -> bytes:
        """Give the heads that are whole, mended, with what follows the last; b"" where none is."""
        mended = b""
        while self._in_head and (end := END.search(self._head, begin)):
            head, self._head, begin = mend_head(self._head[: end.end()]), self._head[end.end() :], 0
            mended += head
            if head[9:10] != b"1" or head[9:12] == b"101":  # 1xx: the answer is still to come
                mended = self._end_head(mended + self._head)
        return mended

    def _end_head(self, taken: bytes) -> bytes:
        """Pass on what was taken, and all that follows as it is."""
        self._in_head, self._head = False, b""
        return taken

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send a request, whose answer begins with a head."""
        self._in_head, self._head = self._mends, b""
        await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    async def start_tls(
        self, ssl_context: SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.AsyncNetworkStream:
        """Go on encrypted."""
        return MendingStream(await self._stream.start_tls(ssl_context, server_hostname, timeout))

    def get_extra_info(self, info: str) -> Any:
        """Give what is known of the connection."""
        return self._stream.get_extra_info(info)

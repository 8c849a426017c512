"""HTTP as the server reads it. The parser keeps a head of any length: here a request that goes on without end is
refused."""

from typing import Final

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD: Final = 65_536
"""Bytes of a request besides its body, at most about so many."""
PER_BYTE: Final = 16
"""Bytes more that may stand beside each byte of a body that comes in pieces, for their lengths."""


class BoundedHttp(HttpToolsProtocol):
    """Reads requests from a connection, and ends it where one has more head than any browser sends."""

    _head = 0

    def data_received(self, data: bytes) -> None:
        """Take what came, unless the head of the request has been read for too long."""
        self._head += len(data)
        super().data_received(data)
        if self._head > HEAD and not self.transport.is_closing():
            self.send_400_response("The head of this request is too long.")

    def on_message_begin(self) -> None:
        """Begin a request."""
        self._head = 0
        super().on_message_begin()

    def on_body(self, body: bytes) -> None:
        """Take a piece of a body, which is no part of the head."""
        self._head -= len(body) * (1 + PER_BYTE)
        super().on_body(body)

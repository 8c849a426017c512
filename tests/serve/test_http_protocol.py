"""Requests as they come over a socket: whatever a stranger sends, little of it is kept."""

import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from archive import Archive
from archive.serve.http_protocol import HEAD

ASKED = b"Host: localhost\r\nAuthorization: Bearer key\r\nConnection: close\r\n\r\n"
PIECE = b"x" * 16_384
ENDLESS = 512 * HEAD
"""Bytes: more than the system keeps for a server that has not read them yet."""


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Give the port of a reader over an empty archive, in a process of its own."""
    path = tmp_path_factory.mktemp("http") / "news.db"
    Archive(path).close()
    command = [sys.executable, "-m", "archive", "serve", "--port", "0", "--token", "key", "--db", str(path)]
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        told = re.search(r":(\d+)/", process.stderr.readline())
        assert told
        yield int(told[1])
        process.send_signal(signal.SIGTERM)


@pytest.mark.parametrize(
    "begun",
    [
        b"GET /",
        b"GET /? HTTP/1.1\r\nHost: localhost\r\nX-One: ",
        b"GET /? HTTP/1.1\r\nHost: localhost\r\n" + b"X-Many: 1\r\n" * 6_000,
        b"POST /api/pages HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nX-Trailer: ",
        b"POST /api/pages HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n1;",
    ],
)
def test_a_request_without_end_is_ended(begun: bytes, port: int) -> None:
    """In its address, one header, many, what follows a body, what stands beside a length."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        sent = 0
        with suppress(ConnectionError):
            connection.sendall(begun)
            while sent < ENDLESS:
                connection.sendall(PIECE)
                sent += len(PIECE)
        assert sent < ENDLESS
    assert b" 200 " in answer_to(port, b"GET / HTTP/1.1\r\n" + ASKED)


def test_a_body_in_small_pieces_is_taken(port: int) -> None:
    """The lengths between them are many times what is allowed of a head, and no head."""
    head = b"POST /api/pages HTTP/1.1\r\nTransfer-Encoding: chunked\r\n" + ASKED
    assert b"neither JSON" in answer_to(port, head + b"1\r\nx\r\n" * HEAD + b"0\r\n\r\n")


def answer_to(port: int, request: bytes) -> bytes:
    """Give all that is answered, until the connection is closed."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as connection:
        connection.sendall(request)
        with connection.makefile("rb") as answer:
            return answer.read()

"""Heads of answers as servers send them: what is no header costs that line, and never the page."""

import socket
import threading
from contextlib import suppress

import pytest

from archive.captures.web.response_head import mend_head
from archive.captures.web.session import open_web
from archive.model import Capture, Fetched, Unreadable
from archive.settings import Settings

PAGE = b"<p>Ferry late"
LENGTH = b"Content-Length: 13\r\n"


def ask(*answers: bytes) -> Fetched:
    """Ask a server that says these bytes, after a 404 for robots.txt."""

    def serve() -> None:
        for answer in (b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", b"".join(answers)):
            with listener.accept()[0] as stream, suppress(ConnectionError):  # a client that has seen enough hangs up
                stream.recv(65_536)
                for begin in range(0, len(answer), step):
                    stream.sendall(answer[begin : begin + step])

    step = 7 if sum(map(len, answers)) < 9_000 else 9_000
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=serve, daemon=True).start()
        settings = Settings(host_delay=0, retries=0, fetch_timeout=10, allow_private=("127.0.0.1",))
        with open_web(settings=settings, now=lambda: "2026-11-22T09:30:00Z") as web:
            (answer,) = [one for one in web.watch_urls([f"http://127.0.0.1:{listener.getsockname()[1]}/"]) if one]
            return answer


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nServer Name: IAD-WEB\r\n" + LENGTH,
        b"HTTP/1.1 200 OK\r\n<b>Warning</b>: in line 3\r\n" + LENGTH,
        b"HTTP/1.1 200 OK\r\nX-Note: a\x00b\x07\r\n" + LENGTH,
        b"HTTP/1.1 200 OK\r\nno colon\r\n and its next line\r\n" + LENGTH,
        b"HTTP/1.1 200 OK\r\n: nameless\r\n" + LENGTH,
        b"HTTP/1.1 200 OK\r\nContent-Length : 13\r\n",
        b"HTTP/1.1 200 OK\nContent-Length: 13\n",
        b"http/1.1 200 ok\r\n" + LENGTH,
        b"HTTP/1.1 200\r\n" + LENGTH,
        b"HTTP/1.1 200 O\x01K\r\nContent-Length: soon\r\nConnection: close\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n" + LENGTH,
        b"HTTP/1.1 103 Early Hints\r\nLink Of: x\r\n\r\nHTTP/1.1 100 \r\n\r\nHTTP/1.1 200 OK\r\nA B: c\r\n" + LENGTH,
        b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: y\r\n" % n for n in range(300)) + LENGTH,
    ],
)
def test_a_line_that_is_no_header_costs_that_line(head: bytes) -> None:
    """As in browsers, the page comes."""
    end = b"\n" if b"\r" not in head else b"\r\n"
    answer = ask(head, end, PAGE)
    assert isinstance(answer, Capture), answer
    assert answer.payload == PAGE


def test_a_type_of_many_kilobytes_is_no_matter() -> None:
    """It says nothing, and the page comes."""
    answer = ask(b'HTTP/1.1 200 OK\r\nContent-Type: text/html; "' + b";" * 80_000 + b"\r\n" + LENGTH + b"\r\n", PAGE)
    assert isinstance(answer, Capture) and answer.media_type == "text/html"


def test_a_head_without_end_is_left() -> None:
    """It is bounded by its bytes."""
    answer = ask(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 40_000)
    assert isinstance(answer, Unreadable) and answer.message == "headers of more than 100,000 bytes"


@pytest.mark.parametrize("head", [b"SSH-2.0\r\n\r\n", b"HTTP/1.1 sure\r\n\r\n", b"\r\n\r\n"])
def test_what_is_no_http_stays_as_it_is(head: bytes) -> None:
    """So that it is told for what it is."""
    assert mend_head(head) == head

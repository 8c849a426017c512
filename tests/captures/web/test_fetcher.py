import gzip
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import closing
from itertools import pairwise

import pytest

from archive.captures.web import session
from archive.model import Capture, Unreadable
from archive.settings import Settings
from tests.loopback import CERTIFICATE, Handler, Site

NOW = "2026-11-22T09:30:00Z"
TOO_LARGE = "over 100,000 bytes, the most a page may have (setting max_bytes)"
SETTINGS = Settings(
    host_delay=0,
    retries=0,
    fetch_timeout=10,
    max_bytes=100_000,
    allow_private=("localhost",),
    user_agent="archive (desk@harbour.example)",
)


def fetch(*urls: str, settings: Settings = SETTINGS, tls: ssl.SSLContext | None = None) -> list[Capture | Unreadable]:
    with session.open_web(settings=settings, now=lambda: NOW, tls=tls) as web:
        return list(filter(None, web.watch_urls(urls)))


def message(url: str, settings: Settings = SETTINGS) -> str:
    """Why there is no page at `url`."""
    (result,) = fetch(url, settings=settings)
    assert isinstance(result, Unreadable)
    assert result.origin == url
    return result.message


def test_a_page_is_a_capture(site: Site) -> None:
    """A page comes with its address, kind, charset, status and headers; cookies are neither kept nor sent."""
    site.pages["/ferry"] = lambda handler: handler.answer("Fähre".encode(), ETag='"7"', Set_Cookie="id=1; Path=/")
    first, second = fetch(site.url("/ferry#top"), site.url("/ferry"))
    assert isinstance(first, Capture) and isinstance(second, Capture)
    assert (first.origin, first.url, first.payload) == (
        site.url("/ferry#top"),
        site.url("/ferry#top"),
        "Fähre".encode(),
    )
    assert (first.captured_at, first.media_type, first.charset, first.status) == (NOW, "text/html", "utf-8", 200)
    names = {name for name, _ in first.headers}
    assert ("etag" in names, "set-cookie" in names) == (True, False)
    assert not any("Cookie" in headers for *_, headers in site.requests)


def test_we_say_who_we_are_and_ask_for_gzip_only(site: Site) -> None:
    """The User-Agent is the one that is set, and no packing is asked for that we do not unpack ourselves."""
    site.pages["/"] = lambda handler: handler.answer(b"x")
    fetch(site.url("/"))
    headers = site.requests[0][3]
    assert (headers["User-Agent"], headers["Accept-Encoding"]) == ("archive (desk@harbour.example)", "gzip")


def test_gzip_is_unpacked(site: Site) -> None:
    """A packed page is stored unpacked."""
    site.pages["/"] = lambda handler: handler.answer(gzip.compress(b"<p>Ferry late"), Content_Encoding="gzip")
    assert [capture.payload for capture in fetch(site.url("/")) if isinstance(capture, Capture)] == [b"<p>Ferry late"]


def test_redirects_are_followed(site: Site) -> None:
    """A capture carries the address asked for and the one that answered."""
    site.pages["/old"] = lambda handler: handler.answer(b"", status=301, Location="../new#part")
    site.pages["/new"] = lambda handler: handler.answer(b"<p>Here")
    (capture,) = fetch(site.url("/old"))
    assert isinstance(capture, Capture)
    assert (capture.origin, capture.url) == (site.url("/old"), site.url("/new"))


def test_redirects_end(site: Site) -> None:
    """A circle of redirects is left after ten."""
    site.pages["/"] = lambda handler: handler.answer(b"", status=302, Location="/")
    assert (message(site.url("/")), len(site.asked())) == ("more than 10 redirects", 11)


@pytest.mark.parametrize("host", ["127.0.0.1", "2130706433", "0x7f.1", "017700000001", "127.1", "[::ffff:127.0.0.1]"])
def test_no_redirect_leads_inside(site: Site, host: str) -> None:
    """Only the host that is named may be private: no redirect, however written, reaches another."""
    site.pages["/"] = lambda handler: handler.answer(b"", status=302, Location=site.url("/secret", host))
    site.pages["/secret"] = lambda handler: handler.answer(b"secret")
    assert "is not public" in message(site.url("/"))
    assert site.asked() == ["/"]


@pytest.mark.parametrize("target", ["file:///etc/passwd", "ftp://localhost/a", "javascript:alert(1)", "http://[::1/"])
def test_redirects_stay_on_the_web(site: Site, target: str) -> None:
    """A redirect to anything but a web page is told."""
    site.pages["/"] = lambda handler: handler.answer(b"", status=302, Location=target)
    assert message(site.url("/")) in (f"redirects to {target}", "no proper answer: Invalid IPv6 URL")


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (404, "404 Not Found: the site has no such page"),
        (403, "403 Forbidden: the site refuses to show it"),
        (429, "429 Too Many Requests: the site wants fewer requests: try again later"),
        (500, "500 Internal Server Error: the site is in trouble: try again later"),
        (299, "299 an unknown status: the site sent no page"),
        (302, "302 Found: the site sent no page"),
    ],
)
def test_a_status_says_what_it_means(site: Site, status: int, expected: str) -> None:
    """What is not a page says so in words."""
    site.pages["/"] = lambda handler: handler.answer(b"<p>Oops", status=status)
    assert message(site.url("/")) == expected


def cut_short(handler: Handler) -> None:
    handler.answer(b"<p>Ferry", length=100)


def cut_gzip(handler: Handler) -> None:
    handler.answer(gzip.compress(b"<p>Ferry late")[:-9], Content_Encoding="gzip")


def broken_gzip(handler: Handler) -> None:
    handler.answer(b"\x1f\x8b" + b"x" * 99, Content_Encoding="gzip")


def no_http(handler: Handler) -> None:
    handler.wfile.write(b"SSH-2.0\r\n\r\n")
    handler.close_connection = True


def silence(handler: Handler) -> None:
    handler.close_connection = True


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (lambda handler: handler.answer(b"%PDF", Content_Type="application/pdf"), "application/pdf is no kind of page"),
        (lambda handler: handler.answer(b"x", Content_Encoding="exi"), "packed as 'exi', which was not asked for"),
        (broken_gzip, "said to be gzip, but cannot be unpacked"),
        (cut_gzip, "the answer broke off before its end"),
        (cut_short, "the answer broke off before its end"),
        (no_http, "no proper answer: illegal status line: bytearray(b'SSH-2.0')"),
        (silence, "no proper answer: Server disconnected without sending a response."),
        (lambda handler: handler.answer(bytes(100_001)), TOO_LARGE),
    ],
)  # fmt: skip
def test_bad_answers_are_told(site: Site, page: object, expected: str) -> None:
    """Other kinds, strange packing, answers cut off, too large or no HTTP at all: one clear line each."""
    site.pages["/"] = page  # type: ignore[assignment]  # a table of different callables
    assert message(site.url("/")) == expected


def test_a_bomb_is_refused(site: Site) -> None:
    """A page that unpacks to far more than its size is left in the middle, whatever a page may have."""
    bomb = gzip.compress(bytes(20_000_000))
    site.pages["/"] = lambda handler: handler.answer(bomb, Content_Encoding="gzip")
    assert message(site.url("/")) == TOO_LARGE
    large = Settings(host_delay=0, retries=0, allow_private=("localhost",))
    assert message(site.url("/"), large) == "a gzip bomb: it unpacks to more than 250 times its size"


def test_a_slow_answer_ends_at_the_deadline(site: Site) -> None:
    """A server that sends a byte now and then is left when the time is up, in the headers or in the body."""

    def drip(handler: Handler, head: bytes) -> None:
        handler.wfile.write(head)
        while not site.closing.wait(0.02):
            handler.wfile.write(b"a")

    site.pages["/head"] = lambda handler: drip(handler, b"HTTP/1.1 200 OK\r\nX: ")
    site.pages["/body"] = lambda handler: drip(handler, b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    hasty = Settings(host_delay=0, retries=0, fetch_timeout=0.3, allow_private=("localhost",))
    assert [message(site.url(path), hasty) for path in ("/head", "/body")] == ["no whole answer within 0.3 s"] * 2


def test_a_host_that_is_not_there_is_told() -> None:
    """Names that do not resolve, closed ports and what is no address: one clear line each."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert message("http://nowhere.invalid/") == "the host does not resolve: check its name and your connection"
    assert message(f"http://localhost:{port}/") == "nothing answers there (connection refused)"
    assert message("http://") == "not a web address: http://"


def test_a_certificate_must_be_trusted(secure_site: Site) -> None:
    """A certificate nobody vouches for is refused; a trusted one is checked against the name, not the address."""
    secure_site.pages["/"] = lambda handler: handler.answer(b"<p>Safe")
    assert message(secure_site.url("/")) == "the site's certificate is not to be trusted: self-signed certificate"
    trusting = ssl.create_default_context(cafile=CERTIFICATE)
    (capture,) = fetch(secure_site.url("/"), tls=trusting)
    assert isinstance(capture, Capture) and capture.payload == b"<p>Safe"
    by_address = Settings(host_delay=0, retries=0, allow_private=("127.0.0.1",))
    (refused,) = fetch(secure_site.url("/", "127.0.0.1"), settings=by_address, tls=trusting)
    assert isinstance(refused, Unreadable) and "IP address mismatch" in refused.message


def test_a_host_gets_one_request_at_a_time_and_rests(site: Site) -> None:
    """Requests to a host begin no sooner than the delay after the last ended; another host need not wait for it."""
    paths = [f"/{number}" for number in range(4)]
    for path in paths:
        site.pages[path] = lambda handler: handler.answer(b"x")
    settings = Settings(host_delay=0.1, allow_private=("localhost", "127.0.0.1"))
    urls = [site.url(path, host) for host in ("localhost", "127.0.0.1") for path in paths]
    assert len(fetch(*urls, settings=settings)) == 8
    for host in ("localhost", "127.0.0.1"):
        begun = [begin for begin, name, *_ in site.requests if name == host]
        assert all(later - earlier >= 0.1 for earlier, later in pairwise(begun))
    assert {name for _, name, *_ in site.requests[:2]} == {"localhost", "127.0.0.1"}


def test_nothing_is_fetched_that_is_not_asked_for(site: Site) -> None:
    """URLs are read as there is room, and closing the fetch early leaves the rest alone."""
    for number in range(session.WAITING * 2):
        site.pages[f"/{number}"] = lambda handler: handler.answer(b"x")
    read = 0

    def urls() -> Iterator[str]:
        nonlocal read
        for number in range(session.WAITING * 2):
            read += 1
            yield site.url(f"/{number}")

    with session.open_web(settings=SETTINGS, now=lambda: NOW) as web, closing(web.watch_urls(urls())) as captures:
        next(filter(None, captures))
    assert read <= session.WAITING + 1
    assert len(site.requests) <= 70


def test_a_stop_waits_for_no_host(site: Site) -> None:
    """Once told to stop, the fetch ends, however long a host must still be left in peace."""
    stop = threading.Event()

    def stopping(handler: Handler) -> None:
        handler.answer(b"", status=404)
        stop.set()

    site.pages["/robots.txt"] = stopping
    slow = Settings(host_delay=3_600, allow_private=("localhost",))
    with session.open_web(settings=slow, now=lambda: NOW) as web:
        assert list(filter(None, web.watch_urls([site.url("/")] * 2, stop=stop))) == []


def test_no_proxy_is_taken_from_the_environment(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing but the settings decides where a request goes."""
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    site.pages["/"] = lambda handler: handler.answer(b"<p>Here")
    assert [type(result) for result in fetch(site.url("/"))] == [Capture]


def test_a_page_under_an_odd_type_is_a_page(site: Site) -> None:
    """What it is stands in its first bytes; 203 is a page too."""
    page = b"<!doctype html><p>Ferry late"
    kinds = ["text/html, text/html", "content-type", "application/x-httpd-php", "text/htm", "application/octet-stream"]
    for number, kind in enumerate(kinds):
        site.pages[f"/{number}"] = lambda handler, kind=kind: handler.answer(page, Content_Type=kind, status=203)  # type: ignore[misc]
    answers = fetch(*(site.url(f"/{number}") for number in range(len(kinds))))
    assert [type(answer) for answer in answers] == [Capture] * len(kinds)
    site.pages["/zip"] = lambda handler: handler.answer(b"PK\3\4", Content_Type="application/octet-stream")
    assert message(site.url("/zip")) == "application/octet-stream is no kind of page"

"""`python -m bench fetch`: what the fetcher costs and keeps, against a web server on loopback."""

import argparse
import gzip
import resource
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from itertools import pairwise

from archive.captures.web.session import open_web
from archive.model import Capture, Fetched, Request, Unreadable
from archive.settings import Settings
from bench.tables import heading, markdown

HOSTS = 50
DELAY = 2.0  # seconds a host rests, the default
PAGES = 8  # of each host
DEADLINE = 2.0  # seconds
GIGABYTE = 2**30
NAMES = tuple(f"host{number}.example" for number in range(HOSTS))


def run(arguments: argparse.Namespace) -> int:
    """Run the three measures, each in a session of its own; print the table. 1 if a figure is missed."""
    with _server() as server:
        port, log = server.server_address[1], _Handler.log
        # the bomb first, while the peak of this process is still its start-up
        rows = [_bomb(port), _slow_loris(port), *_many_hosts(port, log)]
    print(heading(arguments.command_line))
    print(
        markdown(
            ("measure", "figure", "to reach", "reached"), [(*row[:-1], "yes" if row[-1] else "NO") for row in rows]
        )
    )
    return 0 if all(row[-1] for row in rows) else 1


def _bomb(port: int) -> tuple[str, str, str, bool]:
    _fetched([f"http://{NAMES[0]}:{port}/page"], Settings(host_delay=0))
    before = _peak()
    ((answer, _),) = _fetched([f"http://{NAMES[0]}:{port}/bomb"], Settings(host_delay=0))
    cost = (_peak() - before) / 1e6
    refused = isinstance(answer, Unreadable) and "bomb" in answer.message
    return "memory for 1 GiB of gzip, refused", f"{cost:.1f} MB", "< 30 MB", refused and cost < 30


def _slow_loris(port: int) -> tuple[str, str, str, bool]:
    settings = Settings(host_delay=0, fetch_timeout=DEADLINE, retries=0)
    ((answer, took),) = _fetched([f"http://{NAMES[0]}:{port}/loris"], settings)
    ended = isinstance(answer, Unreadable) and DEADLINE <= took < DEADLINE + 0.5
    return f"a byte every 0.1 s for ever, deadline {DEADLINE:g} s", f"{took:.2f} s", f"< {DEADLINE + 0.5:g} s", ended


def _many_hosts(port: int, log: "list[tuple[float, str]]") -> Iterator[tuple[str, str, str, bool]]:
    log.clear()
    # sorted by host, as lists of URLs often are
    urls = [f"http://{name}:{port}/page?{number}" for name in NAMES for number in range(PAGES)]
    answers = _fetched(urls, Settings(host_delay=DELAY))
    pages = sum(isinstance(answer, Capture) for answer, _ in answers)
    took = answers[-1][1]
    ideal = PAGES * DELAY  # robots.txt first, then a page after each rest
    yield (
        f"{HOSTS} hosts, {PAGES} pages each, {DELAY:g} s apart",
        f"{pages} pages in {took:.2f} s, {ideal / took:.1%} of the ideal rate",
        "≥ 90 %",
        pages == len(urls) and ideal / took >= 0.9,
    )
    begun: dict[str, list[float]] = defaultdict(list)
    for at, host in log:
        begun[host].append(at)
    shortest = min(later - earlier for times in begun.values() for earlier, later in pairwise(times))
    yield (
        f"shortest time between two requests to a host, of {len(log):,} in the server's log",
        f"{shortest:.4f} s",
        f"≥ {DELAY:g} s",
        shortest >= DELAY,
    )


def _fetched(urls: list[str], settings: Settings) -> list[tuple[Fetched, float]]:
    """Each answer, and the seconds since the first request of the session."""

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    settings = Settings(
        host_delay=settings.host_delay,
        fetch_timeout=settings.fetch_timeout,
        retries=settings.retries,
        allow_private=NAMES,
        contact="https://archive.example/bench",
    )
    with open_web(settings=settings, now=lambda: "2026-11-22T09:30:00Z", resolve=resolve) as web:
        begun = time.monotonic()
        return [(answer, time.monotonic() - begun) for answer in web.fetch_requests(map(Request, urls))]


def _peak() -> int:
    """The most bytes this process ever held."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class _Handler(BaseHTTPRequestHandler):
    """The site. The bomb is sent as it is made, so that the server's memory does not count."""

    protocol_version = "HTTP/1.1"
    log: "list[tuple[float, str]]" = []  # noqa: RUF012 - one server, one log

    def do_GET(self) -> None:
        self.log.append((time.monotonic(), self.headers["Host"]))
        answer: Callable[[], None] = {"/bomb": self.bomb, "/loris": self.loris}.get(self.path, self.page)
        try:
            answer()
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True

    def page(self) -> None:
        if self.path == "/robots.txt":
            self.head(404)
            return
        self.head(200, Content_Length=10)
        self.wfile.write(b"<p>Ferry\r\n")

    def bomb(self) -> None:
        self.head(200, Content_Encoding="gzip", Connection="close")
        with gzip.GzipFile(fileobj=self.wfile, mode="wb") as packed:
            for _ in range(GIGABYTE // 2**20):
                packed.write(bytes(2**20))

    def loris(self) -> None:
        self.head(200, Connection="close")
        while True:
            self.wfile.write(b"<")
            time.sleep(0.1)

    def head(self, status: int, **headers: object) -> None:
        self.send_response(status)
        if status == 404:
            headers["Content_Length"] = 0
        for name, value in ({"Content_Type": "text/html"} | headers).items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Says nothing."""


@contextmanager
def _server() -> Iterator[ThreadingHTTPServer]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()

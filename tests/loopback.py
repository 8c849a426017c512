"""A web server on loopback that answers as a test says, and keeps a log."""

import ssl
import sys
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from time import monotonic
from typing import Any

CERTIFICATE = Path(__file__).with_name("loopback.pem")  # made for these tests: trusted by nobody, secret to nobody
Answer = Callable[["Handler"], None]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    site: "Site"

    def do_GET(self) -> None:
        with self.site.lock:
            self.site.requests.append(
                (monotonic(), self.headers["Host"].partition(":")[0], self.path, dict(self.headers))
            )
        try:
            self.site.pages.get(self.path, missing)(self)
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        with self.site.lock:
            self.site.ends.append(monotonic())

    def answer(self, body: bytes, *, status: int = 200, length: int | None = None, **headers: Any) -> None:
        """Send a whole answer; in the names of `headers` an underscore stands for a hyphen."""
        self.send_response(status)
        for name, value in ({"Content_Type": "text/html; charset=utf-8"} | headers).items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(body) if length is None else length))
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = length is not None

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class Server(ThreadingHTTPServer):
    def handle_error(self, request: object, client_address: object) -> None:
        """Says nothing of a client that hangs up between two requests: standard error is the command's here."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


def missing(handler: Handler) -> None:
    """What a path answers that no test gave a page, such as /robots.txt."""
    handler.answer(b"<p>No such page", status=404)


class Site:
    """A web server on loopback. `pages` says what each path answers; `requests` and `ends` are its log."""

    def __init__(self, *, secure: bool = False) -> None:
        self.pages: dict[str, Answer] = {}
        self.requests: list[tuple[float, str, str, dict[str, str]]] = []
        self.ends: list[float] = []
        self.lock = threading.Lock()
        self.closing = threading.Event()
        self.server = Server(("127.0.0.1", 0), type("Bound", (Handler,), {"site": self}))
        self.port = self.server.server_address[1]
        if secure:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(CERTIFICATE)
            self.server.socket = context.wrap_socket(self.server.socket, server_side=True)
        self.scheme = "https" if secure else "http"
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    def url(self, path: str, host: str = "localhost") -> str:
        return f"{self.scheme}://{host}:{self.port}{path}"

    def asked(self) -> list[str]:
        """The pages that were asked for; the requests for robots.txt are in `requests`."""
        return [path for _, _, path, _ in self.requests if path != "/robots.txt"]

    def close(self) -> None:
        self.closing.set()
        self.server.shutdown()
        self.server.server_close()

import socket
import ssl
import threading

import h2.config
import h2.connection
import h2.events

from archive.captures.web import session
from archive.model import Capture
from archive.settings import Settings
from tests.loopback import CERTIFICATE


def serve(listener: socket.socket, asked: list[str]) -> None:
    """One connection of HTTP/2 over TLS: 404 for robots.txt, else a page."""
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(CERTIFICATE)
    tls.set_alpn_protocols(["h2"])
    with tls.wrap_socket(listener.accept()[0], server_side=True) as stream:
        connection = h2.connection.H2Connection(h2.config.H2Configuration(client_side=False))
        connection.initiate_connection()
        stream.sendall(connection.data_to_send())
        while received := stream.recv(65_536):
            for event in connection.receive_data(received):
                if isinstance(event, h2.events.RequestReceived):
                    path = dict(event.headers)[b":path"].decode()
                    asked.append(path)
                    status = "404" if path == "/robots.txt" else "200"
                    connection.send_headers(event.stream_id, [(":status", status), ("content-type", "text/html")])
                    connection.send_data(event.stream_id, b"<p>Ferry late", end_stream=True)
            stream.sendall(connection.data_to_send())


def test_hosts_that_speak_http2_are_asked_so_over_one_connection() -> None:
    """HTTP/2 is spoken where the host offers it, and its one connection is kept."""
    asked: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = threading.Thread(target=serve, args=(listener, asked), daemon=True)
        server.start()
        urls = [f"https://localhost:{listener.getsockname()[1]}/{number}" for number in range(3)]
        settings = Settings(host_delay=0, retries=0, fetch_timeout=10, allow_private=("localhost",))
        trusting = ssl.create_default_context(cafile=CERTIFICATE)
        with session.open_web(settings=settings, now=lambda: "2026-11-22T09:30:00Z", tls=trusting) as web:
            answers = list(web.watch_urls(urls))
        server.join(10)
    assert [answer.payload for answer in answers if isinstance(answer, Capture)] == [b"<p>Ferry late"] * 3
    assert asked == ["/robots.txt", "/0", "/1", "/2"]

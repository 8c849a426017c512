"""The web server of a world: one process on loopback that plays the script under many host names, and keeps a log."""

import multiprocessing
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import ThreadingHTTPServer
from multiprocessing.connection import Connection
from typing import Any

from bench.world.handler import Handler
from bench.world.script import World
from bench.world.stage import Entry, Order, Stage

TICK = 0.01  # seconds


class Listener(ThreadingHTTPServer):
    """All hosts at one address; they may all be called at once."""

    daemon_threads = True
    request_queue_size = 1_024


class Server:
    """The server as the judge sees it."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self.port: int = pipe.recv()

    def begin(self, order: Order) -> None:
        """Play a night."""
        self._pipe.send(order)
        self._pipe.recv()

    def log(self) -> list[Entry]:
        """All requests since the night began, in the order they came."""
        self._pipe.send("log")
        entries: list[Entry] = self._pipe.recv()
        return sorted(entries)


@contextmanager
def serve_world(hosts: int, articles: int, nights: int, seed: int) -> Iterator[Server]:
    """A server in a process of its own, until the block ends."""
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_serve, args=(theirs, hosts, articles, nights, seed), daemon=True)
    process.start()
    theirs.close()
    try:
        yield Server(ours)
    finally:
        ours.close()
        process.join(5)
        process.kill()


@contextmanager
def resolve_locally(names: set[str]) -> Iterator[None]:
    """Names that lead to this machine, as a hosts file would have it."""
    ask = socket.getaddrinfo

    def answer(host: Any, port: Any, *rest: Any, **more: Any) -> Any:
        return ask("127.0.0.1" if host in names else host, port, *rest, **more)

    socket.getaddrinfo = answer
    try:
        yield
    finally:
        socket.getaddrinfo = ask


def _serve(pipe: Connection, hosts: int, articles: int, nights: int, seed: int) -> None:
    server = Listener(("127.0.0.1", 0), Handler)
    stage = Stage(World(hosts, articles, nights, seed), server.server_address[1])
    Handler.stage = stage
    threading.Thread(target=server.serve_forever, args=(TICK,), daemon=True).start()
    pipe.send(stage.port)
    while True:
        try:
            order = pipe.recv()
        except EOFError:
            return
        if order == "log":
            with stage.lock:
                pipe.send(stage.log)
        else:
            stage.begin(order)
            pipe.send(order.night)

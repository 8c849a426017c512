"""A web application served on loopback, and a client that asks it."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from time import sleep
from typing import Literal

import httpx
import uvicorn
from starlette.types import ASGIApp


@contextmanager
def asked(application: ASGIApp, lifespan: Literal["on", "off"] = "off") -> Iterator[httpx.Client]:
    """Serve an application in a thread for as long as the block lasts; give a client of it."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application, log_level="critical", lifespan=lifespan))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            sleep(0.005)  # until it listens; no promise is tested by it
        port = listening.getsockname()[1]
        with httpx.Client(base_url=f"http://localhost:{port}", trust_env=False, timeout=60) as client:
            yield client
        server.should_exit = True
        thread.join()

"""The server that runs the application: one process on one socket."""

import socket
from collections.abc import Collection

import uvicorn

from archive.app import Archive
from archive.errors import UsageError
from archive.serve.application import make_application
from archive.serve.http_protocol import BoundedHttp

WAITING = 512
"""Connections that wait to be taken."""


def bind_socket(host: str, port: int) -> socket.socket:
    """Take a port to listen at; the caller closes it. Raises UsageError where it is taken or not allowed."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    taken = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)  # asyncio answers at once where TCP is named
    taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        taken.bind((host.strip("[]"), port))
        taken.listen(WAITING)  # who asks before the application is ready waits
    except OSError as error:
        taken.close()
        raise UsageError(
            f"cannot listen there ({error.strerror}); --port names another", where=f"{host}:{port}"
        ) from error
    return taken


def serve_archive(
    archive: Archive, listening: socket.socket, *, hosts: Collection[str], token: str | None = None
) -> None:
    """Serve until Ctrl-C or SIGTERM. `hosts`: names by which it may be asked; `token`: what requests must carry."""
    application = make_application(archive, hosts=hosts, token=token)
    config = uvicorn.Config(
        application, http=BoundedHttp, log_level="warning", access_log=False, server_header=False, lifespan="on"
    )
    uvicorn.Server(config).run(sockets=[listening])

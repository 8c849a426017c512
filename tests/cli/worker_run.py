"""The command as its own process, with every invented host on loopback: `python worker_run.py worker --once`."""

import socket
import sys
from typing import Any

from archive import cli

resolve = socket.getaddrinfo  # the real one


def on_loopback(host: Any, *arguments: Any, **options: Any) -> Any:
    """Resolve a name as the system does, and invented ones to loopback."""
    name = host.decode() if isinstance(host, bytes) else host
    return resolve("127.0.0.1" if str(name).endswith(".example") else host, *arguments, **options)


if __name__ == "__main__":
    socket.getaddrinfo = on_loopback
    sys.exit(cli.run(sys.argv[1:]))

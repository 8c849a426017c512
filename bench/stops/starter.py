"""Loaded by the process that all runs ask for workers: a run that is killed while it asks ends the run, not this."""

import errno
import socket
from multiprocessing import reduction

_receive = reduction.recvfds


def _receive_or_pass(sock: socket.socket, size: int) -> list[int]:
    """Give the descriptors that a run sends. Raises the one error after which CPython's starter goes on."""
    try:
        return _receive(sock, size)
    except EOFError as error:  # CPython's starter ends by it
        raise ConnectionAbortedError(errno.ECONNABORTED, "the run was ended as it asked") from error


vars(reduction)["recvfds"] = _receive_or_pass

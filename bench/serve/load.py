"""Clients that ask a server one page after another over kept connections, and how long each answer took."""

import socket
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPResponse


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer: seconds until its last byte, status, and bytes of its body."""

    seconds: float
    status: int
    size: int


def ask_all(port: int, addresses: Callable[[int], Sequence[str]], clients: int) -> tuple[list[Answered], float]:
    """Let so many clients ask at once, each its own addresses one after another; give the answers and the seconds."""
    answers: list[list[Answered]] = [[] for _ in range(clients)]
    started = threading.Barrier(clients + 1)

    def work(number: int) -> None:
        asked = addresses(number)
        with socket.create_connection(("127.0.0.1", port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            started.wait()
            answers[number] += [_ask(connection, address) for address in asked]

    threads = [threading.Thread(target=work, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    started.wait()
    begun = time.perf_counter()
    for thread in threads:
        thread.join()
    return [answer for some in answers for answer in some], time.perf_counter() - begun


def ask_once(port: int, address: str) -> Answered:
    """Ask one page over a connection of its own."""
    with socket.create_connection(("127.0.0.1", port)) as connection:
        return _ask(connection, address)


def _ask(connection: socket.socket, address: str) -> Answered:
    begun = time.perf_counter()
    connection.sendall(f"GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
    answer = HTTPResponse(connection)
    answer.begin()
    size = len(answer.read())
    return Answered(time.perf_counter() - begun, answer.status, size)


def quantile(answers: Sequence[Answered], share: float) -> float:
    """Give the milliseconds within which such a share of the answers came."""
    ordered = sorted(answer.seconds for answer in answers)
    return 1000 * ordered[min(len(ordered) - 1, int(share * len(ordered)))]

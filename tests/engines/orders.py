"""What pages might make an extractor do; a room of its own, for each process that starts afresh imports it."""

import multiprocessing
import os
import re
import signal
import sys
from collections.abc import Iterable, Iterator

from archive.engines import worker
from archive.engines.pool import run_pool
from archive.model import Rejected

told: list[tuple[str, str | Rejected]] = []


def obey(order: str) -> str:
    """Do what a hostile page might make the extractor do."""
    if order == "loop":
        while True:
            pass
    if order == "loop in C":
        re.match(r"(a+)+$", "a" * 100 + "b")
    if order == "exit":
        os._exit(3)
    if order == "segfault":
        os.kill(os.getpid(), signal.SIGSEGV)
    if order == "raise":
        raise ValueError("two\nlines")
    if order == "memory":
        bytearray(5_000_000_000)
    if order == "pid":
        return str(os.getpid())
    if order == "be quick to end":
        worker.ALONE = 0.1
    return order


def tell(orders: Iterable[str | None], timeout: float) -> None:
    """Print what became of the orders, as each is known."""
    for pair in run_pool(obey, orders, workers=1, timeout=timeout):
        if pair is not None:
            told.append(pair)
            sys.stdout.write(f"{pair[0]}: {pair[1] if isinstance(pair[1], str) else pair[1].detail}\n")
            sys.stdout.flush()


def killing() -> Iterator[str | None]:
    """Give orders, and kill the process between two of them."""
    yield "pid"
    while not told:
        yield None
    for child in multiprocessing.active_children():
        child.kill()
        child.join()
    yield "pid"

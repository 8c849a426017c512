"""A pool of processes in which an item that hangs or crashes its process costs nothing but itself.

Each process has a thread here that sends it an item and waits for the answer; they share no pipe and no lock.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from queue import SimpleQueue
from threading import Lock
from typing import Generic, TypeVar

from archive.engines.worker import GREEDY, Worker, load_once
from archive.model import Reason, Rejected

T = TypeVar("T")
R = TypeVar("R")

WINDOW = 128  # items between the first that is not done and the last that was begun
WINDOW_BYTES = 32_000_000
ENDED = "its process ended with SIG"
LOST = (GREEDY, ENDED)
PATIENCE = 0.2  # seconds of waiting after which that is told
IN_VAIN = 3  # pages tried again in vain, one after the other, after which it is the pages and no want of memory or time


def run_pool(
    function: Callable[[T], R],
    items: Iterable[T | None],
    *,
    workers: int,
    timeout: float,
    size: Callable[[T], int] = lambda item: 0,
    preload: Iterable[str] = (),
) -> Generator[tuple[T, R | Rejected] | None, None, None]:
    """Give each item with `function(item)`, computed in `workers` processes, or why there is none; in the order given.

    None among the `items` says that the next is not there yet: what is done need not wait for it. None among the
    results says that the next is not done yet. `timeout`: seconds an item may take. At most `WINDOW` items, and
    `WINDOW_BYTES` by `size`, are in hand. `function` is found by its module's name; the modules in `preload` are
    imported once, before the processes part, or by each process where they part from none.
    """
    modules = [*preload]
    load_once(modules)
    crew = _Crew(workers, lambda: Worker(function, timeout, modules))
    begun: deque[tuple[T, Future[R | Rejected]]] = deque()
    held = 0
    try:
        for item in items:
            if item is not None:
                begun.append((item, crew.submit_item(item)))
                held += size(item)
            while begun and (begun[0][1].done() or len(begun) > WINDOW or held > WINDOW_BYTES):
                first, future = begun.popleft()
                held -= size(first)
                yield from _waits(future)
                yield first, future.result()
            if item is None:
                yield None
        while begun:
            first, future = begun.popleft()
            yield from _waits(future)
            yield first, future.result()
    finally:
        crew.stop_all()


def _waits(future: Future[R]) -> Iterator[None]:
    """Give None each time that a result is still not there."""
    while not wait_for([future], PATIENCE).done:
        yield None


class _Crew(Generic[T, R]):
    """Workers side by side, each with a thread here that waits for its answer."""

    def __init__(self, size: int, new: Callable[[], Worker[T, R]]) -> None:
        self._workers = [new() for _ in range(size)]
        self._idle: SimpleQueue[Worker[T, R]] = SimpleQueue()
        for worker in self._workers:
            self._idle.put(worker)
        self._threads = ThreadPoolExecutor(size)
        self._alone = Lock()
        self._in_vain = 0
        self._stopped = False

    def submit_item(self, item: T) -> "Future[R | Rejected]":
        """Let the next idle worker compute an item."""
        return self._threads.submit(self._compute, item)

    def stop_all(self) -> None:
        """Drop what was not begun, and end all processes."""
        self._stopped = True
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.stop()
        self._threads.shutdown()
        for worker in self._workers:  # one that was starting is there only now, and Python would wait for it for ever
            worker.stop()

    def _compute(self, item: T) -> R | Rejected:
        """Wait for an idle worker and let it compute an item, in one of the threads; a lost one once more, alone."""
        worker = self._idle.get()
        try:
            answer = worker.call(item)
        finally:
            self._idle.put(worker)
        if not _is_lost(answer) or self._stopped or self._in_vain >= IN_VAIN:
            return answer
        return self._compute_alone(item)

    def _compute_alone(self, item: T) -> R | Rejected:
        """Compute an item that was lost to memory or time once more, with nothing beside it."""
        with self._alone:
            crew = [self._idle.get() for _ in self._workers]
            try:
                answer = crew[0].call(item)
            finally:
                for worker in crew:
                    self._idle.put(worker)
            self._in_vain = self._in_vain + 1 if _is_lost(answer) else 0
            return answer


def _is_lost(answer: object) -> bool:
    """Tell whether an item's process was ended, or wanted more memory or time than there is."""
    return isinstance(answer, Rejected) and (answer.reason is Reason.HUNG or answer.detail.startswith(LOST))

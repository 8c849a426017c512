"""A pool of processes in which an item that hangs or crashes its process costs nothing but itself.

Each process has a thread here that sends it an item and waits for the answer; they share no pipe and no lock. An item's
time is kept by the process's own alarm, which ends it even inside C code, and even if nobody is left to end it.
"""

import logging
import multiprocessing
import os
import resource
import signal
import socket
import sys
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import wait as wait_for
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkServerProcess
from queue import SimpleQueue
from threading import Lock
from time import sleep
from types import ModuleType
from typing import Generic, TypeVar

from archive.errors import ArchiveError
from archive.model import Reason, Rejected

T = TypeVar("T")
R = TypeVar("R")

WINDOW = 128  # items between the first that is not done and the last that was begun
WINDOW_BYTES = 32_000_000
WORKER_MEMORY = 4_000_000_000  # bytes of address space
GREEDY = f"needs more than {WORKER_MEMORY:,} bytes of memory"
ENDED = "its process ended with SIG"
LOST = (GREEDY, ENDED)
PATIENCE = 0.2  # seconds of waiting after which that is told
STARTS = 5  # tries to start a process, when what starts them is ended from outside
IN_VAIN = 3  # pages tried again in vain, one after the other, after which it is the pages and no want of memory or time
RESTART = 0.2  # seconds that a process takes to be gone
OURS = frozenset({signal.SIGINT, signal.SIGTERM, signal.SIGHUP})  # only the flow decides what they mean

_starting = Lock()


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
    imported once, before the processes part.
    """
    multiprocessing.get_context("forkserver").set_forkserver_preload([*preload])
    crew = _Crew(function, timeout, workers)
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

    def __init__(self, function: Callable[[T], R], timeout: float, size: int) -> None:
        self._workers = [Worker(function, timeout) for _ in range(size)]
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


class Worker(Generic[T, R]):
    """One process that computes `function` of what it is sent, and a new one after it died."""

    def __init__(self, function: Callable[[T], R], timeout: float) -> None:
        self._function = function
        self._timeout = timeout
        self._process: ForkServerProcess | None = None
        self._pipe: Connection

    def call(self, item: T) -> R | Rejected:
        """Give `function(item)`, or how the process died of it. Raises ArchiveError if no process starts."""
        if self._process is None:
            self._start()
        try:
            self._pipe.send(item)
        except OSError:  # it was ended between two items, from outside: this one is not to blame
            self._start()
            self._pipe.send(item)
        try:
            answer: R | Rejected = self._pipe.recv()
        except (EOFError, OSError):
            return self._cause_of_death()
        return answer

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is None:
            return
        self._process.kill()
        # if what started it was ended, it is taken for dead and not killed: then it ends because nobody listens
        with suppress(OSError), socket.socket(fileno=os.dup(self._pipe.fileno())) as end:
            end.shutdown(socket.SHUT_RDWR)

    def _start(self) -> None:
        """Start a process, by a new starter if that was ended from outside. Raises ArchiveError."""
        context = multiprocessing.get_context("forkserver")
        for left in reversed(range(STARTS)):
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=(theirs, self._function, self._timeout), daemon=True)
            try:
                with theirs, _without_main(), _without_signals():
                    process.start()
            except (OSError, EOFError) as error:
                ours.close()
                if not left:
                    why = getattr(error, "strerror", None) or "what starts them was ended"
                    raise ArchiveError(f"no process can be started: {why}; try fewer workers") from error
                sleep(RESTART)
            else:
                self._pipe, self._process = ours, process
                return

    def _cause_of_death(self) -> Rejected:
        """Say how the process ended, and forget it."""
        assert self._process is not None
        wait([self._process.sentinel])
        with _starting:  # a start in another thread looks at all processes, and an exit code can be read only once
            self._process.join()
        code = self._process.exitcode or 0
        self._process = None
        if code == -signal.SIGALRM:
            return Rejected(Reason.HUNG, f"given up after {self._timeout:g} s")
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Rejected(Reason.CRASHED, f"its process ended with {how}")


@contextmanager
def _without_main() -> Iterator[None]:
    """Hide `__main__` from a process that starts: it would import it, and a script without a main guard run again."""
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


@contextmanager
def _without_signals() -> Iterator[None]:
    """Keep signals for this program from the processes that start: to a whole group they come at any moment.

    The processes inherit the mask, so there is no moment at which one is without it.
    """
    resource_tracker.ensure_running()  # first, for it would take the signals back
    before = signal.pthread_sigmask(signal.SIG_BLOCK, OURS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _serve(pipe: Connection, function: Callable[[T], R], timeout: float) -> None:
    """Answer items, in the worker, until the other side is gone. Only the flow decides what Ctrl-C and SIGTERM mean."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # no handler here: Python would print its warnings
    with suppress(ValueError, OSError):  # a system that limits it already, or cannot
        resource.setrlimit(resource.RLIMIT_AS, (WORKER_MEMORY, resource.RLIM_INFINITY))
    while True:
        try:
            item = pipe.recv()
        except (EOFError, OSError):
            return
        signal.setitimer(signal.ITIMER_REAL, timeout)
        try:
            answer: R | Rejected = function(item)
        except MemoryError:
            answer = Rejected(Reason.CRASHED, GREEDY)
        except Exception as error:
            answer = Rejected(Reason.CRASHED, " ".join(f"{type(error).__name__}: {error}".split())[:300])
        signal.setitimer(signal.ITIMER_REAL, 0)
        pipe.send(answer)

"""One process that computes a function of what it is sent; one that hangs or crashes costs nothing but its item.

An item's time is kept by the process's own alarm, which ends it even inside C code, and even if nobody is left to end
it. Where there is no alarm the time is kept here, and the process looks after itself only should nobody be here.
"""

import faulthandler
import logging
import multiprocessing
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from importlib import import_module
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from threading import Lock
from time import sleep
from types import ModuleType
from typing import IO, Any, Generic, TypeVar

from archive.errors import ArchiveError
from archive.model import Reason, Rejected
from archive.platforms import ALARM, can_fork, ignore_signals, limit_process, set_alarm, without_signals

T = TypeVar("T")
R = TypeVar("R")

WORKER_MEMORY = 4_000_000_000  # bytes of address space
GREEDY = f"needs more than {WORKER_MEMORY:,} bytes of memory"
MOST_ITEMS = 5_000  # that a process computes before a new one takes its place: libxml2 never forgets a name it met
STARTS = 5  # tries to start a process, when what starts them is ended from outside
RESTART = 0.2  # seconds that a process takes to be gone
LOADING = 120.0  # seconds that a process which loads everything for itself may take for it
ALONE = 5.0  # seconds past its time after which a process without an alarm ends itself

_starting = Lock()


def load_once(modules: Iterable[str]) -> None:
    """Let the processes part from one that has imported these modules, where they can."""
    if can_fork():
        multiprocessing.get_context("forkserver").set_forkserver_preload([*modules])


class Worker(Generic[T, R]):
    """One process that computes `function` of what it is sent, and a new one after it died.

    `function` is found by its module's name. `preload`: what the process imports first, where it parts from none.
    """

    def __init__(self, function: Callable[[T], R], timeout: float, preload: Iterable[str] = ()) -> None:
        self._function = function
        self._timeout = timeout
        self._preload = [*preload]
        self._process: BaseProcess | None = None
        self._computed = 0
        self._pipe: Any  # two classes, by the platform

    def call(self, item: T) -> R | Rejected:
        """Give `function(item)`, or how the process died of it. Raises ArchiveError if no process starts."""
        if self._computed >= MOST_ITEMS:
            self._retire()
        if self._process is None:
            self._start()
        self._computed += 1
        try:
            self._pipe.send(item)
        except OSError:  # it was ended between two items, from outside: this one is not to blame
            self._start()
            self._pipe.send(item)
        try:
            if ALARM is None and not self._pipe.poll(self._timeout):
                return self._given_up()
            answer: R | Rejected = self._pipe.recv()
        except (EOFError, OSError):
            return self._cause_of_death()
        return answer

    def stop(self) -> None:
        """End the process, whatever it is doing."""
        if self._process is None:
            return
        self._process.kill()
        if can_fork():
            # if what started it was ended, it is taken for dead and not killed: then it ends because nobody listens
            with suppress(OSError), socket.socket(fileno=os.dup(self._pipe.fileno())) as end:
                end.shutdown(socket.SHUT_RDWR)

    def _retire(self) -> None:
        """End the process, which has nothing to do."""
        if self._process is not None:
            self.stop()
            self._cause_of_death()
            self._pipe.close()

    def _start(self) -> None:
        """Start a process, by a new starter if that was ended from outside. Raises ArchiveError."""
        self._computed = 0
        for left in reversed(range(STARTS)):
            try:
                self._pipe, self._process = self._started()
            except (OSError, EOFError) as error:
                if not left:
                    why = getattr(error, "strerror", None) or "what starts them was ended"
                    raise ArchiveError(f"no process can be started: {why}; try fewer workers") from error
                sleep(RESTART)
            else:
                return

    def _started(self) -> tuple[Any, BaseProcess]:
        """Start a process; where it parts from none, wait until it has loaded what it needs.

        Raises OSError, EOFError.
        """
        forks = can_fork()
        context: Any = multiprocessing.get_context("forkserver" if forks else "spawn")
        ours, theirs = context.Pipe()
        given = (theirs, self._function, self._timeout, None if forks else self._preload)
        process = context.Process(target=_serve, args=given, daemon=True)
        try:
            with theirs, without_main(), without_signals():
                process.start()
            if not forks:
                if not ours.poll(LOADING):
                    process.kill()
                ours.recv()
        except (OSError, EOFError):
            ours.close()
            raise
        return ours, process

    def _given_up(self) -> Rejected:
        """End the process that took too long."""
        assert self._process is not None
        self._process.kill()
        self._cause_of_death()
        return Rejected(Reason.HUNG, f"given up after {self._timeout:g} s")

    def _cause_of_death(self) -> Rejected:
        """Say how the process ended, and forget it."""
        assert self._process is not None
        wait([self._process.sentinel])
        with _starting:  # a start in another thread looks at all processes, and an exit code can be read only once
            self._process.join()
        code = self._process.exitcode or 0
        self._process = None
        if ALARM is not None and code == -ALARM:
            return Rejected(Reason.HUNG, f"given up after {self._timeout:g} s")
        how = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return Rejected(Reason.CRASHED, f"its process ended with {how}")


@contextmanager
def without_main() -> Iterator[None]:
    """Hide `__main__` from a process that starts: it would import it, and a script without a main guard run again."""
    with _starting:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


def _serve(pipe: Any, function: Callable[[T], R], timeout: float, modules: list[str] | None) -> None:
    """Answer items, in the worker, until the other side is gone. `modules`: what is loaded first, and then told."""
    ignore_signals()
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)  # no handler here: Python would print its warnings
    limit_process({"RLIMIT_AS": WORKER_MEMORY})
    with suppress(EOFError, OSError), Path(os.devnull).open("w", encoding="utf-8") as nowhere:
        if modules is not None:
            for name in modules:
                with suppress(ImportError):  # told by the item that needs it
                    import_module(name)
            pipe.send(None)
        while True:
            item = pipe.recv()
            with _time_kept(timeout, nowhere):
                answer = _answered(function, item)
            pipe.send(answer)


def _answered(function: Callable[[T], R], item: T) -> R | Rejected:
    """Give `function(item)`, or what it raised."""
    try:
        return function(item)
    except MemoryError:
        return Rejected(Reason.CRASHED, GREEDY)
    except Exception as error:
        return Rejected(Reason.CRASHED, " ".join(f"{type(error).__name__}: {error}".split())[:300])


@contextmanager
def _time_kept(seconds: float, nowhere: IO[str]) -> Iterator[None]:
    """End this process if the block takes longer: by the alarm, or else by a thread of C code, some seconds later."""
    if ALARM is not None:
        set_alarm(seconds)
        yield
        set_alarm(0)
    else:
        faulthandler.dump_traceback_later(seconds + ALONE, file=nowhere, exit=True)
        yield
        faulthandler.cancel_dump_traceback_later()

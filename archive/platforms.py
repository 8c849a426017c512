"""What this platform has. Windows has no fork, no alarm, no `resource` and no `fcntl`; macOS has them, but forks badly.

All that asks for them stands here: elsewhere the package is plain Python (docs/decisions/platforms.md).
"""

import os
import signal
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib import import_module
from typing import Any, Final


def _module(name: str) -> Any:
    """Give a module of the standard library, or None where the platform has none."""
    try:
        return import_module(name)
    except ImportError:
        return None


FCNTL: Final = _module("fcntl")
RESOURCE: Final = _module("resource")
_SIGNAL: Final[Any] = signal  # some of its names are there on some platforms only

ALARM: Final[int | None] = getattr(signal, "SIGALRM", None)
"""The signal that ends a process when its time is over, even inside C code."""
BROKEN_PIPE: Final[int] = getattr(signal, "SIGPIPE", 13)
OURS: Final = frozenset(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that are for the program, not for its workers."""

MEMORY_STATUS: Final = 9
"""SQLITE_CONFIG_MEMSTATUS."""

TO_READ: Final[int] = os.O_RDONLY | sum(getattr(os, name, 0) for name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY"))
"""How a file is opened that may turn out to be none: it is never waited for."""


def can_fork() -> bool:
    """Tell whether workers part from one process that has loaded what they need; else each loads it for itself.

    macOS has a `forkserver`, but its own libraries may crash after a fork; Python does not fork there either.
    """
    from multiprocessing import get_all_start_methods  # late: the command line asks this room for less

    signals = ALARM is not None and hasattr(signal, "setitimer") and hasattr(signal, "pthread_sigmask")
    return signals and sys.platform != "darwin" and "forkserver" in get_all_start_methods()


def set_alarm(seconds: float) -> None:
    """End this process after so many seconds, where there is an alarm; 0 takes that back."""
    if ALARM is not None:
        _SIGNAL.setitimer(_SIGNAL.ITIMER_REAL, seconds)


def ignore_signals() -> None:
    """Leave it to the program that started this process what Ctrl-C and SIGTERM mean."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if ALARM is not None:
        signal.signal(ALARM, signal.SIG_DFL)


@contextmanager
def without_signals() -> Iterator[None]:
    """Keep the program's signals from the processes that start: to a whole group they come at any moment.

    The processes inherit the mask, so there is no moment at which one is without it. Windows has no mask.
    """
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    tracker: Any = import_module("multiprocessing.resource_tracker")
    tracker.ensure_running()  # first, for it would take the signals back
    before = _SIGNAL.pthread_sigmask(_SIGNAL.SIG_BLOCK, OURS)
    try:
        yield
    finally:
        _SIGNAL.pthread_sigmask(_SIGNAL.SIG_SETMASK, before)


def limit_process(limits: Mapping[str, int]) -> None:
    """Bound what this process may take, by the names of `resource`; what a system cannot bound is unbounded there."""
    for name, value in limits.items() if RESOURCE else ():
        with suppress(AttributeError, ValueError, OSError):
            limit = getattr(RESOURCE, name)
            _, most = RESOURCE.getrlimit(limit)
            RESOURCE.setrlimit(limit, (value if most == RESOURCE.RLIM_INFINITY else min(value, most), most))


def free_sqlite_threads() -> bool:
    """Let SQLite not count the memory it takes, where it can be told; tell whether it was.

    It counts under one lock, through which two searches at once must pass for each match: each took half as much again.
    It can be told only before it is loaded, and by a function with a variable number of arguments, which macOS calls in
    a way of its own. Questions in SQL, whose memory is bounded by that count, have processes of their own.
    https://sqlite.org/c3ref/c_config_covering_index_scan.html#sqliteconfigmemstatus
    """
    import ctypes  # late: the command line asks this room for less
    from importlib.util import find_spec

    library = find_spec("_sqlite3")
    if sys.platform != "linux" or "_sqlite3" in sys.modules or library is None or library.origin is None:
        return False
    with suppress(OSError, AttributeError):
        return bool(ctypes.CDLL(library.origin).sqlite3_config(MEMORY_STATUS, 0) == 0)
    return False

"""Resolve the names of hosts: by workers of its own and a clock of its own, each name once a run.

The system's resolver blocks, for half a minute where nobody answers. In the six threads that asyncio has for everything
a hundred dead names would hold up every healthy host, and count against its pages' deadlines.
"""

import asyncio
import socket
import threading
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress

from archive.captures.failure import Failure
from archive.model import Cause

Resolve = Callable[[str, int], Awaitable[list[str]]]

WORKERS = 64  # lookups at once
MOST_STUCK = 256  # lookups whose time is over, and that still hold a thread
LONGEST = 20.0  # seconds a lookup may take, from its begin
TRIES = 2  # after which a name is left for the night
MOST_KEPT = 50_000  # names
UNRESOLVED = "the host does not resolve: check its name and your connection"


class Names:
    """Knows the addresses of hosts: asks for each once, twice where that fails, and then no more as long as it lives.

    `resolve`: whom to ask, if not the system.
    """

    def __init__(self, resolve: Resolve | None = None) -> None:
        self._resolve = resolve or _Lookups().resolve_host
        self._known: OrderedDict[str, asyncio.Task[list[str]]] = OrderedDict()

    async def addresses_of(self, host: str, port: int) -> list[str]:
        """Give a host's addresses, best first. Raises Failure if it has none."""
        name = host.lower()
        task = self._known.get(name)
        if task is None or task.cancelled():
            task = self._known[name] = asyncio.get_running_loop().create_task(self._ask(name, port))
            task.add_done_callback(_look_at_error)
            if len(self._known) > MOST_KEPT:
                self._known.popitem(last=False)
        try:
            return await asyncio.shield(task)
        except Failure as failure:  # raised as a new one: each raise adds to its traceback
            raise Failure(failure.message, failure.cause) from None

    def forget(self, host: str) -> None:
        """Forget where a host is, as nothing answered there; it is asked for anew."""
        self._known.pop(host.lower(), None)

    def close(self) -> None:
        """Wait for no lookup."""
        for task in self._known.values():
            task.cancel()
        self._known.clear()

    async def _ask(self, name: str, port: int) -> list[str]:
        for _ in range(TRIES):
            with suppress(OSError, UnicodeError):
                if found := await self._resolve(name, port):
                    return found
        raise Failure(UNRESOLVED, Cause.DNS)


def _look_at_error(task: "asyncio.Task[list[str]]") -> None:
    """Take note of a task's error, whether or not somebody still waits for it."""
    if not task.cancelled():
        task.exception()


class _Lookups:
    """Looks names up, each in a thread, which holds up neither the loop nor the end of the program."""

    def __init__(self) -> None:
        self._room = asyncio.Semaphore(WORKERS)
        self._stuck = 0

    async def resolve_host(self, host: str, port: int) -> list[str]:
        """Look up a host. Raises OSError where there is none, or no answer in time; UnicodeError for no name."""
        async with self._room:
            if self._stuck >= MOST_STUCK:
                raise OSError("the resolver does not answer")
            answer: asyncio.Future[list[str]] = asyncio.get_running_loop().create_future()
            threading.Thread(target=_look_up, args=(host, port, answer), name="names", daemon=True).start()
            try:
                return await asyncio.wait_for(asyncio.shield(answer), LONGEST)
            except TimeoutError:
                self._stuck += 1
                answer.add_done_callback(self._unstuck)
                raise

    def _unstuck(self, answer: "asyncio.Future[list[str]]") -> None:
        self._stuck -= 1
        answer.exception()


def _look_up(host: str, port: int, answer: "asyncio.Future[list[str]]") -> None:
    """Ask the system for a host's addresses, and tell the loop."""
    found: list[str] = []
    error: Exception | None = None
    try:
        places = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        found = list(dict.fromkeys(str(place[0]) for *_, place in places))
    except Exception as raised:  # whatever it is, somebody waits for it
        error = raised
    with suppress(RuntimeError):  # the loop is closed: nobody waits any more
        answer.get_loop().call_soon_threadsafe(_tell, answer, found, error)


def _tell(answer: "asyncio.Future[list[str]]", found: list[str], error: Exception | None) -> None:
    if answer.done():
        return
    if error is None:
        answer.set_result(found)
    else:
        answer.set_exception(error)

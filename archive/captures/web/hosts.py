"""Hosts as the fetcher sees them: the requests that wait, whose turn it is, and when a host wants to be left alone."""

import asyncio
import random
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from time import monotonic
from typing import Generic, Protocol, TypeVar

from anyio import to_thread

from archive.captures.failure import Failure
from archive.captures.web.retry import LONGEST_REST, backoff_seconds
from archive.model import Cause
from archive.times import later

T = TypeVar("T")
MOST_HOSTS = 20_000  # remembered at once, not counting hosts with requests waiting
CLAIMS_TRIED = 20  # times that a host is asked for which another machine has, a rest apart


@dataclass(frozen=True, slots=True)
class Pace:
    """Time and chance: `clock` in seconds, `sleep` for seconds, `chance` from 0 to 1."""

    clock: Callable[[], float] = monotonic
    sleep: Callable[[float], Awaitable[object]] = asyncio.sleep
    chance: Callable[[], float] = random.random


class Claims(Protocol):
    """The right to ask hosts, where several programs share the work: one of them has a host at a time."""

    def take(self, name: str) -> bool:
        """Take a host, if it is not taken already; tell whether it is ours."""

    def let_go(self, name: str) -> None:
        """Leave a host, which has rested, to others, unless it is kept to the end."""


class Host(Generic[T]):
    """One host: those `waiting` for it, in order, and its rest of `delay` seconds after each request."""

    def __init__(self, name: str, delay: float, pace: Pace, claims: Claims | None = None) -> None:
        self.name = name
        self.delay = delay
        self.waiting: deque[T] = deque()
        self.served = False
        self.asking = asyncio.Lock()  # for its robots.txt
        self._pace = pace
        self._claims = claims
        self._turn = asyncio.Lock()
        self._free_at = pace.clock()
        self._closed_until = 0.0
        self._closed_by: Failure | None = None

    @asynccontextmanager
    async def take_turn(self) -> AsyncIterator[None]:
        """Hold the right to one request: nobody else has it, and the host has rested. Raises Failure if closed."""
        async with self._turn:
            if self._claims is not None:
                await self._claim(self._claims)
            while (rest := self.rest_left) > 0:
                await self._pace.sleep(rest)
            self.check_open()
            try:
                yield
            finally:
                self._free_at = max(self._free_at, self._pace.clock() + self.delay)
                if self._claims is not None:
                    asyncio.get_running_loop().call_later(self.rest_left + 0.01, self._leave, self._claims)

    async def _claim(self, claims: Claims) -> None:
        """Take the host among all who share the work. Raises Failure if another has it for long."""
        for _ in range(CLAIMS_TRIED):
            if await to_thread.run_sync(claims.take, self.name):
                return
            await self._pace.sleep(max(self.delay, 0.1))
        raise Failure(f"not asked: another worker is asking {self.name}", Cause.BUSY)

    def _leave(self, claims: Claims) -> None:
        """Leave the host to others, unless it was asked again meanwhile."""
        if not self._turn.locked() and self.rest_left <= 0:
            claims.let_go(self.name)

    @property
    def rest_left(self) -> float:
        """Give the seconds that the host still rests; below 0: it has rested."""
        return self._free_at - self._pace.clock()

    def check_open(self) -> None:
        """Raise Failure while the host wants no request for longer than anyone waits."""
        if self._closed_by and (rest := self._closed_until - self._pace.clock()) > 0:
            failure = self._closed_by
            raise Failure(failure.message, failure.cause, status=failure.status, rest=rest)

    def pause_for(self, seconds: float, failure: Failure, now: str) -> None:
        """Leave the host alone. Beyond LONGEST_REST it is closed: `failure` tells those who ask."""
        until = self._pace.clock() + seconds
        if seconds <= LONGEST_REST:
            self._free_at = max(self._free_at, until)
        elif until > self._closed_until:
            self._closed_until = until
            then = later(now, seconds=seconds)
            message = f"not asked: {self.name} wants no requests before {then} (status {failure.status})"
            self._closed_by = Failure(message, failure.cause, status=failure.status)

    def rest_after(self, failure: Failure, failures: int, now: str) -> float:
        """Let the host rest for as long as it says, else longer after each failure; give the seconds."""
        rest = backoff_seconds(failures, self._pace.chance()) if failure.rest is None else failure.rest
        self.pause_for(rest, failure, now)
        return rest

    @property
    def is_idle(self) -> bool:
        """Tell whether forgetting it changes nothing."""
        busy = self.served or self.waiting or self.asking.locked() or self._turn.locked()
        return not busy and max(self._free_at, self._closed_until) <= self._pace.clock()


class Hosts(Generic[T]):
    """Keeps all hosts by name, each made when first asked for. `clock`: their seconds."""

    def __init__(self, delay: float, pace: Pace, claims: Claims | None = None) -> None:
        self._delay = delay
        self._pace = pace
        self._claims = claims
        self.clock = pace.clock
        self._hosts: dict[str, Host[T]] = {}
        self._room = MOST_HOSTS

    def __getitem__(self, name: str) -> Host[T]:
        host = self._hosts.get(name)
        if host is None:
            if len(self._hosts) >= self._room:
                self._hosts = {name: host for name, host in self._hosts.items() if not host.is_idle}
                self._room = MOST_HOSTS + len(self._hosts)
            host = self._hosts[name] = Host(name, self._delay, self._pace, self._claims)
        return host

    @property
    def rest_left(self) -> float:
        """Give the seconds until all of them have rested."""
        return max((host.rest_left for host in self._hosts.values()), default=0.0)

    def drop_waiting(self) -> None:
        """Drop all requests that wait; what hosts asked for is remembered."""
        for host in self._hosts.values():
            host.waiting.clear()
            host.served = False

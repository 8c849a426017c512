"""The stage of a world, which all connections of its server share: the night it is, and the log of requests."""

import threading
import time
from random import Random
from typing import NamedTuple

from bench.world.pages import House
from bench.world.script import Mode, World

EDITED = 0.05
"""Share of the articles that change before a night after the script's last."""


class Entry(NamedTuple):
    """A request in the log. `at`: when it had come, by the clock all processes share; `served`: what it was given.

    `article`, `version`: whose text, if it is an article's URL; `target` of a redirect, as (host, path); `asked`:
    whether it was conditional; `sent`, `received`: bytes with headers.
    """

    at: float
    host: str
    path: str
    status: int
    served: str
    article: int | None
    version: int
    target: tuple[str, str] | None
    asked: bool
    sent: int
    received: int


class Order(NamedTuple):
    """An order to the server: play this night from now on. `begun`: its first moment on the shared clock, which runs
    `speed` times as fast there; `patience`: seconds after which the client gives a request up."""

    night: int
    begun: float
    speed: float
    patience: float


class Stage:
    """The state that all connections share: the world, the night, the log."""

    def __init__(self, world: World, port: int) -> None:
        self.world = world
        self.port = port
        self.order = Order(0, time.monotonic(), 1.0, 1.0)
        self.log: list[Entry] = []
        self.lock = threading.Lock()
        self.loads = 0
        self.throttled: set[str] = set()
        self.cut: set[tuple[int, Mode]] = set()
        self.closing = threading.Event()
        self.houses = {host: House.of(host, number) for number, host in enumerate(world.hosts)}

    def begin(self, order: Order) -> None:
        """The next night."""
        if order.night >= len(self.world.stories[0].nights):
            self.world.edit_some(EDITED)
        self.order, self.log = order, []
        self.throttled.clear()
        self.cut.clear()

    def load(self) -> Random:
        """The noise of one more load."""
        with self.lock:
            self.loads += 1
            return Random(f"load {self.world.seed} {self.loads}")

    def first(self, host: str) -> bool:
        """Tell whether nobody was turned away there yet on this night."""
        with self.lock:
            new = host not in self.throttled
            self.throttled.add(host)
            return new

    def fails(self, number: int, mode: Mode) -> bool:
        """Tell whether an article breaks once more: two in three are well when they are asked again."""
        with self.lock:
            again = (number, mode) in self.cut
            self.cut.add((number, mode))
        return not again or number % 3 == 0

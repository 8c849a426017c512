"""Carry what every flow needs as one value: settings, the time, a clock, and when to stop."""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from time import monotonic

from archive.settings import Settings


class Deadline(threading.Event):
    """A stop that is also set once `seconds` have passed on the clock, or once another stop is set."""

    def __init__(self, stop: threading.Event, clock: Callable[[], float], seconds: float) -> None:
        super().__init__()
        self._stop = stop
        self._clock = clock
        self._end = clock() + seconds

    @property
    def is_late(self) -> bool:
        """Tell whether the time is over."""
        return self._clock() >= self._end

    def is_set(self) -> bool:
        """Tell whether to stop."""
        return super().is_set() or self._stop.is_set() or self.is_late


@dataclass(frozen=True, slots=True)
class Work:
    """The settings, time and stop that a flow carries everywhere.

    `now` gives the time in UTC, ISO 8601; `clock` seconds. Once `stop` is set nothing more is read, and what is in hand
    is finished.
    """

    settings: Settings
    now: Callable[[], str]
    clock: Callable[[], float] = monotonic
    stop: threading.Event = field(default_factory=threading.Event)

    def start_deadline(self, seconds: float) -> Deadline:
        """Make a stop that is set in so many seconds, or when the work is stopped."""
        return Deadline(self.stop, self.clock, seconds)

    def with_stop(self, stop: threading.Event) -> "Work":
        """Give the same work with another stop."""
        return replace(self, stop=stop)

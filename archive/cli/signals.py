"""Ctrl-C and SIGTERM: the first asks the work to end well, the second ends it."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM)
NOTICE: Final = b"\narchive: finishing what is in hand; once more stops at once\n"


class Stop:
    """Whether to stop: called, it says so. `code` is then the exit code, 128 + the signal."""

    code = 0

    def __call__(self) -> bool:
        """True once a signal came."""
        return self.code != 0

    def receive(self, number: int, frame: FrameType | None) -> None:
        """The signal handler."""
        if self.code:
            raise KeyboardInterrupt
        self.code = 128 + number
        os.write(2, NOTICE)  # a handler may not use sys.stderr: it could have interrupted a write to it


@contextmanager
def stoppable() -> Iterator[Stop]:
    """For the time of the block, signals only ask to stop."""
    stop = Stop()
    before = {number: signal.signal(number, stop.receive) for number in SIGNALS}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""Ctrl-C and SIGTERM: the first asks the work to end well, the second ends it."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

NOTICE: Final = b"\narchive: finishing what is in hand; once more stops at once\n"


class Stop(threading.Event):
    """Set by the first signal; `code` is then what the program ends with, 128 + the signal."""

    code = 0

    def receive(self, number: int, frame: FrameType | None) -> None:
        """Handle a signal: ask to stop at the first, interrupt at the second."""
        if self.code:
            raise KeyboardInterrupt
        self.code = 128 + number
        os.write(2, NOTICE)  # not by sys.stderr: the signal may have come amid a write to it
        self.set()


@contextmanager
def stop_on_signals() -> Iterator[Stop]:
    """Let a signal only ask to stop while the block runs."""
    stop = Stop()
    before = {number: signal.signal(number, stop.receive) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stop
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)

"""What flows carry: the time there is, and when to stop."""

import threading

from archive.flows.work import Work
from archive.settings import Settings

NOW = "2026-11-22T09:30:00Z"


def test_a_deadline_is_set_by_the_clock_or_by_the_stop_it_belongs_to() -> None:
    """It is late once its seconds have passed; a stop of the whole work sets it before, and is not lateness."""
    seconds = [100.0]
    work = Work(Settings(), lambda: NOW, clock=lambda: seconds[0])
    short, long = work.start_deadline(5), work.with_stop(work.start_deadline(60)).start_deadline(90)
    assert (short.is_set(), long.is_set()) == (False, False)
    seconds[0] = 105.0
    assert (short.is_set(), short.is_late, long.is_set()) == (True, True, False)
    seconds[0] = 160.0
    assert (long.is_set(), long.is_late) == (True, False)  # the work it belongs to had less time


def test_a_stop_reaches_every_deadline() -> None:
    """Who stops the work stops what it is made of."""
    work = Work(Settings(), lambda: NOW, stop=threading.Event())
    deadline = work.start_deadline(1_000)
    work.stop.set()
    assert (deadline.is_set(), deadline.is_late) == (True, False)

import multiprocessing
import multiprocessing.forkserver
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

import pytest

from archive.engines import worker
from archive.engines.pool import WINDOW, WINDOW_BYTES, run_pool
from archive.model import Reason, Rejected
from tests.engines.orders import obey

T = TypeVar("T")


def results(pairs: Iterable[T | None]) -> list[T]:
    """What came, less the word that nothing comes."""
    return [pair for pair in pairs if pair is not None]


def double(number: int) -> int:
    return number * 2


def slow_when_even(number: int) -> int:
    time.sleep(0.05 * (number % 2 == 0))
    return number


def until_it_is_there(path: str) -> bool:
    while not Path(path).exists():
        pass
    return True


def pid(_: int) -> int:
    return os.getpid()


def test_results_come_in_order() -> None:
    """However long each takes, results come in the order of the items."""
    assert results(run_pool(slow_when_even, range(20), workers=2, timeout=10)) == [(n, n) for n in range(20)]


def test_what_is_done_does_not_wait_for_the_next_item() -> None:
    """A source that says "not yet" gets the results so far, and the caller is told that there is nothing more."""
    seen: list[int] = []

    def source() -> Iterator[int | None]:
        yield 1
        while not seen:
            yield None
        yield 2

    for pair in run_pool(double, source(), workers=1, timeout=10):
        seen.extend(pair or ())  # type: ignore[arg-type]  # no page is refused here
    assert seen == [1, 2, 2, 4]


def test_a_long_wait_is_told(tmp_path: Path) -> None:
    """While an item takes its time the caller hears so, and can put away what it has."""
    told = []
    for pair in run_pool(until_it_is_there, [str(tmp_path / "go")], workers=1, timeout=10):
        told.append(pair)
        (tmp_path / "go").touch()
    assert (told[0], told[-1]) == (None, (str(tmp_path / "go"), True))


@pytest.mark.parametrize("workers", [1, 2])
def test_a_page_that_hangs_or_crashes_loses_only_itself(workers: int) -> None:
    """Loops, exits, crashes, exceptions and greed are refused with the reason; every other item has its result."""
    hung = Rejected(Reason.HUNG, "given up after 0.5 s")
    expected = {
        "a": "a",
        "loop": hung,
        "b": "b",
        "loop in C": hung,
        "exit": Rejected(Reason.CRASHED, "its process ended with exit code 3"),
        "c": "c",
        "segfault": Rejected(Reason.CRASHED, "its process ended with SIGSEGV"),
        "raise": Rejected(Reason.CRASHED, "ValueError: two lines"),
        "memory": Rejected(Reason.CRASHED, "needs more than 4,000,000,000 bytes of memory"),
        "d": "d",
    }
    assert dict(results(run_pool(obey, expected, workers=workers, timeout=0.5))) == expected


def test_items_are_read_as_there_is_room() -> None:
    """An endless source is read a window ahead, no further, and stops when nobody asks any more."""
    read = 0

    def endless() -> Iterator[int]:
        nonlocal read
        while True:
            read += 1
            yield read

    pairs = run_pool(double, endless(), workers=2, timeout=10)
    for expected, pair in zip(range(1, 300), filter(None, pairs), strict=False):
        assert pair == (expected, expected * 2)
        assert read <= expected + WINDOW
    pairs.close()


def test_large_items_are_held_by_size() -> None:
    """What is in hand is bounded by bytes too; an item over the bound still goes through, alone."""
    in_hand = most = 0

    def heavy() -> Iterator[int]:
        nonlocal in_hand, most
        for number in range(20):
            in_hand += 1
            most = max(most, in_hand)
            yield number

    for pair in run_pool(double, heavy(), workers=2, timeout=10, size=lambda _: WINDOW_BYTES // 2 + 1):
        in_hand -= pair is not None
    assert most <= 2


def test_a_worker_ended_from_outside_is_replaced() -> None:
    """A process killed between two items costs neither of them."""
    found = []
    for _, process in filter(None, run_pool(pid, _killing(victims := []), workers=1, timeout=10)):
        assert isinstance(process, int)
        victims.append(process)
        found.append(process)
    assert len(found) == 3


def _killing(victims: list[int]) -> Iterator[int]:
    for number in range(3):
        for victim in victims:
            os.kill(victim, signal.SIGKILL)
        victims.clear()
        yield number


def test_a_worker_is_replaced_after_many_items(monkeypatch: pytest.MonkeyPatch) -> None:
    """What its libraries never give back goes with it; no item is lost, and the next process is another."""
    monkeypatch.setattr(worker, "MOST_ITEMS", 2)
    first, second, third = (pid for _, pid in results(run_pool(obey, ["pid"] * 3, workers=1, timeout=10)))
    assert first == second != third


def test_a_function_without_a_name_is_an_error() -> None:
    """What no other process can find is told at once: nothing waits for it."""
    with pytest.raises(AttributeError, match="local object"):
        list(run_pool(lambda number: number, range(300), workers=2, timeout=10))


def test_a_script_without_a_main_guard_runs_once(tmp_path: Path) -> None:
    """A plain script may use the pool: its processes do not run the script again."""
    script = tmp_path / "script.py"
    script.write_text(
        "from archive.engines.pool import run_pool\n"
        "print(list(filter(None, run_pool(abs, [-1, 2], workers=2, timeout=10))))\n"
    )
    command = [sys.executable, str(script)]
    answer = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert (answer.stdout, answer.stderr) == ("[(-1, 1), (2, 2)]\n", "")


def die_once(path: str) -> str:
    """Be killed by the system the first time, as when memory is short."""
    if not Path(path).exists():
        Path(path).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


def test_a_lost_item_is_tried_once_more(tmp_path: Path) -> None:
    """Alone, for then there may be memory and time enough."""
    paths = [str(tmp_path / str(number)) for number in range(5)]
    assert dict(results(run_pool(die_once, paths, workers=2, timeout=10))) == dict.fromkeys(paths, "done")


def starter() -> int | None:
    """The process that starts the workers."""
    found: int | None = getattr(multiprocessing.forkserver._forkserver, "_forkserver_pid", None)
    return found


def test_signals_to_the_group_leave_the_pool(tmp_path: Path) -> None:
    """SIGTERM and SIGINT to all processes, at any moment, end none of them: the flow decides what they mean."""

    def source() -> Iterator[int]:
        for number in range(3):
            yield number
            for victim in (starter(), *(child.pid for child in multiprocessing.active_children())):
                for one in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
                    with suppress(ProcessLookupError):  # one of the pool before may just have ended
                        os.kill(victim or os.getpid(), one)

    list(run_pool(double, [1], workers=1, timeout=10))  # the starter is there
    assert results(run_pool(double, source(), workers=2, timeout=10)) == [(0, 0), (1, 2), (2, 4)]


def test_a_starter_that_is_killed_is_replaced() -> None:
    """By kill -9, while workers start and while they work; nothing hangs and nothing is lost."""

    def source() -> Iterator[int]:
        for number in range(6):
            if (victim := starter()) is not None:
                with suppress(ProcessLookupError):  # the one that was killed before may be noted still
                    os.kill(victim, signal.SIGKILL)
            for victim in [child.pid for child in multiprocessing.active_children()] * (number % 2):
                os.kill(victim or os.getpid(), signal.SIGTERM)
            yield number

    list(run_pool(double, [1], workers=1, timeout=10))
    assert results(run_pool(double, source(), workers=2, timeout=10)) == [(n, 2 * n) for n in range(6)]

"""Workers where a platform has no fork and no alarm: each is a Python of its own, and the time is kept here."""

import subprocess
import sys
from pathlib import Path

from tests.no_posix import environment_in

TELL = "from tests.engines.orders import killing, tell; "


def started(script: str, folder: Path) -> "subprocess.Popen[str]":
    """Run a script in a Python without."""
    command = [sys.executable, "-c", TELL + script]
    out = subprocess.PIPE
    return subprocess.Popen(command, env=environment_in(folder), stdout=out, stderr=subprocess.STDOUT, text=True)


def test_a_page_past_its_time_loses_only_itself(tmp_path: Path) -> None:
    """Whatever it does, in Python or in C, or if it ends its process; the rest goes on, and no starter is needed."""
    orders = ["a", "loop in C", "exit", "raise", "b"]
    script = (
        f"tell({orders}, 0.5); from multiprocessing import forkserver; print(forkserver._forkserver._forkserver_pid)"
    )
    process = started(script, tmp_path)
    assert process.communicate()[0].splitlines() == [
        "a: a",
        "loop in C: given up after 0.5 s",
        "exit: its process ended with exit code 3",
        "raise: ValueError: two lines",
        "b: b",
        "None",
    ]


def test_a_worker_that_is_killed_is_replaced(tmp_path: Path) -> None:
    """Between two pages: neither is lost."""
    told = started("tell(killing(), 10)", tmp_path).communicate()[0].split()
    assert told[::2] == ["pid:", "pid:"]
    assert told[1] != told[3]


def test_nothing_is_left_of_a_program_that_was_killed(tmp_path: Path) -> None:
    """A worker whose page loops ends itself some time later: nobody is there to end it."""
    process = started("tell(['be quick to end', 'pid', 'loop in C'], 0.5)", tmp_path)
    assert process.stdout is not None
    with process.stdout as out:
        out.readline()
        out.readline()
        process.kill()
        process.wait()
        assert out.read() == ""  # the end of it: no process holds the pipe any more

"""Runs that are killed, stopped, crowded or out of disk lose nothing; `python -m bench stops` has many more."""

import subprocess
import sys
from pathlib import Path

CHECKOUT = Path(__file__).parents[3]


def test_stops_lose_nothing() -> None:
    """A kill of each command that writes, some signals, a crowd and full disks, in a process that forks."""
    few = ("--kills", "14", "--signals", "2", "--seconds", "4", "--disks", "2")
    command = [sys.executable, "-m", "bench", "stops", *few]
    ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    assert ran.stdout.count("| 1 |") >= 14

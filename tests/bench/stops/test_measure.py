"""Runs that are killed, stopped, crowded or out of disk lose nothing; `python -m bench stops` has many more."""

import subprocess
import sys
from pathlib import Path

import pytest

from bench.stops.runs import COMMANDS

CHECKOUT = Path(__file__).parents[3]
KILLS = 50
"""Of each command."""
LONG = ("ingest,add,reextract", "recrawl")
"""Commands that start workers."""
SHORT = ",".join(name for name in COMMANDS if name not in ",".join(LONG).split(","))


def stops(*arguments: str) -> str:
    """Measure stops, in a process that forks, and give what it prints if nothing was lost."""
    command = [sys.executable, "-m", "bench", "stops", *arguments]
    ran = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stderr) == (0, ""), ran.stdout
    return ran.stdout


@pytest.mark.parametrize("names", [*LONG, SHORT])
def test_kills_lose_nothing(names: str) -> None:
    """kill -9 of each command that writes, so often: integrity, index, references, digests and pages after each."""
    count = len(names.split(","))
    few = ("--kills", str(KILLS * count), "--pages", "8", "--started", "--commands", names)
    printed = stops(*few, "--signals", "0", "--seconds", "0", "--disks", "0")
    assert printed.count(f"| {KILLS} |") == count


def test_other_stops_lose_nothing() -> None:
    """Some signals, a damaged page, a crowd and full disks."""
    printed = stops("--kills", "0", "--signals", "2", "--seconds", "4", "--disks", "2", "--damage")
    assert "| read again: damaged | 1 |" in printed and "| a crowd |" in printed

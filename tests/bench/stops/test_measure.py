"""Runs that are killed, stopped, crowded or out of disk lose nothing; `python -m bench stops` has many more."""

import subprocess
import sys
from pathlib import Path

from bench.stops.runs import COMMANDS

CHECKOUT = Path(__file__).parents[3]
KILLS = 50
"""Of each command."""
LONG = ("ingest,add,reextract", "recrawl")
"""Commands that start workers."""
SHORT = ",".join(name for name in COMMANDS if name not in ",".join(LONG).split(","))


def begun(*arguments: str) -> "subprocess.Popen[str]":
    """Begin to measure stops, in a process that forks."""
    command = [sys.executable, "-m", "bench", "stops", *arguments]
    return subprocess.Popen(command, cwd=CHECKOUT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def printed(*stops: "subprocess.Popen[str]") -> list[str]:
    """Give what each prints if nothing was lost."""
    said = [run.communicate() for run in stops]
    for run, (out, errors) in zip(stops, said, strict=True):
        assert (run.returncode, errors) == (0, ""), out
    return [out for out, _ in said]


def test_kills_lose_nothing() -> None:
    """kill -9 of each command that writes, so often: integrity, index, references, digests and pages after each."""
    alone = ("--pages", "8", "--started", "--signals", "0", "--seconds", "0", "--disks", "0")
    groups = {names: len(names.split(",")) for names in (*LONG, SHORT)}
    runs = [
        begun("--kills", str(KILLS * size), "--commands", names, *alone) for names, size in groups.items()
    ]  # side by side, for they wait much
    assert [out.count(f"| {KILLS} |") for out in printed(*runs)] == [*groups.values()]


def test_other_stops_lose_nothing() -> None:
    """Some signals, a damaged page, a crowd and full disks."""
    (told,) = printed(begun("--kills", "0", "--signals", "2", "--seconds", "4", "--disks", "2", "--damage"))
    assert "| read again: damaged | 1 |" in told and "| a crowd |" in told

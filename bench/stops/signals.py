"""Ingests that are told to stop at random moments, or whose processes are ended by the system: none hangs."""

import os
import signal
from collections import Counter
from contextlib import suppress
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic

from archive import Archive, cli
from bench.stops.runs import Run, running
from bench.stops.stage import SETTINGS, Stage

FIRST = 1.0
"""Seconds in which half of the signals come: then processes are starting."""
ENDINGS = {"SIGTERM to the group": 6, "SIGINT to the group": 1, "starter killed": 2, "worker killed": 1}
"""What happens to a run, and how often among ten."""


def stop_runs(stage: Stage, count: int, seed: int = 1) -> Counter[str]:
    """Stop so many ingests; count how each ended, by what happened to it."""
    random, ended = Random(f"stop {seed}"), Counter[str]()
    begun, whole = monotonic(), stage.copy(stage.base)
    with running(lambda: _ingest(whole, stage), whole.parent) as run:
        run.wait_end()
    seconds = monotonic() - begun
    for number in range(count):
        what = random.choices(list(ENDINGS), list(ENDINGS.values()))[0]
        database = stage.copy(stage.base)
        with running(partial(_ingest, database, stage), database.parent) as run:
            run.wait_told(random.uniform(0, FIRST if number % 2 else seconds))
            _act(what, run)
            status = run.wait_end()
        ended[f"{what}: {_ending(status)}"] += 1
        with Archive(database, SETTINGS, create=False) as archive:
            if not archive.check().sound:
                ended[f"{what}: damaged"] += 1
    return ended


def _ingest(database: Path, stage: Stage) -> int:
    return cli.run(["ingest", str(stage.pages), "--db", str(database), "--workers", "2", "--quiet"])


def _act(what: str, run: Run) -> None:
    if what.endswith("group"):
        run.send_signal(getattr(signal, what.split()[0]), group=True)
        return
    starters = [child for child in _children(run.pid) if b"forkserver" in _words(child)]
    victims = starters if what.startswith("starter") else [child for one in starters for child in _children(one)]
    for victim in victims[:1]:
        with suppress(ProcessLookupError):
            os.kill(victim, signal.SIGKILL)


def _children(pid: int) -> list[int]:
    with suppress(OSError):
        return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()]
    return []


def _words(pid: int) -> bytes:
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _ending(status: int | None) -> str:
    if status is None:
        return "hangs"
    if os.WIFSIGNALED(status):
        return f"ended by {signal.Signals(os.WTERMSIG(status)).name}, before it could listen"
    return f"code {os.WEXITSTATUS(status)}"

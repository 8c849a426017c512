"""Every command that writes, killed at random moments: what is lost, doubled or damaged after each."""

import os
import signal
import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic

from archive import Archive, ArchiveError
from bench.stops.runs import COMMANDS, Command, running
from bench.stops.stage import SETTINGS, Stage

STORED = ("added", "revised", "unchanged", "duplicate", "same", "changed")
"""What a run says of a page that is stored."""
ONCE = ("follow --remove", "organizations merge")
"""Commands that find nothing to do when they were done."""
SPREAD = 1.05
"""Kills are spread over the time of a run, and a little more."""


@dataclass(slots=True)
class Killed:
    """What became of the kills of a command."""

    seconds: float = 0.0
    kills: int = 0
    ended: int = 0
    told: int = 0
    lost: int = 0
    doubled: int = 0
    faults: Counter[str] = field(default_factory=Counter)


def kill_command(name: str, stage: Stage, count: int, seed: int = 1) -> Killed:
    """Kill a command so often, each time on a fresh archive, and look at what it left; then let it run again."""
    command, found, random = COMMANDS[name], Killed(), Random(f"{name} {seed}")
    found.seconds = _whole_run(command, stage, found)
    for number in range(count):
        database = stage.copy(command.of(stage))
        with running(partial(command.run, database, stage), database.parent) as run:
            run.wait_told(random.uniform(0, SPREAD * found.seconds))
            run.send_signal(signal.SIGKILL)
            status = run.wait_end()
        found.kills += 1
        found.ended += status is not None and not os.WIFSIGNALED(status)
        _look_at(database, stage, run.told, found, foreign=number % 2 == 0)
        _look_at_made(command, database.parent, stage.held, found)
        if number % 10 == 0 and name not in ONCE:
            _go_on(command, database, stage, found)
    return found


def _whole_run(command: Command, stage: Stage, found: Killed) -> float:
    """Give the seconds that a run takes that is left in peace."""
    database, begun = stage.copy(command.of(stage)), monotonic()
    with running(lambda: command.run(database, stage), database.parent) as run:
        status = run.wait_end()
    seconds = monotonic() - begun
    if status != 0:
        found.faults[f"a run in peace ended with {status}: {_errors(database.parent)}"] += 1
    return seconds


def _go_on(command: Command, database: Path, stage: Stage, found: Killed) -> None:
    """Let the same command run again, after which all must be well."""
    if command.made:
        return
    with running(lambda: command.run(database, stage), database.parent) as run:
        status = run.wait_end()
    if status != 0:
        found.faults[f"the run after a kill ended with {status}: {_errors(database.parent)}"] += 1
    _look_at(database, stage, run.told, found, foreign=False)


def _look_at(database: Path, stage: Stage, told: list[str], found: Killed, *, foreign: bool) -> None:
    """Look whether all that was acknowledged is there once, and nothing is damaged."""
    if foreign:  # another program may be the first to open it after the kill
        with closing(sqlite3.connect(database)) as connection:
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
    stored = [line.split()[-1] for line in told if line.startswith(STORED)]
    found.told += len(stored)
    try:
        with Archive(database, SETTINGS, create=False) as archive:
            soundness = archive.check()
            found.faults.update(f"{kind}: {why}" for kind, _, why in soundness.faults)
    except ArchiveError as error:
        found.faults[error.message] += 1
        return
    with closing(sqlite3.connect(database)) as connection:
        held = {url for (url,) in connection.execute("SELECT url FROM article_urls")}
        doubled = "SELECT count(*) - count(DISTINCT article_id || ' ' || digest) FROM revisions"
        found.doubled += connection.execute(doubled).fetchone()[0]
        (articles,) = connection.execute("SELECT count(*) FROM articles").fetchone()
    found.lost += sum(url not in held for url in stored) + max(0, stage.held - articles)


def _look_at_made(command: Command, folder: Path, held: int, found: Killed) -> None:
    """Look whether a file that the command makes is whole, if it has its name."""
    made = folder / command.made
    if not command.made or not made.exists():
        return
    if made.suffix == ".db":
        with closing(sqlite3.connect(made)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
            whole &= connection.execute("SELECT count(*) FROM articles").fetchone() == (held,)
    else:
        whole = made.read_text("utf-8").count("127.0.0.1") >= held
    if not whole:
        found.faults["a file that is not whole has the name"] += 1


def _errors(folder: Path) -> str:
    file = folder / "errors.txt"
    return file.read_text("utf-8", "replace").strip()[-120:] if file.exists() else ""

"""Ingests on disks that become full at nine sizes: it is told, what was acknowledged is there, and reading goes on."""

import os
import resource
import shutil
import sqlite3
import subprocess
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from archive import Archive, ArchiveError, cli
from bench.stops.runs import Run, running
from bench.stops.stage import SETTINGS, Stage, saved_pages

SIZES = tuple(4_096 * count for count in (0, 1, 2, 8, 32, 64, 128, 256, 512))
"""Bytes that are free beside the archive."""
FULL = 3
"""The exit code of a run that was told of the full disk."""


def fill_disks(stage: Stage, count: int, *, real: bool) -> Counter[str]:
    """Ingest at the first `count` sizes; count what was wrong. `real`: on small disks in memory, by root."""
    found: Counter[str] = Counter()
    for size in SIZES[:count]:
        database = stage.copy(stage.base)
        if real:
            _on_disk(database, stage, size, found)
        else:
            _in_limit(database, stage, size, found)
        found["sizes"] += 1
    return found


def _in_limit(database: Path, stage: Stage, size: int, found: Counter[str]) -> None:
    most = database.stat().st_size + size if size else 16_384

    def limited(work: Callable[[], int]) -> Callable[[], int]:
        def run() -> int:
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))
            return work()

        return run

    with running(limited(lambda: _ingest(database, stage)), database.parent) as run:
        status = run.wait_end()
    _judge(status, run, found)
    with running(limited(lambda: _ask(database)), database.parent) as reading:
        found["reading failed"] += reading.wait_end() != 0
    _look_at(run, database, stage, found)


def _on_disk(database: Path, stage: Stage, size: int, found: Counter[str]) -> None:
    disk = database.parent / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)], check=True)
    try:
        there = Path(shutil.copy(database, disk / "a.db"))
        free = os.statvfs(disk)
        with (disk / "filling").open("wb") as filling:
            filling.write(b"x" * max(0, free.f_bavail * free.f_frsize - size))
        with running(lambda: _ingest(there, stage), database.parent) as run:
            status = run.wait_end()
        _judge(status, run, found)
        with running(lambda: _ask(there), database.parent) as reading:
            found["reading failed"] += reading.wait_end() != 0
        (disk / "filling").unlink()
        _look_at(run, there, stage, found)
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)


def _ingest(database: Path, stage: Stage) -> int:
    try:
        with Archive(database, SETTINGS) as archive:
            archive.ingest(
                *saved_pages(stage.pages, stage.address), each=lambda result: os.write(1, f"{result.url}\n".encode())
            )
    except ArchiveError as error:
        os.write(2, f"{type(error).__name__} {error}\n".encode())
        return FULL
    return 0


def _ask(database: Path) -> int:
    questions = ["search", "boat"], ["query", "select 1"], ["stats"]
    return max(cli.run([*words, "--db", str(database)]) for words in questions)


def _judge(status: int | None, run: Run, found: Counter[str]) -> None:
    code = None if status is None else os.waitstatus_to_exitcode(status)
    found["ended with neither success nor a word"] += code not in (0, FULL)
    found["runs told of it"] += code == FULL
    found["pages acknowledged"] += len(run.told)


def _look_at(run: Run, database: Path, stage: Stage, found: Counter[str]) -> None:
    """Look whether all is sound, and whether the same call finishes the job where there is room."""
    with Archive(database, SETTINGS, create=False) as archive:
        found["damaged"] += not archive.check().sound
    with closing(sqlite3.connect(database)) as connection:
        held = {url for (url,) in connection.execute("SELECT url FROM articles")}
    found["pages lost"] += sum(url not in held for url in run.told)
    with running(lambda: _ingest(database, stage), database.parent) as again:
        found["the same call did not finish it"] += again.wait_end() != 0

"""The memory of each process of a task, watched while it works."""

import os
from collections import defaultdict
from collections.abc import Sequence
from contextlib import closing, suppress
from itertools import chain
from pathlib import Path

from archive.bulk import plan_bulk, run_bulk
from archive.judge.wanted import Wanted
from archive.settings import Settings


def watch_memory(files: Sequence[Path], folder: Path) -> list[list[str]]:
    """Run one task, and give for each of its kinds of process the peak in the first and second half of its samples."""
    plan = plan_bulk(map(str, files), str(folder), 1, Wanted(), Settings())
    seen: defaultdict[str, list[int]] = defaultdict(list)
    with closing(run_bulk(plan, "local")) as receipts:
        for _ in receipts:
            for kind, size in _sizes():
                seen[kind].append(size)
    rows = []
    for kind, sizes in seen.items():
        half = len(sizes) // 2
        if half:
            rows.append([kind, f"{max(sizes[:half]) / 1e6:.0f}", f"{max(sizes[half:]) / 1e6:.0f}"])
    return rows


def _sizes() -> list[tuple[str, int]]:
    """The resident bytes of the task and of what it began."""
    found = []
    for task in _children(Path("/proc/self")):
        if b"spawn_main" not in _line(task):
            continue
        found.append(("task: reads and writes", _resident(task)))
        for starter in _children(task):
            if b"forkserver" in _line(starter):
                found += [("extracts", _resident(worker)) for worker in _children(starter)]
    return found


def children_cpu(process: Path = Path("/proc/self")) -> dict[Path, float]:
    """The CPU seconds of each process that this one began, and of what those began."""
    found: dict[Path, float] = {}
    for child in _children(process):
        with suppress(OSError, ValueError, IndexError):
            told = (child / "stat").read_text().rpartition(")")[2].split()  # proc_pid_stat(5): utime and stime
            found[child] = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
            found |= children_cpu(child)
    return found


def _children(process: Path) -> list[Path]:
    with suppress(OSError):
        threads = (thread.joinpath("children").read_text() for thread in (process / "task").iterdir())
        return [Path("/proc", child) for child in chain.from_iterable(map(str.split, threads))]
    return []


def _line(process: Path) -> bytes:
    with suppress(OSError):
        return (process / "cmdline").read_bytes()
    return b""


def _resident(process: Path) -> int:
    with suppress(OSError, StopIteration, ValueError):
        lines = (process / "status").read_text().splitlines()
        return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) * 1024
    return 0

"""`python -m bench speed`: the CPU time of each page, beside other tools on the same pages in the same run."""

import argparse
import os
import pickle
import resource
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median

from bench.sets import LabelledPage, read_sets
from bench.speed.tools import REFERENCE, TOOLS, Page
from bench.tables import heading, markdown

GROUPS = {"news": ("scrapinghub", "aed", "fundus", "daniel"), "wcxb": ("wcxb-article-dev",)}
SIZES = (30_000, 100_000, 300_000)
"""Bytes at which pages are parted by size."""
BATCH = 25
"""Pages that one tool reads before the next has its turn: so all share what else the machine does."""
FEWEST = 8
"""Pages below which a size says nothing."""
_PROGRAM = Path(__file__).with_name("tools.py")
_HERE = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Tool:
    """A tool as it is called in the tables, which of `TOOLS` it is, and the Python that runs it."""

    name: str
    kind: str
    python: str = sys.executable

    def command(self) -> list[str]:
        """Give the command of its process."""
        return [self.python, str(_PROGRAM), self.kind]

    def environment(self) -> dict[str, str]:
        """Give the environment of its process: our own Python reads this checkout, another what it has installed."""
        others = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        return others | ({"PYTHONPATH": str(_HERE)} if self.python == sys.executable else {})


def run(arguments: argparse.Namespace) -> int:
    """Measure all tools and print the tables; those of cold processes behind the warm ones."""
    tools = [
        Tool(name, name) for name in TOOLS if not arguments.only or name in (REFERENCE, *arguments.only.split(","))
    ]
    tools += [Tool(f"archive of {python}", "archive", python) for python in arguments.beside or ()]
    print(heading(arguments.command_line))
    for group, sets in GROUPS.items():
        if arguments.sets and group not in arguments.sets.split(","):
            continue
        pages = list(read_sets(arguments.data, sets, arguments.limit))[:: arguments.every]
        print(f"{group}, {len(pages)} pages, warm\n\n{tables(pages, measure_warm(tools, pages))}")
        if arguments.cold:
            few = pages[:: max(1, len(pages) // arguments.cold)]
            print(f"{group}, {len(few)} pages, each in a new process\n\n{tables(few, measure_cold(tools, few))}")
    return 0


def measure_warm(tools: Sequence[Tool], pages: Sequence[LabelledPage]) -> dict[str, list[float]]:
    """Give each tool's CPU seconds for each page. All read the first batch twice, so that no first use is counted."""
    found: dict[str, list[float]] = {tool.name: [] for tool in tools}
    with ExitStack() as stack:
        processes = {
            tool.name: stack.enter_context(
                subprocess.Popen(tool.command(), env=tool.environment(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            )
            for tool in tools
        }
        batches = [_sent(pages[start : start + BATCH]) for start in range(0, len(pages), BATCH)]
        for number, batch in enumerate([batches[0], *batches]):
            for name, process in processes.items():
                assert process.stdin is not None and process.stdout is not None
                pickle.dump(batch, process.stdin)
                process.stdin.flush()
                seconds = pickle.load(process.stdout)
                found[name] += seconds if number else ()
        for process in processes.values():
            assert process.stdin is not None
            process.stdin.close()
    return found


def measure_cold(tools: Sequence[Tool], pages: Sequence[LabelledPage]) -> dict[str, list[float]]:
    """Give each tool's CPU seconds for each page in a process of its own, start of Python and imports in it."""
    found: dict[str, list[float]] = {tool.name: [] for tool in tools}
    for page in pages:
        said = pickle.dumps(_sent([page]))
        for tool in tools:
            before = _spent()
            subprocess.run(tool.command(), env=tool.environment(), input=said, stdout=subprocess.DEVNULL, check=True)
            found[tool.name].append(_spent() - before)
    return found


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _sent(pages: Sequence[LabelledPage]) -> list[Page]:
    return [(page.payload(), page.url) for page in pages]


def tables(pages: Sequence[LabelledPage], found: dict[str, list[float]]) -> str:
    """Give the figures of all pages, and of each size, over those of the reference."""
    reference = found[REFERENCE]
    header = (
        "CPU over the reference",
        "sum",
        "median page",
        "page by page, median",
        "p95",
        "dearest 1 %",
        "other 99 %",
    )
    rows = [
        (name, *(f"{part(seconds) / part(reference):.2f}" for part in (sum, median)),
         f"{median(own / other for own, other in zip(seconds, reference, strict=True)):.2f}",
         *(f"{part(seconds) / part(reference):.2f}" for part in (_p95, _dearest, _others)))
        for name, seconds in found.items()
    ]  # fmt: skip
    rows.append(("ms of the reference", *(f"{1000 * each:.1f}" for each in _shown(reference))))
    return markdown(header, rows) + "\n" + _by_size(pages, found)


def _shown(seconds: Sequence[float]) -> list[float]:
    """Give milliseconds to read beside the ratios; sums as means."""
    few = max(1, len(seconds) // 100)
    return [sum(seconds) / len(seconds), median(seconds), median(seconds), _p95(seconds), _dearest(seconds) / few,
            _others(seconds) / max(1, len(seconds) - few)]  # fmt: skip


def _by_size(pages: Sequence[LabelledPage], found: dict[str, list[float]]) -> str:
    sizes = [page.file.stat().st_size for page in pages]
    bounds = (0, *SIZES, 1 << 60)
    parts = [[place for place, size in enumerate(sizes) if low <= size < high] for low, high in pairwise(bounds)]
    names = [
        f"under {SIZES[0] // 1000} KB",
        *(f"{a // 1000}–{b // 1000} KB" for a, b in pairwise(SIZES)),
        f"over {SIZES[-1] // 1000} KB",
    ]
    told = [(name, part) for name, part in zip(names, parts, strict=True) if len(part) >= FEWEST]
    if not told:
        return ""
    header = ("by size: sum, median", *(f"{name} ({len(part)})" for name, part in told))
    rows = [(name, *(_two(seconds, found[REFERENCE], part) for _, part in told)) for name, seconds in found.items()]
    return markdown(header, rows)


def _two(seconds: Sequence[float], reference: Sequence[float], places: Sequence[int]) -> str:
    def over(part: Callable[[Sequence[float]], float]) -> str:
        return f"{part([seconds[at] for at in places]) / part([reference[at] for at in places]):.2f}"

    return f"{over(sum)}, {over(median)}"


def _p95(seconds: Sequence[float]) -> float:
    return sorted(seconds)[int(0.95 * (len(seconds) - 1))]


def _dearest(seconds: Sequence[float]) -> float:
    return sum(sorted(seconds)[-max(1, len(seconds) // 100) :])


def _others(seconds: Sequence[float]) -> float:
    return sum(sorted(seconds)[: -max(1, len(seconds) // 100)])

"""`python -m bench recrawl`: nights on a world of invented newspapers, judged by its script; and the choice of visits
against other policies, in three simulated worlds."""

import sys
from argparse import Namespace
from pathlib import Path
from tempfile import TemporaryDirectory

from archive.judge.replay import invented, scores
from bench.tables import heading, markdown

TARGET = 1.4  # times oldest first, in each simulated world


def run(arguments: Namespace) -> int:
    """Print the tables; the exit code is 1 where a figure is missed."""
    print(heading(arguments.command_line))
    met = True
    if not arguments.policies:
        from bench.world.run import Size, played
        from bench.world.tables import tables

        size = Size(arguments.hosts, arguments.articles, arguments.nights, arguments.budget, arguments.seed)
        with TemporaryDirectory() as folder:  # the measure of memory wants a process that did nothing else yet
            outcome = played(size, Path(folder), say=lambda line: print(line, file=sys.stderr))
        text, met = tables(outcome)
        print(text)
    table, best = policies()
    print(table)
    print(f"target, ours at least {TARGET} × oldest first in each world: {'met' if best else 'MISSED'}")
    return 0 if met and best else 1


def policies() -> tuple[str, bool]:
    """The table of the simulated worlds, and whether the target is met in each. The same numbers at every run."""
    rows: list[tuple[str, ...]] = []
    met = True
    for world, found in scores(invented()):
        by_name = {score.policy: score.per_hundred for score in found}
        base = by_name["oldest first"]
        met = met and by_name["ours"] >= TARGET * base
        for score in found:
            caught = f"{score.caught:,}", f"{score.per_hundred:.1f}", f"{score.per_hundred / base:.2f}"
            rows.append((world, score.policy, f"{score.visits:,}", *caught))
    return markdown(("world", "policy", "visits", "caught", "caught in 100 visits", "× oldest first"), rows), met

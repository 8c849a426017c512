"""`python -m bench serve`: how long the reader takes for its pages over a large archive, and what memory."""

import argparse
import json
import os
import random
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final
from urllib.parse import quote

from bench.peak import read_peak
from bench.serve.corpus import AGENCIES, SITES, World, build_archive
from bench.serve.load import ask_all, ask_once, quantile
from bench.serve.ranking import compare_ranking
from bench.tables import heading, markdown

MEGABYTE: Final = 1 << 20
Draw = Callable[[random.Random, World, int], str]


def run(arguments: argparse.Namespace) -> int:
    """Build the archive if it is not there, start the reader, ask, and print the tables."""
    if arguments.ranking:
        return compare_ranking(arguments)
    path: Path = arguments.file or Path(f".bench-data/serve-{arguments.articles}.db")
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        build_archive(path, arguments.articles)
    begun = time.perf_counter()
    with _reader(path) as (process, port):
        ask_once(port, "/articles/1")
        first = time.perf_counter() - begun
        rows = [_measured(name, process.pid, port, arguments) for name in PAGES]
        memory = 1_024 * read_peak(process.pid)
    print(heading(arguments.command_line))
    print(f"{arguments.articles:,} articles, {path.stat().st_size / MEGABYTE:,.0f} MB, {arguments.clients} clients\n")
    columns = ("page", "p50 ms", "p95 ms", "p99 ms", "a second", "CPU ms a page", "largest KB", "without the body KB")
    print(markdown(columns, rows))
    print(f"first byte {first:.2f} s after start; peak memory {memory / MEGABYTE:,.0f} MB")
    return 0


def _measured(name: str, pid: int, port: int, arguments: argparse.Namespace) -> Sequence[str]:
    def addresses(client: int) -> Sequence[str]:
        dice, world = random.Random(f"{name} {client}"), World(seed=1)
        return [PAGES[name](dice, world, arguments.articles) for _ in range(arguments.count)]

    before = _cpu(pid)
    answers, seconds = ask_all(port, addresses, arguments.clients)
    spent = 1000 * (_cpu(pid) - before) / len(answers)
    wrong = [answer.status for answer in answers if answer.status != 200]
    assert len(wrong) < len(answers) / 20, f"{name}: {len(wrong)} of {len(answers)} answers were {set(wrong)}"
    answers = [answer for answer in answers if answer.status == 200]
    largest = max(answer.size for answer in answers)
    bare = "" if name != "article" else f"{_without_body(port):,.0f}"
    times = [f"{quantile(answers, share):.1f}" for share in (0.5, 0.95, 0.99)]
    return [name, *times, f"{len(answers) / seconds:,.0f}", f"{spent:.1f}", f"{largest / 1024:,.0f}", bare]


def _search(dice: random.Random, world: World, articles: int, more: str = "") -> str:
    words = world.sample(dice, dice.choice((1, 1, 2, 3)))
    return f"/search?q={quote(' '.join(words))}{more}"


PAGES: Final[dict[str, Draw]] = {
    "article": lambda dice, world, articles: f"/articles/{dice.randrange(1, articles)}",
    "search": _search,
    "search, filtered": lambda dice, world, articles: _search(
        dice, world, articles, f"&source={quote(dice.choice(AGENCIES))}"
    ),
    "search, by date": lambda dice, world, articles: _search(dice, world, articles, "&order=date"),
    "all articles": lambda dice, world, articles: f"/search?after={dice.randrange(100, articles)}",
    "home": lambda dice, world, articles: "/",
    "history": lambda dice, world, articles: f"/articles/{dice.randrange(1, articles // 20) * 20}/history",
    "site": lambda dice, world, articles: f"/site?name=paper{dice.randrange(SITES)}.example",
}
"""What is asked, each drawn at random from all there is."""


@contextmanager
def _reader(path: Path) -> Iterator[tuple["subprocess.Popen[str]", int]]:
    command = [sys.executable, "-m", "archive", "serve", "--port", "0", "--db", str(path)]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    try:
        assert process.stderr is not None
        told = re.search(r":(\d+)/", process.stderr.readline())
        assert told
        yield process, int(told[1])
    finally:
        process.terminate()
        process.wait()


def _without_body(port: int) -> float:
    """Give the KB of an article's page less the text of its body."""
    with urllib.request.urlopen(f"http://localhost:{port}/articles/1.json") as answer:
        body = json.load(answer)["body"]
    return (ask_once(port, "/articles/1").size - len(body.encode())) / 1024


def _cpu(pid: int) -> float:
    """Give the seconds of CPU that a process has used: what a page costs, whatever else the machine does."""
    fields = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

"""`python -m bench nights`: what it takes to plan a night over an invented archive of a million visits."""

from argparse import Namespace
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import process_time
from typing import Any

from archive.flows.recrawl import choose_due, learn_changes
from archive.store.file.database import Database
from archive.store.read.agenda import Agenda
from archive.store.write.runs import RunWriter
from bench.peak import forget_peak, read_peak
from bench.tables import heading, markdown

NOW = datetime(2026, 11, 29, 3, tzinfo=UTC)
BODY = "The council votes on the harbour wall, the ferry pier and the old mill. " * 12
ARTICLE = (
    "INSERT INTO articles (id, url, site, title, published_at, first_seen_at, last_seen_at, last_changed_at, digest,"
    " reporting, status, word_count, revision_id, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 'own', 'live', 200, 0, ?)"
)
VISIT = (
    "INSERT INTO visits (url, site, article_id, due_at, last_visit_at, missing_since, changes, expected, pinged_at,"
    " pings, pings_true) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def run(arguments: Namespace) -> int:
    """Print the table."""
    print(heading(arguments.command_line))
    with TemporaryDirectory() as folder:
        path = Path(folder) / "archive.db"
        fill_archive(path, arguments.visits, arguments.sites)
        print(measure_plans(path, [int(most) for most in arguments.budgets.split(",")], arguments.per_host))
    return 0


def fill_archive(path: Path, visits: int, sites: int) -> None:
    """Make an archive of so many articles, all of them due: their rows, and nothing that a plan does not read."""
    Database(path).close()
    random = Random(7)
    names = [f"site{number}.example" for number in range(sites)]
    weights = [random.paretovariate(1.1) for _ in names]
    with Database(path) as database, closing(database.file.upgrading()) as connection:
        for (trigger,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f'DROP TRIGGER "{trigger}"')  # the search index is left empty
        connection.execute("BEGIN")
        rows = _rows(random, visits, random.choices(names, weights, k=visits))
        for article, visit in rows:
            connection.execute(ARTICLE, article)
            connection.execute(VISIT, visit)
        connection.execute("COMMIT")
        connection.execute("ANALYZE")


def _rows(random: Random, number: int, sites: list[str]) -> Iterator[tuple[tuple[Any, ...], tuple[Any, ...]]]:
    """Give articles of two years, the oldest first, each with its visit; six in ten were visited before.

    Of one in fifty its site says that it changed; of as many it did before, which was true of half.
    """
    telling = Random(8)
    for place, site in enumerate(sites, 1):
        born = NOW - timedelta(days=730 * (1 - place / (number + 1)), hours=random.random())
        first = min(born + timedelta(hours=6 * random.random()), NOW)
        seen = max(first, NOW - timedelta(days=random.expovariate(1 / 60)))
        url, published = f"https://www.{site}/2026/news/{place}-council-votes", None if place % 20 == 0 else _time(born)
        visited = _time(seen) if random.random() < 0.6 else None
        missing = _time(seen) if random.random() < 0.0005 else None
        changes = 0.0 if random.random() < 0.9 else 3 * random.random()
        expected = random.random() / 2 if visited else 0.0
        told, before = telling.random() < 0.02, telling.random() < 0.02
        pinged = _time(max(seen, NOW - timedelta(hours=72 * telling.random()))) if told else None
        pings = pinged, int(before), int(before and telling.random() < 0.5)
        times = published, _time(first), _time(seen), _time(first)
        yield (
            (place, url, site, f"Vote {place}", *times, f"{place:064x}", BODY),
            (url, site, place, _time(first), visited, missing, changes, expected, *pings),
        )


def _time(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")


def measure_plans(path: Path, budgets: list[int], per_host: int) -> str:
    """Make the table of what the beginning of a run takes, and plans of so many visits."""
    at, rows = _time(NOW), []
    with Database(path) as database:
        agenda = Agenda(database)
        begun = process_time()
        night = RunWriter(database).begin(at)
        rows.append(("begin the run", "", f"{process_time() - begun:.2f}", ""))
        begun = process_time()
        learnt = learn_changes(agenda)
        rows.append(("learn", "", f"{process_time() - begun:.2f}", ""))
        for most in budgets:
            forget_peak()
            before, begun = read_peak(), process_time()
            chosen = sum(1 for _ in choose_due(agenda, learnt, at, night, most=most, per_host=per_host))
            grown = f"{(read_peak() - before) / 1_000:.0f}"
            rows.append(("plan", f"{chosen:,}", f"{process_time() - begun:.2f}", grown))
    return markdown(("step", "visits", "CPU s", "MB more"), rows)

"""Two writers and two readers on one archive for a while: nobody fails, and what was acknowledged is there once."""

import os
import sqlite3
from collections import Counter
from contextlib import ExitStack, closing
from functools import partial
from pathlib import Path
from time import monotonic

from archive import Archive
from bench.stops.runs import running
from bench.stops.stage import SETTINGS, Stage, page


def crowd_archive(stage: Stage, seconds: float) -> Counter[str]:
    """Let writers and readers work for so long; count what they did, and what was wrong."""
    database, found = stage.copy(stage.base), Counter[str]()
    with ExitStack() as stack:
        runs = [
            stack.enter_context(running(partial(work, database, stage, who, seconds), database.parent))
            for who, work in enumerate((_write, _write, _read, _read))
        ]
        statuses = []
        for run in runs:
            run.wait_told(seconds + 20)
            statuses.append(run.wait_end())
        told = [line.split() for run in runs for line in run.told]
    found["runs that failed"] = sum(status != 0 for status in statuses)
    errors = database.parent / "errors.txt"
    found["errors told"] = errors.read_text("utf-8").count("\n") if errors.exists() else 0
    stored = [url for what, url in told if what == "added"]
    found["pages acknowledged"] = len(stored)
    found["questions answered"] = sum(int(count) for what, count in told if what == "asked")
    with Archive(database, SETTINGS, create=False) as archive:
        found["damaged"] = not archive.check().sound
    with closing(sqlite3.connect(database)) as connection:
        held = {url for (url,) in connection.execute("SELECT url FROM articles")}
        doubled = "SELECT count(*) - count(DISTINCT article_id || ' ' || digest) FROM revisions"
        found["double revisions"] = connection.execute(doubled).fetchone()[0]
    found["pages lost"] = sum(url not in held for url in stored)
    return found


def _write(database: Path, stage: Stage, who: int, seconds: float) -> None:
    """Add pages one by one, each told once it is stored."""
    end, number = monotonic() + seconds, 1_000 * (who + 1)
    with Archive(database, SETTINGS) as archive:
        while monotonic() < end:
            number += 1
            result = archive.add(page(stage.address, number), url=f"{stage.address}/boats/{number}")
            os.write(1, f"{result.outcome} {result.url}\n".encode())


def _read(database: Path, stage: Stage, who: int, seconds: float) -> None:
    """Ask one question after the other."""
    end, asked = monotonic() + seconds, 0
    with Archive(database, SETTINGS, create=False) as archive:
        while monotonic() < end:
            archive.search("boat waits", limit=3)
            archive.stats()
            list(archive.query("SELECT count(*) FROM articles"))
            asked += 3
    os.write(1, f"asked {asked}\n".encode())

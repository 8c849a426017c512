"""An ingest as its own process: `python ingest_run.py DATABASE TARGET…` prints each result once it is committed."""

import sys
from datetime import UTC, datetime

from archive.cli.signals import stoppable
from archive.flows.ingest import ingest_targets
from archive.flows.work import Work
from archive.settings import Settings
from archive.store.file.database import Database


def now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def main(database: str, *targets: str) -> None:
    with Database(database) as opened, stoppable() as stop:
        for result in ingest_targets(targets, opened, Work(Settings(workers=2), now, stop=stop)):
            print(result.outcome, result.url or result.origin, flush=True)  # noqa: T201  what it is for


if __name__ == "__main__":
    main(*sys.argv[1:])

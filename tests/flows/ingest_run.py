"""An ingest as its own process: `python ingest_run.py DATABASE TARGET…` prints each result once it is committed."""

import sys

from archive.cli.signals import stop_on_signals
from archive.flows.ingest import ingest_targets
from archive.flows.work import Work
from archive.settings import Settings
from archive.store.file.database import Database
from archive.times import now


def main(database: str, *targets: str) -> None:
    with Database(database) as opened, stop_on_signals() as stop:
        for result in ingest_targets(targets, opened, Work(Settings(workers=2), now, stop=stop)):
            print(result.outcome, result.url or result.origin, flush=True)  # noqa: T201  what it is for


if __name__ == "__main__":
    main(*sys.argv[1:])

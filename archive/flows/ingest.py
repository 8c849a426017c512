"""The flow from targets to the database: read, extract in processes, put together, commit in batches."""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from functools import partial
from itertools import chain
from typing import cast

from archive.captures.targets import Target, read_captures
from archive.extraction.version import EXTRACTOR
from archive.flows.batches import dated_by_archive, read_batches, record_batch, until_stopped
from archive.flows.renewal import renew_articles
from archive.flows.work import Work
from archive.model import Capture, Intake, Outcome, PageResult, Unreadable
from archive.store.database import Database
from archive.store.read.known_captures import KnownCaptures
from archive.store.read.stored_pages import outdated_articles
from archive.store.write.ledger import Ledger

Page = Intake | PageResult | Unreadable
"""What an ingest has of a target: a page to store, one that is known, or none."""


def ingest_targets(
    targets: Iterable[Target],
    database: Database,
    work: Work,
    passed_over: Counter[tuple[str, str]] | None = None,
    fetched: Callable[[Capture], object] | None = None,
) -> Generator[PageResult, None, None]:
    """Archive each page in `targets`, as `ingest_captures` does. What is no page is counted in `passed_over`.

    `fetched` is called with each page from the web, before anything is made of it.
    """
    captures = read_captures(targets, settings=work.settings, now=work.now, stop=work.stop, passed_over=passed_over)
    if fetched is not None:
        captures = _shown(captures, fetched)
    yield from ingest_captures(captures, database, work)


def ingest_captures(
    captures: Generator[Capture | Intake | Unreadable | None, None, None],
    database: Database,
    work: Work,
    command: str = "ingest",
) -> Generator[PageResult, None, None]:
    """Archive each page, and tell what became of it, in their order. A result that was given is committed.

    An Intake is a page that was extracted elsewhere, by this extractor.

    Memory is bounded whatever comes. Once the work is stopped no more are read, and what is in hand is
    finished; closing the generator drops it. The run is noted in `runs`, and has no end there if it was cut off: the
    same call again finishes the job, and finds what was done unchanged. A stored page that had to be read again and is
    damaged is a result of its own, a failure. Raises StoreError.
    """
    ledger = Ledger(database)
    run_id = ledger.start_run(command, work.now())
    counts: Counter[Outcome] = Counter()
    with (
        closing(until_stopped(work.stop, captures)) as wanted,
        closing(read_batches(_without_known(wanted, database), work)) as batches,
    ):
        for batch in cast("Iterator[list[Page]]", batches):
            for result in chain(
                renew_held(batch, database, work), record_batch(batch, partial(ledger.record, run_id=run_id))
            ):
                counts[result.outcome] += 1
                yield result
    ledger.finish_run(run_id, counts, work.now())


def _shown(
    captures: Generator[Capture | Unreadable | None, None, None], fetched: Callable[[Capture], object]
) -> Generator[Capture | Unreadable | None, None, None]:
    """Give the captures, and call `fetched` with those that came from the web."""
    with closing(captures):
        for capture in captures:
            if isinstance(capture, Capture) and capture.received is not None:
                fetched(capture)
            yield capture


def _without_known(
    captures: Iterable[Capture | Intake | Unreadable | None], database: Database
) -> Iterator[Capture | Page | None]:
    """Give the captures; in the place of those that are stored as they are, what an ingest of them finds."""
    known = KnownCaptures(database, EXTRACTOR)
    for capture in captures:
        held = None
        if isinstance(capture, Intake):
            held = known.result_of(capture.capture, capture.payload_digest)
        elif isinstance(capture, Capture):
            held = known.result_of(dated_by_archive(capture))
        yield held or capture


def renew_held(batch: Sequence[Page], database: Database, work: Work) -> list[PageResult]:
    """Renew the articles of a batch that an older extractor read; give the stored pages that are damaged."""
    intakes = [page for page in batch if isinstance(page, Intake)]
    return renew_articles(database, outdated_articles(database, intakes, EXTRACTOR), work) if intakes else []

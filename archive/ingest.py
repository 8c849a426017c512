"""The flow from targets to the database: read, extract in processes, put together, commit in batches."""

import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from pathlib import Path
from time import monotonic
from typing import TypeVar

from archive.captures import read
from archive.engines.local import extract_all
from archive.model import Cause, Extracted, Intake, Listing, Outcome, PageResult, Rejected, Unreadable
from archive.settings import Settings
from archive.store.ledger import Ledger

BATCH = 64  # pages
BATCH_BYTES = 16_000_000  # of compressed payload
BATCH_SECONDS = 1.0

Page = TypeVar("Page")


def ingest(
    targets: Iterable[str | Path | Listing],
    ledger: Ledger,
    *,
    settings: Settings,
    now: Callable[[], str],
    stop: threading.Event | None = None,
    clock: Callable[[], float] = monotonic,
) -> Generator[PageResult, None, None]:
    """What became of each page in `targets`, in their order. A result that was given is committed.

    Memory is bounded whatever the targets hold. Once `stop` is set no more are read, and what is in hand is finished;
    closing the generator drops it. The run is noted in `runs`, and has no end there if it was cut off: the same call
    again finishes the job, and finds what was done unchanged. `now`: the time in UTC, ISO 8601; `clock`: seconds.
    Raises StoreError.
    """
    run_id = ledger.start_run("ingest", now())
    counts: Counter[Outcome] = Counter()
    stop = stop or threading.Event()
    captures = until(stop, read(targets, settings=settings, now=now, stop=stop))
    with (
        closing(captures),
        closing(extract_all(captures, workers=settings.workers, timeout=settings.page_timeout)) as pages,
    ):
        found: Iterator[list[Extracted | Unreadable]] = batches(pages, clock)
        for batch in found:
            for result in recorded(batch, ledger, run_id):
                counts[result.outcome] += 1
                yield result
    ledger.finish_run(run_id, counts, now())


def until(stop: threading.Event, items: Generator[Page, None, None]) -> Generator[Page, None, None]:
    """The items until `stop` is set; it is looked at before each."""
    with closing(items):
        while not stop.is_set():
            try:
                item = next(items)
            except StopIteration:
                return
            yield item


def batches(pages: Iterable[Page | None], clock: Callable[[], float]) -> Iterator[list[Page]]:
    """The pages in batches, each what came in a second, but not too many. None: no page is there yet."""
    batch: list[Page] = []
    size, begun = 0, clock()
    for page in pages:
        if page is not None:
            batch.append(page)
            size += len(page.payload_zstd) if isinstance(page, Extracted) else 0
        if batch and (len(batch) >= BATCH or size >= BATCH_BYTES or clock() - begun >= BATCH_SECONDS):
            yield batch
            batch, size, begun = [], 0, clock()
    if batch:
        yield batch


def recorded(
    batch: list[Extracted | Unreadable], ledger: Ledger, run_id: int, *, revise: bool = True
) -> Iterator[PageResult]:
    """What became of a batch, in its order, once the pages in it are stored; `revise` as the ledger has it."""
    intakes = [intake(page) for page in batch if isinstance(page, Extracted)]
    results = iter(ledger.record(intakes, run_id, revise=revise) if intakes else ())
    for page in batch:
        if isinstance(page, Unreadable):
            # that a site keeps robots out is its right, and no failure of ours; with a status, it could not say
            forbidden = page.cause is Cause.ROBOTS and page.status is None
            outcome = Outcome.REFUSED if forbidden else Outcome.FAILED
            yield PageResult(outcome, page.origin, detail=page.message)
        else:
            yield next(results)


def intake(page: Extracted) -> Intake:
    """A page put together, ready to be stored."""
    from archive.extract.assemble import assemble  # half a second, in which the workers begin
    from archive.extract.html import EXTRACTOR

    received = page.capture, page.payload_digest, page.payload_size, page.payload_zstd
    if isinstance(page.result, Rejected):
        return Intake(*received, page.result)
    article = assemble(page.result, url=page.capture.url, payload_digest=page.payload_digest, extractor=EXTRACTOR)
    return Intake(*received, article, page.result.sketch)

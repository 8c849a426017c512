"""The flow from targets to the database: read, extract in processes, put together, commit in batches."""

import threading
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import monotonic
from typing import TypeVar

from archive.captures import read_captures
from archive.engines.local import extract_all
from archive.extraction.assemble import assemble_article
from archive.extraction.version import EXTRACTOR
from archive.model import (
    Capture,
    Cause,
    Extracted,
    Intake,
    Listing,
    NotModified,
    Outcome,
    PageResult,
    Rejected,
    Unreadable,
)
from archive.settings import Settings
from archive.store.file.database import Database
from archive.store.read.stored_pages import Selection, StoredPage, StoredPages, outdated_articles
from archive.store.write.ledger import Ledger

BATCH = 64  # pages
BATCH_BYTES = 16_000_000  # of compressed payload
BATCH_SECONDS = 1.0

Page = TypeVar("Page")
Other = TypeVar("Other", bound=NotModified | Unreadable)
Taken = Intake | Unreadable


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
    captures = until_stopped(stop, read_captures(targets, settings=settings, now=now, stop=stop))
    with (
        closing(captures),
        closing(extract_all(captures, workers=settings.workers, timeout=settings.page_timeout)) as pages,
    ):
        found: Iterator[list[Extracted | Unreadable]] = in_batches(pages, clock)
        for batch in found:
            taken = list(map(put_together, batch))
            renew_held(taken, ledger.database, settings=settings, clock=clock)
            for result in record_batch(taken, ledger, run_id):
                counts[result.outcome] += 1
                yield result
    ledger.finish_run(run_id, counts, now())


def until_stopped(stop: threading.Event, items: Generator[Page, None, None]) -> Generator[Page, None, None]:
    """The items until `stop` is set; it is looked at before each."""
    with closing(items):
        while not stop.is_set():
            try:
                item = next(items)
            except StopIteration:
                return
            yield item


def in_batches(pages: Iterable[Page | None], clock: Callable[[], float]) -> Iterator[list[Page]]:
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


def renew_held(batch: Iterable[Taken], database: Database, *, settings: Settings, clock: Callable[[], float]) -> None:
    """Read again what is held of the articles of a batch, where another extractor read it, and put that in its place.

    So a page and what it is compared with are seen through one pair of eyes: a better extractor is no change. No stop
    cuts this off, for the batch is in hand, and what was not read again would make false revisions. A batch that needs
    it opens a pool of processes of its own, which takes about 0.1 s; once an article is renewed it needs it no more.
    """
    intakes = [page for page in batch if isinstance(page, Intake)]
    if not intakes:
        return
    if numbers := outdated_articles(database, intakes, EXTRACTOR):
        from archive.store.write.rereadings import RereadingWriter

        rewrites, shelf = RereadingWriter(database), StoredPages(database, Selection(EXTRACTOR, references=numbers))
        for again in reread_pages(shelf, settings=settings, stop=threading.Event(), clock=clock):
            rewrites.record(again)
        rewrites.finish()


def reread_pages(
    shelf: StoredPages, *, settings: Settings, stop: threading.Event, clock: Callable[[], float]
) -> Generator[list[tuple[StoredPage, Intake]], None, None]:
    """The pages of the `shelf` with what the extractor makes of them now, in batches, until `stop` is set."""
    waiting: deque[StoredPage] = deque()

    def captures() -> Iterator[Capture]:
        for stored in shelf.pages():
            if stop.is_set():
                return
            waiting.append(replace(stored, capture=replace(stored.capture, payload=b"")))
            yield stored.capture

    with closing(extract_all(captures(), workers=settings.workers, timeout=settings.page_timeout)) as pages:
        for batch in in_batches(pages, clock):
            taken = (put_together(page) for page in batch)
            yield [(waiting.popleft(), page) for page in taken if isinstance(page, Intake)]


def record_batch(batch: Sequence[Taken], ledger: Ledger, run_id: int, *, revise: bool = True) -> Iterator[PageResult]:
    """What became of a batch, in its order, once the pages in it are stored; `revise` as the ledger has it."""
    intakes = [page for page in batch if isinstance(page, Intake)]
    results = iter(ledger.record(intakes, run_id, revise=revise) if intakes else ())
    for page in batch:
        if isinstance(page, Unreadable):
            # that a site keeps robots out is its right, and no failure of ours; with a status, it could not say
            forbidden = page.cause is Cause.ROBOTS and page.status is None
            outcome = Outcome.REFUSED if forbidden else Outcome.FAILED
            yield PageResult(outcome, page.origin, detail=page.message)
        else:
            yield next(results)


def put_together(page: Extracted | Other) -> Intake | Other:
    """A page put together, ready to be stored; what is none passes through."""
    if not isinstance(page, Extracted):
        return page
    received = page.capture, page.payload_digest, page.payload_size, page.payload_zstd
    if isinstance(page.result, Rejected):
        return Intake(*received, page.result)
    article = assemble_article(
        page.result, url=page.capture.url, payload_digest=page.payload_digest, extractor=EXTRACTOR
    )
    return Intake(*received, article, page.result.sketch)

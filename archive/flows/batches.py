"""Move pages through a flow in batches: extract, put together, store."""

import threading
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from typing import TypeVar

from archive.copies import find_original
from archive.engines.local import extract_all
from archive.extraction.assemble import assemble_article
from archive.extraction.version import EXTRACTOR
from archive.flows.work import Work
from archive.model import (
    Capture,
    Cause,
    Extracted,
    FileEnd,
    Intake,
    NotModified,
    Outcome,
    PageResult,
    Rejected,
    Unreadable,
)

BATCH = 64  # pages
BATCH_BYTES = 16_000_000  # of compressed payload
BATCH_SECONDS = 1.0  # of a larger batch more rows share a page, but what a kill takes is fetched again

Item = TypeVar("Item")
Other = TypeVar("Other", bound=FileEnd | Intake | NotModified | PageResult | Unreadable)


def until_stopped(stop: threading.Event, items: Generator[Item, None, None]) -> Generator[Item, None, None]:
    """Give the items until `stop` is set, which is looked at before each; then close them."""
    with closing(items):
        while not stop.is_set():
            try:
                item = next(items)
            except StopIteration:
                return
            yield item


def read_batches(captures: Iterable[Capture | Other | None], work: Work) -> Generator[list[Intake | Other], None, None]:
    """Extract captures in processes and put the pages together, in batches and in the order given.

    What is no capture passes through; None says that the next is not there yet. Memory is bounded whatever comes.
    """
    settings = work.settings
    with closing(extract_all(captures, workers=settings.workers, timeout=settings.page_timeout)) as pages:
        extracted: Iterator[list[Extracted | Other]] = in_batches(pages, work.clock)
        for batch in extracted:
            yield [put_together(page) for page in batch]


def in_batches(pages: Iterable[Item | None], clock: Callable[[], float]) -> Iterator[list[Item]]:
    """Gather what comes in a second into a batch, up to `BATCH` pages and `BATCH_BYTES`; None: no page is there yet."""
    batch: list[Item] = []
    size, begun = 0, clock()
    for page in pages:
        if page is not None:
            batch.append(page)
            size += len(page.payload_zstd) if isinstance(page, Extracted | Intake) else 0
        if batch and (len(batch) >= BATCH or size >= BATCH_BYTES or clock() - begun >= BATCH_SECONDS):
            yield batch
            batch, size, begun = [], 0, clock()
    if batch:
        yield batch


def put_together(page: Extracted | Other) -> Intake | Other:
    """Assemble an extracted page, so that it can be stored; pass anything else through."""
    if not isinstance(page, Extracted):
        return page
    received = dated_by_archive(page.capture), page.payload_digest, page.payload_size, page.payload_zstd
    if isinstance(page.result, Rejected):
        return Intake(*received, page.result)
    article = assemble_article(
        page.result, url=page.capture.url, payload_digest=page.payload_digest, extractor=EXTRACTOR
    )
    told = page.result.metadata
    names = tuple(filter(None, (told.publisher, told.site_name)))
    return Intake(*received, article, page.result.sketch, names)


def dated_by_archive(capture: Capture) -> Capture:
    """Give a capture the time at which a web archive took it, where its address tells that."""
    original = find_original(capture.url) if capture.url else None
    if original is None or original.captured_at is None or original.captured_at > capture.captured_at:
        return capture
    return replace(capture, captured_at=original.captured_at)


def record_batch(
    batch: Sequence[Intake | PageResult | Unreadable], record: Callable[[Sequence[Intake]], Sequence[PageResult]]
) -> Iterator[PageResult]:
    """Store the pages of a batch by `record`, and tell what became of each, in the batch's order.

    A PageResult is of a page that is known, and stands for itself.
    """
    intakes = [page for page in batch if isinstance(page, Intake)]
    results = iter(record(intakes) if intakes else ())
    for page in batch:
        if isinstance(page, PageResult):
            yield page
        elif isinstance(page, Unreadable):
            # that a site keeps robots out is its right, and no failure of ours; with a status, it could not say
            forbidden = page.cause is Cause.ROBOTS and page.status is None
            outcome = Outcome.REFUSED if forbidden else Outcome.FAILED
            yield PageResult(outcome, page.origin, detail=page.message)
        else:
            yield next(results)


def was_busy(answer: object) -> bool:
    """Tell whether a page was not asked for, since another worker was asking its host: nothing is known of it."""
    return isinstance(answer, Unreadable) and answer.cause is Cause.BUSY

"""Extract on this machine: captures in, drafts out, through a pool of processes."""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from dataclasses import replace
from itertools import chain, islice
from typing import TypeVar

from archive.engines.pool import run_pool
from archive.engines.worker import Worker, load_once
from archive.fingerprint import payload_digest
from archive.model import Capture, Draft, Extracted, FileEnd, Intake, NotModified, PageResult, Rejected, Unreadable
from archive.payloads import pack_payload

HEAVY = "archive.extraction.page"
WARM = "archive.extraction.warm"
"""Loads what each process would load at its first page: worth it where another may follow, but not for one page."""

Other = TypeVar("Other", bound=FileEnd | Intake | NotModified | PageResult | Unreadable)

BESIDE = 200
"""Things that are no capture and wait for one before them, at most; more go through the pool, which bounds them."""


def extract_all(
    captures: Iterable[Capture | Other | None], *, workers: int, timeout: float
) -> Generator[Extracted | Other | None, None, None]:
    """Extract each capture, in the order given, read as there is room: memory is bounded whatever comes.

    `timeout`: seconds one page may take. A page that takes longer is `Reason.HUNG`, one that ends its process
    `Reason.CRASHED`; what is no capture passes through. None, in and out: nothing more is there yet.
    """
    coming = iter(captures)
    for first in coming:
        if isinstance(first, Capture):
            break
        yield first
    else:
        return
    beyond = [*islice(coming, 1)]
    if beyond:
        yield from _extract_some(chain([first], beyond, coming), workers, timeout, [HEAVY, WARM])
    else:
        yield from _extract_some([first], 1, timeout, [HEAVY])


def _extract_some(
    captures: Iterable[Capture | Other | None], workers: int, timeout: float, preload: Iterable[str]
) -> Generator[Extracted | Other | None, None, None]:
    """Extract captures, of which there is one at least. `preload`: what is loaded before the processes part."""
    work: Callable[[Capture | Other], Extracted | Other] = _extract
    waiting: deque[Other | None] = deque()
    pairs: Iterable[tuple[Capture | Other, Extracted | Other | Rejected] | None] = run_pool(
        work,
        _beside(captures, waiting),
        workers=workers,
        timeout=timeout,
        size=_size,
        preload=preload,
    )
    for pair in pairs:
        yield from _let_through(waiting)
        if pair is None:
            yield None
            continue
        waiting.popleft()
        capture, result = pair
        if isinstance(result, Rejected) and isinstance(capture, Capture):
            yield _extracted(capture, result)
        elif not isinstance(result, Rejected):
            yield result
    yield from _let_through(waiting)


def _beside(
    captures: Iterable[Capture | Other | None], waiting: deque[Other | None]
) -> Iterator[Capture | Other | None]:
    """Give the captures; what is none waits in its place among them (None: a capture's), and no process is started."""
    for item in captures:
        if item is None or isinstance(item, Capture) or len(waiting) >= BESIDE:
            if item is not None:
                waiting.append(None)
            yield item
        else:
            waiting.append(item)
            yield None


def _let_through(waiting: deque[Other | None]) -> Iterator[Other]:
    """Give what waits before the next capture."""
    while waiting and (first := waiting[0]) is not None:
        waiting.popleft()
        yield first


class PageExtractor:
    """Extracts pages one at a time, in a process that stays between them, and is replaced where a page ends it."""

    def __init__(self, timeout: float) -> None:
        load_once([HEAVY])
        self._worker: Worker[Capture, Extracted] = Worker(_extract_page, timeout, [HEAVY])

    def extract(self, capture: Capture) -> Extracted:
        """Extract one capture. Raises ArchiveError if no process starts."""
        found = self._worker.call(capture)
        return _extracted(capture, found) if isinstance(found, Rejected) else found

    def close(self) -> None:
        """End the process."""
        self._worker.stop()


def _extract(capture: Capture | Other) -> Extracted | Other:
    """Extract one capture, in a worker process."""
    return _extract_page(capture) if isinstance(capture, Capture) else capture


def _extract_page(capture: Capture) -> Extracted:
    """Extract a page, in a worker process."""
    from archive.extraction.page import draft_with_rights  # the heavy part: only the worker processes load it
    from archive.extraction.rights import header_statements

    page, stated = draft_with_rights(
        capture.payload, url=capture.url, media_type=capture.media_type, charset=capture.charset
    )
    rights = capture.rights + header_statements(capture.headers) + stated
    return _extracted(replace(capture, rights=rights), page)


def _size(capture: Capture | Other) -> int:
    return len(capture.payload) if isinstance(capture, Capture) else 0


def _extracted(capture: Capture, result: Draft | Rejected) -> Extracted:
    """Put a result beside its capture, whose bytes are zipped."""
    payload = capture.payload
    return Extracted(
        capture=replace(capture, payload=b""),
        payload_digest=payload_digest(payload),
        payload_size=len(payload),
        payload_zstd=pack_payload(payload),
        result=result,
    )

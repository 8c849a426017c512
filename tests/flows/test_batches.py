"""Pages in batches: none waits for long, none is lost, and each is told of in its place."""

import threading
from collections.abc import Generator, Iterator, Sequence

import pytest

from archive.flows import batches
from archive.flows.batches import in_batches, record_batch, until_stopped
from archive.model import Cause, Intake, Outcome, PageResult, Unreadable
from tests.build import page


def test_a_batch_is_what_comes_in_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    """It ends when it is full, when that is over though nothing comes, and with the last page."""
    monkeypatch.setattr(batches, "BATCH", 3)
    seconds = 0.0

    def pages() -> Iterator[int | None]:
        nonlocal seconds
        yield from (1, 2, 3, 4)
        seconds += batches.BATCH_SECONDS
        yield None
        yield None
        yield 5

    assert list(in_batches(pages(), lambda: seconds)) == [[1, 2, 3], [4], [5]]


def test_once_stopped_no_more_is_read_and_the_source_is_closed() -> None:
    """The stop is looked at before each item."""
    stop, closed = threading.Event(), []

    def items() -> Generator[int, None, None]:
        try:
            yield from range(10)
        finally:
            closed.append(True)

    read = until_stopped(stop, items())
    assert [next(read), next(read)] == [0, 1]
    stop.set()
    assert (list(read), closed) == ([], [True])


def test_each_page_is_told_of_in_its_place() -> None:
    """What could not be read stands among what was stored: refused where robots.txt forbids it, else failed."""
    stored = PageResult(Outcome.ADDED, "a")
    batch: list[Intake | Unreadable] = [
        Unreadable("b", "no", cause=Cause.ROBOTS),
        page(),
        Unreadable("c", "no", cause=Cause.DNS),
    ]

    def record(intakes: Sequence[Intake]) -> list[PageResult]:
        return [stored] * len(intakes)

    told = [(result.outcome, result.origin) for result in record_batch(batch, record)]
    assert told == [(Outcome.REFUSED, "b"), (Outcome.ADDED, "a"), (Outcome.FAILED, "c")]

"""The flow of pages that a program hands over, one by one or many in a row."""

from collections import Counter
from collections.abc import Generator, Iterable, Mapping
from contextlib import closing
from typing import Any

from archive.captures.given import checked_capture, given_page
from archive.engines.local import PageExtractor
from archive.errors import UsageError
from archive.flows.batches import put_together, record_batch
from archive.flows.ingest import ingest_captures, renew_held
from archive.flows.work import Work
from archive.model import Capture, Outcome, PageResult, Unreadable
from archive.store.database import Database
from archive.store.write.ledger import Ledger

COMMAND = "add"
KNOWN = ("url", "headers", "status", "captured_at", "media_type")


class PageAdder:
    """Adds one page at a time: extracts it in one process that stays, and commits it before it gives the result.

    All that it adds until it is closed is one run.
    """

    def __init__(self, database: Database, work: Work) -> None:
        self._database = database
        self._work = work
        self._extractor = PageExtractor(work.settings.page_timeout)
        self._ledger = Ledger(database)
        self._run_id = self._ledger.start_run(COMMAND, work.now())
        self._counts: Counter[Outcome] = Counter()

    def add(self, capture: Capture) -> PageResult:
        """Archive a page, and tell what became of it once it is stored."""
        checked = checked_capture(capture, self._work.settings.max_bytes)
        page = checked if isinstance(checked, Unreadable) else put_together(self._extractor.extract(checked))
        renew_held([page], self._database, self._work)
        (result,) = record_batch([page], lambda batch: self._ledger.record(batch, self._run_id))
        self._counts[result.outcome] += 1
        return result

    def close(self) -> None:
        """End the process, and the run."""
        self._extractor.close()
        self._ledger.finish_run(self._run_id, self._counts, self._work.now())


def page_of(body: bytes | str, known: Mapping[str, Any], now: str) -> Capture:
    """Make a capture of a page and what is known of it, by the names that `Archive.add` has. Raises UsageError."""
    if unknown := known.keys() - KNOWN:
        raise UsageError.unknown("fact of a page", min(unknown), KNOWN)
    return given_page(body, **dict.fromkeys(KNOWN) | dict(known), now=now)


def add_captures(captures: Iterable[Capture], database: Database, work: Work) -> Generator[PageResult, None, None]:
    """Archive captures in batches, with all processes; give what became of each, in their order, once it is stored."""
    checked = (checked_capture(capture, work.settings.max_bytes) for capture in captures)
    with closing(ingest_captures(checked, database, work, COMMAND)) as results:
        yield from results

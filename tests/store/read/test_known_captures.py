"""Captures that are stored as they are need not be read again."""

from dataclasses import replace

from archive.model import Capture, Outcome
from archive.store.file.database import Database
from archive.store.read.known_captures import KnownCaptures
from archive.store.write.ledger import Ledger
from tests.build import ORCHARD, article, page, refusal

BYTES = b"<html>a page"


def test_the_same_bytes_from_the_same_place(database: Database, ledger: Ledger) -> None:
    """Where bytes, place and time agree, it is what an ingest found then; where one differs, nobody knows."""
    intake = page(payload=BYTES, origin="pages/ferry.html")
    (added,) = ledger.record([intake])
    capture = replace(intake.capture, payload=BYTES)
    known = KnownCaptures(database, article().extractor)
    assert known.result_of(capture) == replace(added, outcome=Outcome.UNCHANGED)
    for other in (
        replace(capture, payload=b"<html>another"),
        replace(capture, origin="pages/other.html"),
        replace(capture, captured_at="2026-11-22T10:00:00Z"),
        replace(capture, url="https://www.harbourtimes.example/ferry"),
    ):
        assert known.result_of(other) is None
    assert KnownCaptures(database, "archive 9").result_of(capture) is None


def test_what_must_be_read_again(database: Database, ledger: Ledger) -> None:
    """A refused page, for another extractor may see more in it; and a page whose article says something else by now."""
    refused = refusal(payload=BYTES)
    ledger.record([refused])
    first = page(payload=b"<html>1", origin="pages/1.html")
    ledger.record(
        [first, page(article(body=ORCHARD), payload=b"<html>2", origin="pages/2.html", at="2026-11-22T10:00:00Z")]
    )
    known = KnownCaptures(database, article().extractor)
    assert known.result_of(replace(refused.capture, payload=BYTES)) is None
    assert known.result_of(replace(first.capture, payload=b"<html>1")) is None


def test_nothing_is_held(database: Database) -> None:
    """An empty archive knows nothing."""
    assert KnownCaptures(database, "archive 1").result_of(Capture("x.html", BYTES, "2026-11-22T10:00:00Z")) is None

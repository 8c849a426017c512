"""Captures that are stored as they are need not be read again."""

from dataclasses import replace

from sqlalchemy import update

from archive.extraction.version import EXTRACTOR
from archive.model import Capture, Outcome, Reason, Rejected
from archive.store.file.database import Database
from archive.store.read.known_captures import KnownCaptures
from archive.store.tables import Revisions
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
    """What took too long, for it may not another time; and what another extractor refused or read."""
    hung, refused = (replace(refusal(payload=bytes_), result=Rejected(why, "why")) for bytes_, why in
                     ((b"<html>1", Reason.HUNG), (b"<html>2", Reason.INDEX_PAGE)))  # fmt: skip
    older, newer = page(payload=b"<html>3", origin="3.html"), page(payload=b"<html>4", origin="4.html")
    ledger.record([hung, refused, older])
    ledger.record([replace(newer, result=replace(article(), extractor="archive 9"))])
    for intake, payload in ((hung, b"<html>1"), (newer, b"<html>4")):
        assert KnownCaptures(database, EXTRACTOR).result_of(replace(intake.capture, payload=payload)) is None
    for intake, payload in ((refused, b"<html>2"), (older, b"<html>3")):
        assert KnownCaptures(database, "archive 9").result_of(replace(intake.capture, payload=payload)) is None


def test_what_was_refused(database: Database, ledger: Ledger) -> None:
    """A page that this extractor refused is refused again for the same reason."""
    intake = refusal(payload=BYTES)
    (refused,) = ledger.record([intake])
    capture = replace(intake.capture, payload=BYTES)
    assert KnownCaptures(database, EXTRACTOR).result_of(capture) == refused


def test_what_is_not_the_newest_text(database: Database, ledger: Ledger) -> None:
    """A copy in another file, and a text that another has followed, are known too."""
    first, copy = (page(payload=bytes_, origin=f"pages/{bytes_!r}.html") for bytes_ in (b"<html>1", b"<html>2"))
    later = page(article(body=ORCHARD), payload=b"<html>3", origin="pages/3.html", at="2026-11-22T10:00:00Z")
    ledger.record([first, copy, later])
    known = KnownCaptures(database, article().extractor)
    for intake, payload in ((first, b"<html>1"), (copy, b"<html>2"), (later, b"<html>3")):
        found = known.result_of(replace(intake.capture, payload=payload))
        assert found is not None and found.outcome is Outcome.UNCHANGED


def test_a_capture_that_is_read_again(database: Database, ledger: Ledger) -> None:
    """What a newer extractor has read again is known to it from then on."""
    intake = page(payload=BYTES, origin="pages/ferry.html")
    ledger.record([intake])
    ledger.record([page(payload=b"<html>2", origin="pages/2.html")])
    with database.writer() as connection:
        connection.execute(update(Revisions).values(extractor="archive 9"))
    ledger.record([replace(intake, result=replace(article(), extractor="archive 9"))])
    known = KnownCaptures(database, "archive 9")
    assert known.result_of(replace(intake.capture, payload=BYTES)) is not None


def test_nothing_is_held(database: Database) -> None:
    """An empty archive knows nothing."""
    assert KnownCaptures(database, "archive 1").result_of(Capture("x.html", BYTES, "2026-11-22T10:00:00Z")) is None

"""Batches: how pages are cut into them makes no difference."""

import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from archive.model import Intake
from archive.store.file.database import Database
from archive.store.write.ledger import Ledger
from tests.build import FERRY, ORCHARD, article, copy_empty, page, refusal, rows, sound

ADDRESSES = ("https://a.example/1", "https://a.example/2", "https://b.example/1", "file:sha256-01")
BODIES = (FERRY, FERRY.replace("noon", "two"), ORCHARD, "Subscribe to read on.")
TABLES = {
    "articles": "url, title, body, first_seen_at, last_seen_at, last_changed_at, story_id, revision_id",
    "article_urls": "url, article_id, relation",
    "revisions": "article_id, number, capture_id, change, body",
    "captures": "origin, url, captured_at, payload_digest, article_id, refused",
    "stories": "first_article_id, copies",
    "credits": "article_id, organization_id",
    "payloads": "digest",
}


@st.composite
def pages(draw: st.DrawFn) -> Intake:
    at = f"2026-11-{draw(st.integers(10, 13))}T10:00:00Z"
    if draw(st.integers(0, 9)) == 0:
        return refusal(
            payload=draw(st.sampled_from((b"0", b"1"))), origin=f"pages/{draw(st.integers(0, 1))}.html", at=at
        )
    address, title = draw(st.sampled_from(ADDRESSES)), draw(st.sampled_from(("One", "Two")))
    web = draw(st.booleans()) and not address.startswith("file:")
    return page(
        article(address, body=draw(st.sampled_from(BODIES)), title=title),
        payload=draw(st.sampled_from((None, None, b"0", b"1"))),
        origin=draw(st.sampled_from(ADDRESSES[:3])) if web else f"pages/{draw(st.integers(0, 1))}.html",
        url=address if web else None,
        at=at,
    )


def recorded(batches: list[list[Intake]]) -> dict[str, object]:
    """What the ledger told, and the rows of every table after it."""
    with tempfile.TemporaryDirectory() as folder, Database(copy_empty(Path(folder) / "archive.db")) as database:
        ledger = Ledger(database)
        told = [result for batch in batches for result in ledger.record(batch)]
        sound(database)
        return {"told": told} | {
            table: sorted(rows(database, f"SELECT {columns} FROM {table}"), key=repr)
            for table, columns in TABLES.items()
        }


@settings(max_examples=15, deadline=None)
@given(st.lists(pages(), min_size=2, max_size=10), st.integers(1, 9))
def test_one_batch_or_many_leave_the_same(sequence: list[Intake], cut: int) -> None:
    """Each page is decided in the light of those before it, wherever they stand."""
    whole = recorded([sequence])
    assert recorded([[intake] for intake in sequence]) == whole
    assert recorded([sequence[:cut], sequence[cut:]]) == whole


@settings(max_examples=15, deadline=None)
@given(st.lists(pages(), min_size=1, max_size=8))
def test_the_same_again_changes_nothing(sequence: list[Intake]) -> None:
    """Files, or a web archive: however they contradict each other, the second time is no news."""
    once, twice = recorded([sequence]), recorded([sequence, sequence])
    for table in ("revisions", "captures", "payloads", "stories"):
        assert twice[table] == once[table]

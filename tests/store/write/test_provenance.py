"""Provenance: what a page says of itself, and what the other copies of its story add."""

from typing import Any

import pytest

from archive.model import Credit, Intake
from archive.store.file.database import Database
from archive.store.write.ledger import Ledger
from tests.build import rows
from tests.store.read.test_stories import AP, OTHER, WIRE, edited, told


def provenance(database: Database) -> list[tuple[object, ...]]:
    return rows(database, "SELECT reporting, provenance, provenance_evidence FROM articles ORDER BY id")


def own(paper: str, body: str, *credits: Credit, **fields: Any) -> Intake:
    stated: dict[str, Any] = {"source": "The Paper", "reporting": "own"} | fields
    return told(paper, body, *credits, **stated)


def test_what_a_page_says(database: Database, ledger: Ledger) -> None:
    """A page that credits nobody is its publisher's own, if there is a publisher."""
    ledger.record([own("harbour", "Own words of the harbour."), told("valley", "Words of the wire.", AP)])
    ledger.record([told("coast", "Mixed words of both.", reporting="mixed")])
    ledger.record([own("nowhere", "Words of a page that was found somewhere.", source=None)])
    assert provenance(database) == [
        ("own", "own", None),
        ("syndicated", "syndicated", "printed"),
        ("mixed", "mixed", "printed"),
        ("own", "unknown", None),
    ]


def test_a_silent_copy_is_syndicated_by_inference(database: Database, ledger: Ledger) -> None:
    """Whichever copy comes first; when the credit is withdrawn, both are own again."""
    ledger.record([own("harbour", WIRE)])
    assert provenance(database) == [("own", "own", None)]
    ledger.record([told("eastmoor", edited(20), AP)])
    assert provenance(database) == [("own", "syndicated", "inferred"), ("syndicated", "syndicated", "printed")]
    ledger.record([own("eastmoor", edited(19))])
    assert provenance(database) == [("own", "own", None), ("own", "own", None)]


@pytest.mark.parametrize("silent_first", [True, False])
def test_a_silent_copy_that_was_rewritten_is_mixed(database: Database, ledger: Ledger, silent_first: bool) -> None:
    """Its house changed a quarter of the words or more: whichever copy came first, and until it prints the wire."""
    pages = [own("harbour", f"{OTHER[: len(WIRE) * 3 // 4]} {WIRE}"), told("eastmoor", WIRE, AP)]
    ledger.record(pages if silent_first else pages[::-1])
    silent, crediting = ("own", "mixed", "inferred"), ("syndicated", "syndicated", "printed")
    assert provenance(database) == ([silent, crediting] if silent_first else [crediting, silent])
    if not silent_first:  # a first copy that is revised is what the others were measured against
        ledger.record([own("harbour", edited(30))])
        assert ("own", "syndicated", "inferred") in provenance(database)


def test_a_silent_copy_stays_syndicated_when_it_is_edited(database: Database, ledger: Ledger) -> None:
    """A revision of the copy does not make it its publisher's own."""
    ledger.record([told("eastmoor", WIRE, AP), own("harbour", edited(20))])
    ledger.record([own("harbour", edited(10), title="Another headline")])
    assert provenance(database)[1] == ("own", "syndicated", "inferred")


@pytest.mark.sqlite
def test_a_filter_reads_an_index(database: Database) -> None:
    """Counting by site and provenance touches no body."""
    plan = rows(
        database, "EXPLAIN QUERY PLAN SELECT site, provenance, count(*) FROM articles GROUP BY site, provenance"
    )
    assert any("ix_articles_provenance_site" in str(step) for step in plan)

"""Owners as a person lists them, and as pages' addresses show them."""

from dataclasses import replace

from archive.store.file.database import Database
from archive.store.read.owners import list_owner_claims
from archive.store.write.ledger import Ledger
from archive.store.write.owners import find_canonical_pairs, import_owners
from tests.build import article, page, rows
from tests.stories import story

NOW = "2026-11-28T12:00:00Z"


def listed(database: Database, *pairs: tuple[str, str]) -> int:
    return import_owners(database, pairs, evidence="list owners.csv", at=NOW)


def test_listed_edited_taken_back(database: Database, ledger: Ledger) -> None:
    """The list that comes out goes in again without a change; another owner goes in the place of the first."""
    assert listed(database, ("a.example", "Kessel  Press"), ("b.example", "Kessel Press")) == 2
    again = [(claim.site, claim.owner) for claim in list_owner_claims(database)]
    assert listed(database, *again) == 0
    assert rows(database, "SELECT owner, count(*) FROM sites GROUP BY owner") == [("Kessel Press", 2)]
    assert listed(database, ("b.example", "Tarrow"), ("a.example", ""), ("c.example", "")) == 2
    assert rows(database, "SELECT site, owner FROM sites WHERE owner IS NOT NULL") == [("b.example", "Tarrow")]


def test_canonical_pairs(database: Database, ledger: Ledger) -> None:
    """Two sites that give each other's address for their pages have one owner; one direction says nothing."""

    def led(number: int, found: str, own: str) -> None:
        told = page(article(f"https://{own}/{number}", body=story(number)))
        address = f"https://{found}/{number}"
        ledger.record([replace(told, capture=replace(told.capture, origin=address, url=address))])

    led(1, "kessel.example", "tarrow.example")
    led(2, "short.example", "tarrow.example")
    assert find_canonical_pairs(database, NOW) == 0
    led(3, "tarrow.example", "kessel.example")
    assert find_canonical_pairs(database, NOW) == find_canonical_pairs(database, NOW) == 1
    owned = rows(database, "SELECT site, owner FROM sites WHERE owner IS NOT NULL ORDER BY site")
    assert owned == [("kessel.example", "kessel.example"), ("tarrow.example", "kessel.example")]

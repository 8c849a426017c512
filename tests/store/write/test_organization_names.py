"""Organisations: listed with their credits, merged for good."""

from dataclasses import replace

import pytest

from archive.errors import NotFound, UsageError
from archive.model import Confidence, Credit, Role, Signature
from archive.store.file.database import Database
from archive.store.read.organizations import credited_organizations
from archive.store.write.ledger import Ledger
from archive.store.write.organization_names import merge_organizations
from tests.build import FERRY, ORCHARD, article, one, page, rows, sound

LOUD = Credit("FOX NEWS", Role.CONTRIBUTOR, "FOX NEWS", "with FOX NEWS", "contributed", Confidence.LIKELY, position=2)
FOX = replace(LOUD, organization="Fox News", role=Role.ORIGIN, credited_as="Fox News", confidence=Confidence.CERTAIN)


def credits(database: Database) -> list[tuple[object, ...]]:
    return rows(
        database,
        "SELECT article_id, name, role FROM credits c JOIN organizations o ON o.id = c.organization_id ORDER BY 1, 2",
    )


def test_listed_by_role(database: Database, ledger: Ledger) -> None:
    """With what the list of organisations knows of them."""
    ledger.record([page(credits=(FOX,)), page(article("https://valley.example/a", body=ORCHARD, credits=(LOUD,)))])
    found = [(row.name, row.kind, row.country, row.origin, row.contributor) for row in credited_organizations(database)]
    assert found == [("FOX NEWS", None, None, 0, 1), ("Fox News", "broadcaster", "US", 1, 0)]


def test_listed_by_confidence(database: Database, ledger: Ledger) -> None:
    """Open names are left out, or alone."""
    ledger.record([page(credits=(FOX,)), page(article("https://valley.example/a", body=ORCHARD, credits=(LOUD,)))])
    assert [row.name for row in credited_organizations(database, Confidence.CERTAIN)] == ["Fox News"]
    assert [row.name for row in credited_organizations(database, Confidence.LIKELY)] == ["FOX NEWS"]


def test_merged_now_and_later(database: Database, ledger: Ledger) -> None:
    """Credits and sources move; the next page that says the old name is credited to the new one."""
    ledger.record([page(source="FOX NEWS", credits=(replace(LOUD, role=Role.ORIGIN),))])
    assert merge_organizations(database, "FOX NEWS", "Fox News") == 1
    later = article("https://valley.example/a", body=ORCHARD, source="FOX NEWS", credits=(LOUD,))
    (result,) = ledger.record([page(later)])
    assert result.source == "Fox News"
    assert credits(database) == [(1, "Fox News", "origin"), (2, "Fox News", "contributor")]
    assert rows(database, "SELECT DISTINCT source FROM articles") == [("Fox News",)]
    assert rows(database, "SELECT name, kind FROM organizations") == [("Fox News", "broadcaster")]
    sound(database)


def test_whom_a_person_writes_for_moves_too(database: Database, ledger: Ledger) -> None:
    """What stands beside an author's name goes by the new name, in this article and in later ones."""
    loud = (Signature("Nora Lindqvist", organization="FOX NEWS"),)
    ledger.record([page(credits=(LOUD,), signatures=loud)])
    merge_organizations(database, "FOX NEWS", "Fox News")
    ledger.record([page(article("https://valley.example/a", body=ORCHARD, credits=(LOUD,), signatures=loud))])
    assert rows(database, "SELECT article_id, organization FROM article_authors") == [(1, "Fox News"), (2, "Fox News")]


def test_an_article_that_credits_both_keeps_the_stronger(database: Database, ledger: Ledger) -> None:
    """One organisation, one credit; the same for pages that come later."""
    ledger.record([page(credits=(LOUD, FOX))])
    merge_organizations(database, "FOX NEWS", "Fox News")
    ledger.record([page(article("https://valley.example/a", body=ORCHARD, credits=(LOUD, FOX)))])
    assert credits(database) == [(1, "Fox News", "origin"), (2, "Fox News", "origin")]


def test_inferred_credits_move_too(database: Database, ledger: Ledger) -> None:
    """Credited by one copy, inferred for the other."""
    agency = replace(LOUD, role=Role.AGENCY, confidence=Confidence.CERTAIN)
    ledger.record([page(body=FERRY, credits=(agency,)), page(article("https://valley.example/a", credits=()))])
    merge_organizations(database, "FOX NEWS", "Fox News")
    assert one(database, "SELECT name FROM inferred_credits JOIN organizations ON id = organization_id") == "Fox News"


def test_merged_twice(database: Database, ledger: Ledger) -> None:
    """A name merged into one that is merged itself follows it."""
    ledger.record([page(credits=(LOUD,)), page(article("https://valley.example/a", body=ORCHARD, credits=(FOX,)))])
    merge_organizations(database, "FOX NEWS", "Fox News")
    merge_organizations(database, "Fox News", "Fox")
    ledger.record([page(article("https://coast.example/a", body=FERRY + " More.", credits=(LOUD,)))])
    assert {name for _, name, _ in credits(database)} == {"Fox"}
    assert credited_organizations(database)[0].aliases == ("FOX NEWS", "Fox News")


@pytest.mark.parametrize(("old", "new"), [("FOX NEWS", "FOX NEWS"), ("Fox News", "FOX NEWS"), ("FOX NEWS", " ")])
def test_one_already(database: Database, ledger: Ledger, old: str, new: str) -> None:
    """No name is merged into itself."""
    ledger.record([page(credits=(LOUD, FOX))])
    if old == "Fox News":
        merge_organizations(database, "FOX NEWS", "Fox News")
    with pytest.raises(UsageError):
        merge_organizations(database, old, new)


def test_a_name_nobody_is_credited_as(database: Database, ledger: Ledger) -> None:
    """Told, and nothing is changed."""
    ledger.record([page(credits=(FOX,))])
    with pytest.raises(NotFound, match="Foxx: no article is credited"):
        merge_organizations(database, "Foxx", "Fox News")
    assert rows(database, "SELECT * FROM organization_aliases") == []

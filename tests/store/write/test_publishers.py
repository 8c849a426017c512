"""One name a publisher: what pages call their house, counted, chosen, and given to their own articles as source."""

from dataclasses import replace
from typing import Any

import pytest

from archive.errors import NotFound, UsageError
from archive.model import Intake
from archive.store.file.database import Database
from archive.store.write import publishers
from archive.store.write.ledger import Ledger
from archive.store.write.organization_names import merge_organizations
from archive.store.write.publishers import rename_publisher
from tests.build import article, page, rows, sound
from tests.stories import story

HARBOUR = "https://harbourtimes.example"


def own(number: int, *names: str, site: str = HARBOUR, **fields: Any) -> Intake:
    """A page of the house's own, which is called by those names; the first is its source."""
    said = article(f"{site}/{number}", body=story(number), title=f"Coaster {number}", credits=(), signatures=())
    said = replace(said, reporting="own", source=names[0] if names else "harbourtimes.example", **fields)
    return replace(page(said), names=names)


def sources(database: Database) -> list[Any]:
    return [source for (source,) in rows(database, "SELECT source FROM articles ORDER BY id")]


def test_the_name_most_pages_agree_on(database: Database, ledger: Ledger) -> None:
    """Each own article has it as source, the earlier ones too; what an agency wrote has the agency."""
    ledger.record([own(1, "Harbour Times Sport")])
    assert sources(database) == ["Harbour Times Sport"]
    more = [own(2, "Harbour Times", "Weather"), own(3, "Harbour Times"), own(4)]
    results = ledger.record([*more, page(article(f"{HARBOUR}/5", body=story(5)))])
    assert sources(database) == ["Harbour Times"] * 4 + ["Associated Press"]
    assert rows(database, "SELECT publisher, renamed, articles FROM sites") == [("Harbour Times", 0, 3)]
    assert ("Weather", 1) in rows(database, "SELECT name, articles FROM site_names")
    (result,) = ledger.record([own(6, "Harbour Times | News")])
    assert (result.source, results[-1].source) == ("Harbour Times", "Associated Press")
    sound(database)


def test_pages_that_do_not_agree_keep_their_own_words(database: Database, ledger: Ledger) -> None:
    """A host of many houses has no name."""
    ledger.record([own(number, name, site="https://kelp.example") for number, name in enumerate(("Ada", "Ben", "Cy"))])
    assert sources(database) == ["Ada", "Ben", "Cy"]
    assert rows(database, "SELECT publisher FROM sites") == [(None,)]


def test_a_page_that_comes_again_is_counted_once(database: Database, ledger: Ledger) -> None:
    """So a nightly visit does not outvote the rest."""
    for _ in range(3):
        ledger.record([own(1, "Harbour Times")])
    assert rows(database, "SELECT name, articles FROM site_names") == [("Harbour Times", 1)]


def test_renamed_by_a_person(database: Database, ledger: Ledger) -> None:
    """For good: for what is there and what comes; until the person lets the pages say it again."""
    ledger.record([own(1, "Harbour Times"), page(article(f"{HARBOUR}/2", body=story(2)))])
    assert rename_publisher(database, "harbourtimes.example", " Kessel  Sound ") == 1
    (result,) = ledger.record([own(3, "Harbour Times")])
    assert result.source == "Kessel Sound"
    assert sources(database) == ["Kessel Sound", "Associated Press", "Kessel Sound"]
    assert rename_publisher(database, "harbourtimes.example", None) == 2
    assert sources(database) == ["Harbour Times", "Associated Press", "Harbour Times"]
    with pytest.raises(NotFound, match=r"nowhere\.example: no article of this site"):
        rename_publisher(database, "nowhere.example", "Nowhere")
    with pytest.raises(UsageError, match="empty"):
        rename_publisher(database, "harbourtimes.example", " ")


def test_merged_names_go_on(database: Database, ledger: Ledger) -> None:
    """A publisher whose name was merged has the other one, also when its pages are counted again."""
    ledger.record([own(1, "Harbour Times")])
    merge_organizations(database, "Harbour Times", "Kessel Sound Newspapers")
    ledger.record([own(2, "Harbour Times"), own(3, "Harbour Times")])
    assert sources(database) == ["Kessel Sound Newspapers"] * 3


def test_names_are_bounded(database: Database, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    """A site that calls itself otherwise on each page fills no table; a name known by then is counted on."""
    monkeypatch.setattr(publishers, "MOST_NAMES", 2)
    for batch in ([own(1, "One"), own(2, "Two" * 100)], [own(3, "Three"), own(4, "One"), own(5, "Four")]):
        ledger.record(batch)
    counted = rows(database, "SELECT name, articles FROM site_names ORDER BY name")
    assert counted == [("One", 2), (("Two" * 100)[: publishers.LONGEST], 1)]

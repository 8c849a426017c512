"""Stories: which articles share one, what changed, who is credited for copies that are silent."""

from dataclasses import replace
from typing import Any

import pytest

from archive.extraction.likeness import sketch_of
from archive.model import Confidence, Credit, Intake, Role
from archive.store.file.database import Database
from archive.store.read.filters import Filter
from archive.store.read.stories import largest_stories, story_copies
from archive.store.write import young_bands
from archive.store.write.ledger import Ledger
from tests.build import article, one, page, rows

WIRE = " ".join(
    f"In the {number}th week of the strike the harbour of Norwick counted {number * 37 % 113} ships at anchor and "
    f"pilot {chr(65 + number)}{number * 7 % 31} said that berth {number * 11 % 53} stayed shut."
    for number in range(1, 13)
)
OTHER = " ".join(
    f"Orchard {number} above the river lost {number * 17 % 97} trees to frost, grower K{number * 13 % 71} told the "
    f"valley council when it met on day {number * 5 % 29} of the hearing."
    for number in range(1, 15)
)
AP = Credit("Associated Press", Role.AGENCY, "AP", "(AP)", "dateline", Confidence.CERTAIN, position=1)
REUTERS = replace(AP, organization="Reuters", credited_as="Reuters", evidence="(Reuters)")


def told(site: str, body: str = WIRE, *credits: Credit, path: str = "a", **fields: Any) -> Intake:
    """That text on that site, with the sketch that a worker would make."""
    said = article(f"https://{site}.example/{path}", body=body, credits=credits, **fields)
    return replace(page(said), sketch=sketch_of(body))


def edited(every: int, text: str = WIRE, to: str = "edit") -> str:
    """The text with one word in `every` changed."""
    return " ".join(word if place % every else f"{to}{place}" for place, word in enumerate(text.split()))


def stories(database: Database) -> list[tuple[Any, ...]]:
    return rows(database, "SELECT id, story_id FROM articles ORDER BY id")


def inferred(database: Database) -> list[tuple[Any, ...]]:
    return rows(
        database,
        "SELECT article_id, name, from_article_id FROM inferred_credits JOIN organizations ON id = organization_id",
    )


def test_a_changed_copy_on_another_site_joins_the_story(database: Database, ledger: Ledger) -> None:
    """In one batch or in several; its share of changed words is known, and the story counts its copies."""
    ledger.record([told("harbour"), told("eastmoor", edited(20))])
    ledger.record([told("valley", edited(7)), told("coast", OTHER)])
    assert stories(database) == [(1, 1), (2, 1), (3, 1), (4, None)]
    assert rows(database, "SELECT first_article_id, copies FROM stories") == [(1, 3)]
    assert [
        round(share, 2) for (share,) in rows(database, "SELECT share_changed FROM articles WHERE story_id IS NOT NULL")
    ] == [
        0.0,
        0.05,
        0.14,
    ]


def test_a_near_copy_on_the_same_site_is_no_story(database: Database, ledger: Ledger) -> None:
    """A template, an update under a new address: a story is told by several sites."""
    ledger.record([told("harbour"), told("harbour", edited(20), path="b")])
    assert stories(database) == [(1, None), (2, None)]


def test_a_bridge_joins_what_is_alone(database: Database, ledger: Ledger) -> None:
    """Two copies too far from each other are one story once the text between them is there."""
    listed = WIRE.split()
    front, back = " ".join(listed[: len(listed) // 2]), " ".join(listed[len(listed) // 2 :])
    one_half, other_half = f"{front} {edited(1, back)}", f"{edited(1, front, 'else')} {back}"
    ledger.record([told("harbour", one_half), told("eastmoor", other_half)])
    assert stories(database) == [(1, None), (2, None)]
    ledger.record([told("valley")])
    assert [story for _, story in stories(database)] == [1, 1, 1]


def test_first_seen_is_of_the_earliest_copy(database: Database, ledger: Ledger) -> None:
    """Also if it comes in later, from a web archive."""
    late = told("eastmoor", edited(20))
    early = replace(late, capture=replace(late.capture, captured_at="2020-01-01T00:00:00Z"))
    ledger.record([told("harbour")])
    ledger.record([early])
    assert one(database, "SELECT first_seen_at FROM stories") == "2020-01-01T00:00:00Z"


def test_bands_of_a_story_are_kept_once(database: Database, ledger: Ledger) -> None:
    """A text that a hundred sites print does not cost a hundred sketches."""
    ledger.record([told("harbour")])
    alone = one(database, "SELECT count(*) FROM young_bands")
    ledger.record([told(f"site{number}") for number in range(20)])
    assert one(database, "SELECT count(*) FROM young_bands") == alone


@pytest.mark.parametrize("young", [0, 60, 10_000])
def test_copies_are_found_wherever_their_bands_lie(
    young: int, database: Database, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whether bands wait still, lie in the large table, or some of each: the stories are the same."""
    monkeypatch.setattr(young_bands, "YOUNG", young)
    for one_page in (
        told("harbour"),
        told("coast", OTHER),
        told("eastmoor", edited(20)),
        told("mill", edited(20, OTHER)),
    ):
        ledger.record([one_page])
    assert stories(database) == [(1, 1), (2, 2), (3, 1), (4, 2)]
    lying, waiting = (one(database, f"SELECT count(*) FROM {name}_bands") for name in ("story", "young"))
    assert (waiting <= young, lying == 0) == (True, young == 10_000)
    assert one(database, "SELECT count(*) FROM young_bands JOIN story_bands USING (article_id, band)") == 0


def test_a_template_does_not_fill_the_table(database: Database, ledger: Ledger) -> None:
    """Bands that many articles share get no more of them, so that looking them up stays cheap."""
    for start in range(0, 60, 20):
        ledger.record([told("harbour", f"{WIRE} {number}", path=str(number)) for number in range(start, start + 20)])
    assert one(database, "SELECT max(held) FROM (SELECT count(*) AS held FROM young_bands GROUP BY band)") == 32


def test_a_revision_is_measured_anew(database: Database, ledger: Ledger) -> None:
    """The article stays in its story."""
    ledger.record([told("harbour"), told("eastmoor", edited(20))])
    ledger.record([told("eastmoor", edited(5))])
    assert round(one(database, "SELECT share_changed FROM articles WHERE id = 2"), 2) == 0.2
    assert one(database, "SELECT copies FROM stories") == 2


def test_a_silent_copy_is_credited_by_inference(database: Database, ledger: Ledger) -> None:
    """Whichever comes first; printed credits and the source stay what the page says."""
    ledger.record([told("harbour", source="Harbour Times", reporting="own")])
    assert inferred(database) == []
    ledger.record([told("eastmoor", edited(20), AP)])
    ledger.record([told("valley", edited(10), source="The Valley", reporting="own")])
    assert inferred(database) == [(1, "Associated Press", 2), (3, "Associated Press", 2)]
    assert rows(database, "SELECT article_id FROM credits") == [(2,)]
    assert rows(database, "SELECT source, reporting FROM articles WHERE id = 3") == [("The Valley", "own")]


def test_the_view_tells_printed_from_inferred(database: Database, ledger: Ledger) -> None:
    """By inferred_from, and by the confidence."""
    ledger.record([told("harbour"), told("eastmoor", edited(20), AP)])
    found = rows(database, "SELECT article_id, confidence, inferred_from FROM article_credits ORDER BY article_id")
    assert found == [(1, "inferred", 2), (2, "certain", None)]


def test_a_copy_that_credits_somebody_gets_no_inference(database: Database, ledger: Ledger) -> None:
    """What is printed goes before what is inferred; a contributor alone is no source."""
    helped = replace(REUTERS, role=Role.CONTRIBUTOR)
    ledger.record([told("harbour", WIRE, AP), told("eastmoor", edited(20), REUTERS), told("valley", edited(9), helped)])
    assert inferred(database) == [(3, "Associated Press", 1), (3, "Reuters", 2)]


def test_an_agency_needs_no_credit_on_its_own_site(database: Database, ledger: Ledger) -> None:
    """apnews.com prints its own text."""
    own = article("https://apnews.com/a", body=WIRE, credits=(), site="apnews.com")
    ledger.record([replace(page(own), sketch=sketch_of(WIRE)), told("harbour", edited(20), AP)])
    assert inferred(database) == []


def test_a_credit_that_is_withdrawn_takes_the_inference_with_it(database: Database, ledger: Ledger) -> None:
    """What was inferred from it is gone with the next revision."""
    ledger.record([told("harbour"), told("eastmoor", edited(20), AP)])
    ledger.record([told("eastmoor", edited(19))])
    assert inferred(database) == []


def test_largest(database: Database, ledger: Ledger) -> None:
    """Most copies first; filters are met by one of the copies."""
    ledger.record([told("harbour", OTHER), told("valley", edited(20, OTHER))])
    ledger.record([told("harbour", WIRE, AP, path="w"), told("coast", edited(20)), told("eastmoor", edited(10))])
    found = largest_stories(database, Filter(), least=2, limit=20)
    assert [(story.copies, story.sites, story.credits, story.silent) for story in found] == [
        (3, 3, ("Associated Press",), 2),
        (2, 2, (), 0),
    ]
    assert [story.story for story in largest_stories(database, Filter(site="valley.example"), least=2, limit=20)] == [1]
    assert [story.story for story in largest_stories(database, Filter(), least=3, limit=20)] == [2]
    assert largest_stories(database, Filter(since="2027"), least=2, limit=20) == []


def test_copies_tell_what_they_changed(database: Database, ledger: Ledger) -> None:
    """Against the one stored first, which comes first, whichever is asked for."""
    ledger.record([told("harbour", WIRE, AP), told("eastmoor", WIRE.replace("Norwick", "Tarrow", 1))])
    first, second = story_copies(database, 2)
    assert (first.article_id, first.credits, first.difference) == (1, ("Associated Press",), None)
    assert (second.article_id, second.credits, second.inferred) == (2, (), ("Associated Press",))
    assert second.difference is not None
    assert [text.split()[0] for text in second.difference.first] == ["Norwick", "Tarrow"]


def test_the_same_slug_on_a_near_day_is_compared(database: Database, ledger: Ledger) -> None:
    """A sketch that misses a copy is made up for by its address; the texts decide, and years apart do not count."""
    path = "news/2026/strike-in-norwick-harbour-{}.html"
    near, far = {"published_at": "2026-11-21"}, {"published_at": "2025-11-21"}
    first = told("harbour", WIRE, path=path.format(7))
    second = replace(told("eastmoor", edited(20), path=path.format("99"), **near), sketch=())
    third = replace(told("valley", edited(19), path=path.format(1), **far), sketch=())
    other = replace(told("coast", OTHER, path=path.format(2), **near), sketch=())
    ledger.record([first, other])
    ledger.record([second, third])
    assert stories(database) == [(1, 1), (2, None), (3, 1), (4, None)]

"""What is ranked where much is found."""

import pytest

from archive.store.file.database import Database
from archive.store.read import found_pages, matches
from archive.store.read.filters import Filter
from archive.store.read.found_pages import PageOf, find_page
from archive.store.read.search import search_articles
from archive.store.write.ledger import Ledger
from tests.build import article, page

TITLES = ["Bridge opens", "Orchard in bloom", "Orchard sold", "Frost again", "Bridge and orchard", "Rain", "Late rain"]
DAYS = ["2026-11-05", None, "2026-11-09", "2026-11-02", "2026-11-07", None, "2026-11-01"]


@pytest.fixture
def filled(database: Database, ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> Database:
    """Give seven articles that all speak of the valley and the harbour, most of the bridge; two matches are many."""
    monkeypatch.setattr(matches, "FEW", 2)
    monkeypatch.setattr(matches, "NEWEST", 1)
    monkeypatch.setattr(matches, "SAMPLE", 7)
    for number, (title, day) in enumerate(zip(TITLES, DAYS, strict=True), 1):
        body = f"The valley below the harbour, told {'once ' * number}at length, on day {number}."
        if number in (1, 3, 5):
            body += "\n\nThe bridge stays shut." + " The bridge!" * (number == 3)
        url = f"https://harbourtimes.example/{number}"
        one = article(url, body=body, title=title, published_at=day, source="Reuters" if number > 2 else "AFP")
        ledger.record([page(one)])
    return database


def found(database: Database, typed: str, wanted: Filter = Filter()) -> list[int]:  # noqa: B008 - frozen
    return [hit.article_id for hit in search_articles(database, typed, wanted)]


def test_headlines_are_ranked_before_the_newest(filled: Database) -> None:
    """Of many matches those with the word in the headline, and the newest, by rank; then the others, newest first."""
    hits = search_articles(filled, "bridge")
    assert [hit.article_id for hit in hits] == [1, 5, 3]
    assert hits[0].rank > hits[1].rank > hits[2].rank == 0
    assert found(filled, "body:bridge") == [5, 3, 1]


def test_a_word_that_most_have_does_not_count(filled: Database) -> None:
    """Beside another it changes no order; alone it finds the newest, first those with it in the headline."""
    assert found(filled, "valley bridge") == found(filled, "bridge")
    assert found(filled, "valley") == [7, 6, 5, 4, 3, 2, 1]
    assert found(filled, "valley OR orchard")[:3] == [5, 3, 2]
    assert found(filled, "valley -bridge", Filter(source="reuters")) == [7, 6, 4]


@pytest.mark.parametrize("walked", [0, 4, 20])
def test_by_date_however_it_is_found(filled: Database, monkeypatch: pytest.MonkeyPatch, walked: int) -> None:
    """By the index of dates as far as it is gone through, or sorted; what has no date comes last."""
    monkeypatch.setattr(found_pages, "FEW", 1)
    monkeypatch.setattr(found_pages, "WALKED", walked)
    shown = find_page(filled, "valley", Filter(), PageOf("date"), ("[", "]"))
    assert [row.hit.article_id for row in shown.rows] == [3, 5, 1, 4, 7, 6, 2]
    assert (shown.total, shown.complete, shown.facets.counted) == (7, True, 7)
    assert [
        row.hit.article_id for row in find_page(filled, "valley", Filter(), PageOf("date", 0, 2), ("", "")).rows
    ] == [3, 5]

"""Sites in figures, and the figures that jumped."""

import re
from random import Random
from typing import Any

import pytest
from sqlalchemy import event

from archive.model import Block, Intake, Label
from archive.store.file.database import Database
from archive.store.read.sites import Drift, SiteFigures, site_drifts, site_figures
from archive.store.read.stats import archive_stats
from archive.store.write.ledger import Ledger
from tests.build import article, page, refusal, rows

SITE = "harbourtimes.example"


def pages(
    count: int, start: int = 0, *, words: int = 300, junk: int = 20, site: str = SITE, **fields: object
) -> list[Intake]:
    """Articles one after the other, each with about so many words, and so many words of junk stripped."""
    random, made = Random(start), []
    for number in range(start, start + count):
        size = random.randint(words * 7 // 10, words * 13 // 10)
        text = " ".join(f"w{random.randrange(10**6)}" for _ in range(size))
        stripped = " ".join(
            f"j{random.randrange(10**6)}" for _ in range(random.randint(junk * 8 // 10, junk * 12 // 10))
        )
        blocks = (Block(0, text, Label.BODY, "text"), Block(1, stripped, Label.PROMO, "markup: promo"))
        url, at = f"https://www.{site}/{number}", f"2026-11-{1 + number // 24:02}T{number % 24:02}:00:00Z"
        made.append(page(article(url, text, blocks=blocks, word_count=size, **fields), at=at))
    return made


def test_figures(database: Database, ledger: Ledger) -> None:
    """Per site: articles, median words, share of text stripped, shares without author, date and source."""
    ledger.record([refusal(), *pages(3, words=100, junk=100), *pages(1, 3, words=100, junk=100, authors=())])
    ledger.record(pages(2, site="valleypost.example", published_at=None, authors=(), source=None))
    big, small = site_figures(database)
    assert (big.site, big.pages, big.no_author, big.no_date, big.no_source) == (SITE, 4, 0.25, 0.0, 0.0)
    assert 70 <= big.words <= 130
    assert 0.4 < big.stripped < 0.6
    assert (small.site, small.pages, small.no_author, small.no_date, small.no_source) == (
        "valleypost.example",
        2,
        1.0,
        1.0,
        1.0,
    )
    assert site_figures(database, "valleypost.example") == [small]
    assert isinstance(small, SiteFigures)


def test_a_steady_site_does_not_drift(database: Database, ledger: Ledger) -> None:
    """Articles of different lengths, some without author: chance is no drift."""
    some = pages(30, authors=()) + pages(90, 30)
    Random(1).shuffle(some)
    ledger.record(some)
    assert site_drifts(database) == []


@pytest.mark.parametrize(
    ("change", "figure", "before", "now"),
    [
        ({"words": 60, "junk": 4}, "words", 300, 60),
        ({"junk": 200}, "stripped", 0.06, 0.4),
        ({"authors": ()}, "no_author", 0.0, 1.0),
        ({"published_at": None}, "no_date", 0.0, 1.0),
        ({"source": None}, "no_source", 0.0, 1.0),
    ],
)
def test_a_change_of_layout_is_pointed_at(
    database: Database, ledger: Ledger, change: dict[str, Any], figure: str, before: float, now: float
) -> None:
    """What the newest twenty articles lack or have too much of is named, and since when."""
    ledger.record(pages(40))
    ledger.record(pages(20, 40, **change))
    (drift,) = site_drifts(database)
    assert (drift.site, drift.figure, drift.pages, drift.since) == (SITE, figure, 20, "2026-11-02T16:00:00Z")
    assert drift.before == pytest.approx(before, rel=0.3)
    assert drift.now == pytest.approx(now, rel=0.3)
    assert isinstance(drift, Drift)


def test_a_few_odd_articles_are_no_drift(database: Database, ledger: Ledger) -> None:
    """Medians and shares that chance explains stay quiet."""
    ledger.record(pages(40) + pages(15, 40) + pages(5, 55, words=20, junk=2, authors=()))
    assert site_drifts(database) == []


def test_small_sites_are_not_judged(database: Database, ledger: Ledger) -> None:
    """There must be as many articles before as are judged; fewer can be asked for."""
    ledger.record(pages(15) + pages(15, 15, authors=()))
    assert site_drifts(database) == []
    assert [drift.figure for drift in site_drifts(database, newest=15)] == ["no_author"]
    assert site_drifts(database, "valleypost.example", newest=15) == []


@pytest.mark.sqlite
def test_what_grows_is_read_from_indexes(database: Database, ledger: Ledger) -> None:
    """Figures of the whole archive, and of its sites, read no text and no page: their cost is that of an index."""
    ledger.record([refusal(), *pages(2)])
    whole = re.compile(r"SCAN (?:articles|captures|payloads|revisions)\b(?!.*COVERING)")
    asked: list[str] = []

    def remember(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    with database.reader() as connection:
        event.listen(connection.engine, "before_cursor_execute", remember)
    archive_stats(database)
    site_figures(database)
    site_drifts(database)
    for statement in (one for one in asked if one.startswith("SELECT")):
        plan = [row[-1] for row in rows(database, f"EXPLAIN QUERY PLAN {statement.replace('?', '1')}")]
        assert not list(filter(whole.match, plan)), statement

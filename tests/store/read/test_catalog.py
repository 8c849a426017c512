"""The catalog: articles by any name, their history and copies, all of them in turn; filters and figures."""

from dataclasses import replace

import pytest

from archive.errors import NotFound, UsageError
from archive.model import Article
from archive.store.file.database import Database
from archive.store.read.catalog import Catalog
from archive.store.read.filters import Filter
from archive.store.read.stats import archive_stats
from archive.store.read.stories import story_copies
from archive.store.schema import schema_markdown
from archive.store.schema import schema_rows as schema_rows
from archive.store.write.ledger import Ledger
from tests.build import FERRY, ORCHARD, URL, article, page, refusal


@pytest.fixture
def catalog(database: Database) -> Catalog:
    return Catalog(database)


def test_an_article_comes_back_as_it_went_in(ledger: Ledger, catalog: Catalog) -> None:
    """Every field, credit and block."""
    given = article(flags=("paywalled",), modified_at="2026-11-21", standfirst="By the bridge now")
    ledger.record([page(given)])
    saved = catalog.article(1)
    assert saved.article == given
    assert (saved.id, saved.revision, saved.status, saved.urls) == (1, 1, "live", (URL,))


@pytest.mark.parametrize(
    "name",
    [
        1,
        "1",
        " 1 ",
        URL,
        URL + "/",
        URL.replace("https", "http"),
        URL.removeprefix("https://"),
        URL.replace("://www.", "://") if "www." in URL else URL.replace("://", "://www."),
        f"{URL}/?utm_source=feed",
        f"https://web.archive.org/web/20260301120000/{URL}",
        URL + "?utm_source=letter#top",
        URL + "?print=1",
        "pages/ferry.html",
    ],
)
def test_an_article_has_many_names(name: int | str, ledger: Ledger, catalog: Catalog) -> None:
    """Its number, its URLs as people write them, the file it came from."""
    ledger.record([page(origin="pages/ferry.html"), page(article(URL + "?print=1"))])
    assert catalog.article(name).id == 1


def test_a_text_dump_is_found_by_its_identity(ledger: Ledger, catalog: Catalog) -> None:
    """It has no URL."""
    ledger.record([page(article("file:sha256-0a1b"))])
    assert catalog.article("file:sha256-0a1b").article.site is None


@pytest.mark.parametrize("name", [7, "7", "99999999999999999999", "https://nowhere.example/x", "no such", ""])
def test_what_is_not_there_is_told(name: int | str, catalog: Catalog) -> None:
    """By the name it was asked for."""
    with pytest.raises(NotFound, match="no article"):
        catalog.article(name)


def test_a_refused_page_says_why_there_is_no_article(ledger: Ledger, catalog: Catalog) -> None:
    """Somebody who asks for it wants to know."""
    ledger.record([refusal(origin="pages/front.html")])
    with pytest.raises(NotFound, match="holds no article: a list of headlines"):
        catalog.article("pages/front.html")


def test_revisions_come_oldest_first(ledger: Ledger, catalog: Catalog) -> None:
    """By when they were seen, not by when they came in."""
    ledger.record(
        [page(), page(title="Ferry gone", at="2026-11-22T10:00:00Z"), page(body=ORCHARD, at="2026-11-01T00:00:00Z")]
    )
    assert [(revision.number, revision.change) for revision in catalog.revisions(URL)] == [
        (3, "rewrite"),
        (1, "first"),
        (2, "headline"),
    ]


def test_a_clock_that_ran_ahead_turns_no_history_round(ledger: Ledger, catalog: Catalog) -> None:
    """What was fetched later comes later, though an earlier fetch has a later time; it is what the article says."""
    for number, at in enumerate(("2026-11-20T10:00:00Z", "2031-01-01T00:00:00Z", "2026-11-22T10:00:00Z")):
        run = ledger.start_run("recrawl", at)
        said = page(title=f"Ferry gone {number}", origin=URL, url=URL, at=at)
        ledger.record([replace(said, capture=replace(said.capture, received=1))], run)
    assert [revision.number for revision in catalog.revisions(URL)] == [1, 2, 3]
    found = catalog.article(URL)
    assert (found.article.title, found.last_seen_at) == ("Ferry gone 2", "2026-11-22T10:00:00Z")


def test_copies_are_the_articles_of_the_story(ledger: Ledger, database: Database) -> None:
    """The one stored first comes first; none, where there is no story."""
    ledger.record([page(article(f"https://{site}.example/a")) for site in ("harbour", "eastmoor", "valley")])
    ledger.record([page(article(URL, body=ORCHARD))])
    assert [copy.site for copy in story_copies(database, 2)] == [
        "harbour.example",
        "eastmoor.example",
        "valley.example",
    ]
    assert story_copies(database, 4) == []


def test_the_payload_is_what_was_received(ledger: Ledger, catalog: Catalog) -> None:
    """Of the newest revision, byte for byte; an empty one too."""
    ledger.record([page(payload=b"\x00\xff first"), page(body=ORCHARD, payload=b"second", at="2026-11-22T10:00:00Z")])
    assert catalog.payload(1) == b"second"


def test_all_articles_come_in_order_and_by_filter(ledger: Ledger, catalog: Catalog) -> None:
    """Without blocks; more than are read at a time."""
    pages = [page(article(f"https://s{n % 3}.example/{n}", body=f"{FERRY} {n}")) for n in range(450)]
    ledger.record(pages)
    assert [saved.id for saved in catalog.articles()] == list(range(1, 451))
    assert all(saved.article.blocks == () and saved.article.credits for saved in catalog.articles())
    assert {saved.article.site for saved in catalog.articles(Filter(site="s1.example"))} == {"s1.example"}


DATED: dict[str, Article] = {
    "day": article(f"{URL}/1", body=f"{FERRY} 1", published_at="2026-11-20", language="de"),
    "time": article(f"{URL}/2", body=f"{FERRY} 2", published_at="2026-11-21T23:30:00Z", language="pt-BR"),
    "none": article("https://other.example/3", body=f"{FERRY} 3", published_at=None, language=None, source=None),
}


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (Filter(), "day time none"),
        (Filter(since="2026-11-21"), "time"),
        (Filter(since="2026-11-20"), "day time"),
        (Filter(until="2026-11-20"), "day"),
        (Filter(until="2026-11-21"), "day time"),
        (Filter(since="2026-11", until="2026"), "day time"),
        (Filter(until="2026-11-21T23:00"), "day"),
        (Filter(site="www.harbourtimes.example"), "day time"),
        (Filter(site="https://other.example/front"), "none"),
        (Filter(source="associated press"), "day time"),
        (Filter(language="pt"), "time"),
        (Filter(language="p"), ""),
    ],
)
def test_filters(wanted: Filter, found: str, ledger: Ledger, catalog: Catalog) -> None:
    """Days are whole, ends belong to the span, what has no date is in none."""
    ledger.record([page(one) for one in DATED.values()])
    names = list(DATED)
    assert " ".join(names[saved.id - 1] for saved in catalog.articles(wanted)) == found


@pytest.mark.parametrize("date", ["yesterday", "2026-1", "20.11.2026", "", "2026-11-22 10:00"])
def test_a_date_in_another_form_is_refused(date: str) -> None:
    """Before it could silently match nothing."""
    with pytest.raises(UsageError, match="is no date"):
        Filter(since=date)


def test_stats_count_everything(database: Database, ledger: Ledger) -> None:
    """By name where there are kinds, most frequent first."""
    ledger.record([page(), page(article("https://other.example/a", body=ORCHARD, credits=())), refusal()])
    figures = dict(archive_stats(database).items())
    expected = {
        "articles": 2,
        "sites": 2,
        "reporting, syndicated": 2,
        "languages, en": 2,
        "first published": "2026-11-20T08:00:00Z",
        "credits, agency": 1,
        "revisions": 2,
        "captures": 3,
        "refused, index page": 1,
        "payloads": 3,
    }
    assert {name: figures[name] for name in expected} == expected
    assert int(figures["database bytes"] or 0) > 100_000


def test_stats_of_an_empty_archive(database: Database) -> None:
    """Zeros and unknowns, no error."""
    assert (
        archive_stats(database).articles,
        archive_stats(database).page_bytes,
        archive_stats(database).last_published,
    ) == (0, 0, None)


def test_every_table_and_column_has_a_meaning() -> None:
    """The schema in docs/schema.md leaves none out."""
    assert all(meaning for *_, meaning in schema_rows())
    assert "| `published_at` | TEXT | When the page says it was published |" in schema_markdown()

"""Dates are read as pages print them."""

import pytest
from lxml import html

from archive import extract
from archive.extraction.fields import metadata
from archive.extraction.fields.dates import parse_printed_date, printed_date
from archive.model import Article


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("2024-03-04T22:30:00-05:00", None, "2024-03-05T03:30:00Z"),
        ("2024-03-04 22:30", None, "2024-03-04"),
        ("2024-03-04T00:00:00+01:00", None, "2024-03-04"),
        ("20240304T150000Z", None, "2024-03-04T15:00:00Z"),
        ("Thu, 21 Dec 2023 09:45:16 +0100", None, "2023-12-21T08:45:16Z"),
        ("Fri Apr 28 19:20:36 CEST 2023", None, "2023-04-28T17:20:36Z"),
        ("Published 3:45 PM EDT, Mon March 4, 2024", "en", "2024-03-04T19:45:00Z"),
        ("Sept. 4, 2024", "en", "2024-09-04"),
        ("4th of March 2024", "en", "2024-03-04"),
        ("04.03.2024, 15:30 Uhr", "de", "2024-03-04"),
        ("4. März 2024 um 15:30 Uhr MEZ", "de", "2024-03-04T14:30:00Z"),
        ("4 mars 2024 à 15h30", "fr", "2024-03-04"),
        ("1er août 2024", "fr", "2024-08-01"),
        ("4 de marzo de 2024", "es", "2024-03-04"),
        ("4 marzo 2024", "it", "2024-03-04"),
        ("4 de março de 2024 às 15h", "pt", "2024-03-04"),
        ("4 maart 2024", "nl", "2024-03-04"),
        ("4 марта 2024", "ru", "2024-03-04"),
        ("2024年03月04日 15:30", "zh", "2024-03-04"),
        ("2024년 3월 4일", "ko", "2024-03-04"),
        ("03/04/2024", "en", None),
        ("03/04/2024", "en-US", "2024-03-04"),
        ("03/04/2024", "fr", "2024-04-03"),
        ("03/04/2024", None, None),
        ("12/22/2023 14:30:02", None, "2023-12-22"),
        ("31 February 2024", "en", None),
        ("0001-01-01T00:00:00Z", None, None),
        ("1970-01-01", None, None),
        ("no date in here", "en", None),
    ],
)
def test_printed_dates(line: str, language: str | None, expected: str | None) -> None:
    """Dates in ten languages and all the shapes of metadata; a time only with its zone."""
    assert parse_printed_date(line, language) == expected


def test_the_date_beside_the_headline() -> None:
    """A short dated line counts, an update only if nothing else does, a sentence or a teaser never."""
    page = html.document_fromstring(
        "<div><p>Updated March 9, 2024</p><p>It was planned on May 1, 1999, when the mayor of the town said so.</p>"
        "<div class='related'><time datetime='2023-01-01'></time></div>"
        "<span>Published on March 4, 2024</span></div>"
    )
    assert printed_date(page.iter(), "en") == "2024-03-04"
    assert printed_date(html.fragment_fromstring("<p>Updated March 9, 2024</p>").iter(), "en") == "2024-03-09"


def test_a_date_printed_for_something_else_is_not_the_article_s() -> None:
    """An embedded post has its own date; a word for changes speaks of what follows it."""
    page = html.document_fromstring(
        "<div><blockquote>The bridge! <a href='x'>March 1, 2024</a></blockquote>"
        "<p>Written: 2024-03-04, updated: 2024-03-09</p><p>March 12, 2024</p></div>"
    )
    assert printed_date(page.iter(), "en") == "2024-03-04"


def test_a_founding_day_is_no_day_of_publication() -> None:
    """Far from the headline a table of facts gives other dates; a day counts only where it is printed in full."""
    facts = "<p>Text.</p>" * 45 + "<table><tr><td>Founded:</td><td>May 3, 2004</td></tr></table><p>Since May 2004</p>"
    tree = html.document_fromstring(f"<html><body><h1>Quay wall gets a new rail</h1>{facts}</body></html>")
    assert metadata.read_metadata(tree, url="https://quay.example/a").metadata.published_at is None


@pytest.mark.parametrize("stamp", ["1969-12-31T13:00:01+00:00", "1970-01-01T00:00:00Z", "1970-01-01"])
def test_the_epoch_is_no_date(stamp: str) -> None:
    """A system that knows no date writes the beginning of its clock, in the zone it stands in."""
    tree = html.document_fromstring(
        f"<html><body><h1>Quay wall</h1><time class='published' datetime='{stamp}'></time>"
        "<time datetime='2026-05-03'></time></body></html>"
    )
    assert metadata.read_metadata(tree).metadata.published_at == "2026-05-03"


def test_the_stamp_of_a_migration() -> None:
    """A new system stamps all old articles with one day, as published and as changed; the page prints the true one."""
    page = (
        "<html><head><meta itemprop='datePublished' content='2025-10-27T16:05:59Z'>"
        "<meta itemprop='dateModified' content='2025-10-27T16:05:59Z'></head>"
        "<body><h1>Quay wall</h1><p class='meta'>Printed {}</p></body></html>"
    )
    for printed, expected in (("March 9, 2018", "2018-03-09"), ("October 26, 2025", "2025-10-27T16:05:59Z")):
        tree = html.document_fromstring(page.format(printed))
        assert metadata.read_metadata(tree).metadata.published_at == expected


@pytest.mark.parametrize(
    ("stamp", "line", "at", "day"),
    [
        ("2026-04-14T22:22:00-04:00", "", "2026-04-15T02:22:00Z", "2026-04-14"),
        ("2026-04-15T02:22:00Z", "April 14, 2026", "2026-04-15T02:22:00Z", "2026-04-14"),
        ("2026-04-15T02:22:00Z", "June 1, 2011", "2026-04-15T02:22:00Z", "2026-04-15"),
        ("2026-04-15T02:22:00Z", "", "2026-04-15T02:22:00Z", "2026-04-15"),
        ("2026-04-14", "", "2026-04-14", "2026-04-14"),
        ("", "14. april 2026", "2026-04-14", "2026-04-14"),
        ("", "", None, None),
    ],
)
def test_the_outlets_own_day(stamp: str, line: str, at: str | None, day: str | None) -> None:
    """As the markup writes it in a zone of its own, else as the page prints it, else that of the moment in UTC."""
    text = "".join(
        f"<p>The ferry to Skell gets two engines, the board said at its meeting number {n}.</p>" for n in range(9)
    )
    meta = f'<meta property="article:published_time" content="{stamp}">' if stamp else ""
    page = f'<html lang=en><head>{meta}</head><body><h1>Ferry gets engines</h1><p class="date">{line}</p>{text}'
    article = extract(page)
    assert isinstance(article, Article)
    assert (article.published_at, article.published_day) == (at, day)


def test_a_table_below_the_text_dates_no_story() -> None:
    """When a company was founded is a fact of the story; above it, a cell may print the day."""
    text = "<p>" + "The yard at Orrest gets the work on the ferry, the board said. " * 9 + "</p>"
    row = "<table><tr><td>{}</td><td>April 1, 1976</td></tr></table>"
    for page, day in ((f"{text}{row.format('Founded:')}", None), (f"{row.format('Date:')}{text}", "1976-04-01")):
        article = extract(f"<html lang=en><body><h1>Yard gets work</h1>{page}")
        assert isinstance(article, Article)
        assert article.published_at == day

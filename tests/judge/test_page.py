"""Decisions: what a page means for the archive."""

from dataclasses import replace

import pytest

from archive.fingerprint import text_digest
from archive.judge.change import Change
from archive.judge.page import Added, Duplicate, Revised, Unchanged, decide_page
from archive.model import Article
from tests.judge.build import OTHER, TEXT, article, holding

EARLIER, LATER = "2026-11-20T10:00:00Z", "2026-11-22T10:00:00Z"


def test_an_unknown_page_is_added() -> None:
    """Nothing is held under its URL, and nothing says the same."""
    assert decide_page(article(), LATER, None, None) == Added()


def test_the_same_again_is_unchanged() -> None:
    """Text, title, standfirst and byline are what counts; a new section is no revision."""
    assert decide_page(article(section="Traffic", published_at="2026-11-01"), LATER, holding(), None) == Unchanged()


@pytest.mark.parametrize("page", [article(title=None), article(standfirst=None), article(byline=None)])
def test_each_printed_field_makes_a_revision(page: Article) -> None:
    """So does one that goes missing."""
    assert isinstance(decide_page(page, LATER, holding(), None), Revised)


def test_the_text_of_another_article_of_the_site_is_a_duplicate() -> None:
    """Also where one of the two has no site."""
    twin = holding(url="https://tramtown.example/other")
    assert decide_page(article(), LATER, None, twin) == Duplicate(twin)
    assert decide_page(article(url="file:sha256-00", site=None), LATER, None, twin) == Duplicate(twin)


def test_the_text_of_another_site_is_an_article_of_its_own() -> None:
    """It remembers whose copy it is."""
    twin = holding(url="https://elsewhere.example/a", site="elsewhere.example")
    assert decide_page(article(), LATER, None, twin) == Added(copy_of=twin)


def test_a_short_text_is_a_copy_only_under_the_same_title() -> None:
    """A paywall's sentence is the whole text of many articles."""
    stub = article("Subscribe to read on.")
    assert decide_page(replace(stub, title="Another"), LATER, None, holding(stub)) == Added()
    assert decide_page(stub, LATER, None, holding(stub)) == Duplicate(holding(stub))


def test_an_older_page_is_no_news() -> None:
    """It is what was known, or a past state that does not replace the present one."""
    assert decide_page(article(title="Old title"), EARLIER, holding(), None) == Unchanged()
    assert decide_page(article(OTHER), EARLIER, holding(), None) == Revised(Change.REWRITE, current=False)


def test_an_alias_adds_news_but_takes_nothing_back() -> None:
    """Through another of its URLs: known text is a duplicate, an edit a revision, something else an article."""
    print_view = "https://tramtown.example/print/stops"
    held = holding(article(TEXT + "\n\nMore followed in the evening."), earlier=frozenset((text_digest(TEXT),)))
    assert decide_page(article(url=print_view), LATER, held, None) == Duplicate(held)
    assert decide_page(article(TEXT + "\n\nMore came at night.", url=print_view), LATER, held, None) == Revised(
        Change.EDIT
    )
    assert decide_page(article(OTHER, url=print_view), LATER, held, None) == Added()

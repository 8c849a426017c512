"""Decisions: what a page means for the archive, and how big a change is."""

from dataclasses import replace
from time import perf_counter
from typing import Any

import pytest

from archive.fingerprint import text_digest
from archive.judge.change import (
    Added,
    Change,
    Duplicate,
    Holding,
    Revised,
    Unchanged,
    decide_page,
    says_otherwise,
    size_change,
)
from archive.model import Article
from tests import build
from tests.build import bare_article

EARLIER, LATER = "2026-11-20T10:00:00Z", "2026-11-22T10:00:00Z"
TEXT = (
    "The council voted on Tuesday to keep the colour of the old tram stops, after a debate of five hours.\n\n"
    "Mayor Ruth Adeyemi said 12 stops would be painted in spring and the rest when money was found.\n\n"
    "Shopkeepers along the line had asked for a quick decision, because the work closes half of the street.\n\n"
    "The paint will come from a works in the next valley that has supplied the trams since 1921."
)
OTHER = (
    "Volunteers counted more herons on the lower river this autumn than in any year since the count began.\n\n"
    "Biologist Piet Okker put it down to cleaner water and to the winters, which have been mild for a decade."
)


def article(body: str = TEXT, **fields: Any) -> Article:
    known = {"title": "Tram stops keep their colour", "standfirst": "A long night in the council"}
    known |= {"byline": "By Jo Halloran", "language": "en"}
    return bare_article(body, **{"url": "https://tramtown.example/stops"} | known | fields)


def holding(held: Article | None = None, **fields: Any) -> Holding:
    return build.holding(held or article(), **fields)


def test_an_unknown_page_is_added() -> None:
    """Nothing is held under its URL, and nothing says the same."""
    assert decide_page(article(), LATER, None, None) == Added()


def test_the_same_again_is_unchanged() -> None:
    """Text, title, standfirst and byline are what counts; a new section is no revision."""
    assert decide_page(article(section="Traffic", published_at="2026-11-01"), LATER, holding(), None) == Unchanged()


@pytest.mark.parametrize("field", ["title", "standfirst", "byline"])
def test_each_printed_field_makes_a_revision(field: str) -> None:
    """So does one that goes missing."""
    without: dict[str, Any] = {field: None}
    assert isinstance(decide_page(article(**without), LATER, holding(), None), Revised)


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


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (article(TEXT.replace("colour", "color")), Change.TYPO),
        (article(TEXT.replace("the old", "teh old")), Change.TYPO),
        (article(TEXT.replace("Halloran", "Haloran").replace("five hours.", "five hours")), Change.TYPO),
        (article(TEXT.replace("of five", "offive")), Change.TYPO),
        (article(TEXT.replace("12 stops", "13 stops")), Change.EDIT),
        (article(TEXT.replace("keep", "scrap")), Change.EDIT),
        (article(TEXT.replace("to keep", "not to keep")), Change.EDIT),
        (article(TEXT + "\n\nThe vote was 9 to 4."), Change.EDIT),
        (article("\n\n".join(reversed(TEXT.split("\n\n")))), Change.EDIT),
        (article(title="Stops stay green"), Change.HEADLINE),
        (article(TEXT.replace("colour", "color"), title="Stops stay green"), Change.HEADLINE),
        (article(standfirst="The mayor wins after a night of talk"), Change.EDIT),
        (article(standfirst="A long nigth in the council"), Change.TYPO),
        (article(byline="By Jo Halloran and Em Sato"), Change.ATTRIBUTION),
        (article(OTHER), Change.REWRITE),
        (article(OTHER + "\n\n" + TEXT.split("\n\n")[0]), Change.REWRITE),
        (article(TEXT + "\n\nCorrection: the works was founded in 1912."), Change.CORRECTION),
        (article(TEXT + "\n\nAn earlier version of this article misstated the vote."), Change.CORRECTION),
        (article(TEXT + "\n\nIn einer früheren Version hieß es, die Farbe sei neu."), Change.CORRECTION),
        (article(TEXT + "\n\n更正：文中日期有误。"), Change.CORRECTION),
        (article(TEXT + "\n\nCorrections officers painted the first stop."), Change.EDIT),
    ],
)
def test_changes_have_a_size(new: Article, expected: Change) -> None:
    """A typo keeps words and figures alike; an edit most of the text; a notice of correction goes before all."""
    assert size_change(holding(), new) == expected


def test_a_rewrite_in_chinese_is_seen_by_its_characters() -> None:
    """Where no spaces are, each character counts as a word."""
    old = holding(article("市议会周二投票决定保留旧电车站的颜色，辩论持续了五个小时。"))
    assert size_change(old, article("市议会周二投票决定保留旧电车站的颜色，辩论持续了六个小时。")) == Change.EDIT
    assert size_change(old, article("今年秋天志愿者在河流下游看到的苍鹭比往年都多，水质变好了。")) == Change.REWRITE


def test_the_measure_does_not_grow_faster_than_the_texts() -> None:
    """A hundred thousand words with nothing in common take a second, not an hour."""
    old = holding(article(" ".join(f"a{number}" for number in range(50_000))))
    begun = perf_counter()
    assert size_change(old, article(" ".join(f"b{number}" for number in range(50_000)))) == Change.REWRITE
    assert perf_counter() - begun < 10


def test_who_is_named_counts_not_how() -> None:
    """Another template's byline, and the views it counts, change nothing; another author or house does."""
    held = holding(article(byline="By Jo Halloran", authors=("Jo Halloran",)))

    def seen(byline: str | None, *authors: str) -> bool:
        return says_otherwise(article(byline=byline, authors=authors), held)

    assert not seen("Posted on March 3, 2026 by Jo Halloran · 9,155 views", "Jo Halloran")
    assert not seen(None, "Jo Halloran")
    assert seen("By Jo Halloran and Ruth Adeyemi", "Jo Halloran", "Ruth Adeyemi")
    assert seen("By Jo Halloran, The Associated Press", "Jo Halloran")
    assert not says_otherwise(article(byline="Staff, 12 min"), holding(article(byline="Staff, 9 min")))
    assert says_otherwise(article(byline="Staff"), holding(article(byline="Our correspondent")))

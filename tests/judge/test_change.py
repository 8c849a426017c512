"""Whether a page says something else than is held, and how big a change is."""

from time import perf_counter

import pytest

from archive.judge.change import Change, says_otherwise, size_change
from archive.model import Article
from tests.judge.build import OTHER, TEXT, article, holding


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

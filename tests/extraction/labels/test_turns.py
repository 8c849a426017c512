"""Other stories and readers' remarks that follow the text by turns are told by their shape, without any class name."""

import pytest

from archive import extract
from archive.model import Article

STORY = [
    f"The board voted for the refit of ferry number {number}, which will cost 11.4 million crowns and keep the "
    f"vessel in the yard for {number} weeks. A replacement boat will carry foot passengers only during that time."
    for number in range(3, 9)
]
TOLD = "".join(f"<p>{text}</p>" for text in STORY)
OTHERS = (
    "Rain fills the upper reservoir for the first time in six years, and lifts the ban on watering gardens.",
    "Two men were held on Sunday over the bells that were stolen from the church of Orrest in March, police said.",
    "The choir of Orrest won the national contest for the third time, with a song that its leader wrote.",
)
REMARKS = (
    (
        "Hanna Berg",
        "12 minutes ago",
        "I have taken this ferry every day for thirty years, and who will pay for the barge?",
    ),
    (
        "quayside_tom",
        "1 hour ago",
        "Nine weeks! My brother's farm cannot wait nine weeks, come over here and milk the cows.",
    ),
    (
        "M. Olsen",
        "Yesterday at 9:14",
        "They did promise a barge, read it before you write. Still, it comes at a bad time.",
    ),
)


def body(below: str) -> str:
    """Give the text of a page with something below its story."""
    article = extract(f"<html lang=en><h1>Ferry gets new engines</h1><div>{TOLD}</div>{below}</html>")
    assert isinstance(article, Article)
    return article.body


@pytest.mark.parametrize(
    "turn",
    [
        "<h3><a href='/s/{n}'>Story number {n} of the day</a></h3><p>By Tom Quay</p><p>{n} April 2026</p><p>{text}</p>",
        "<h2>Story number {n} of the day</h2><p>By Tom Quay | {n} April 2026</p><p>{text}</p>",
        "<p><a href='/s/{n}'>Story number {n} of the day</a></p><p>1{n}:30</p><p>{text}</p>",
        "<p>{text} <a href='/s/{n}'>Read on</a></p>",
    ],
)
def test_next_stories(turn: str) -> None:
    """Headline, name and day, lines; or lines with a link to their rest."""
    said = body("".join(turn.format(n=n, text=text) for n, text in enumerate(OTHERS, 1)))
    assert [text for text in OTHERS if text in said] == []
    assert all(text in said for text in STORY)


@pytest.mark.parametrize("heading", ["", "<h3>What readers say</h3>"])
@pytest.mark.parametrize("turn", ["<p>{}</p><p>{}</p><p>{}</p>", "<div><b>{}</b> {}<div>{}</div></div>"])
def test_remarks(turn: str, heading: str) -> None:
    """Name, day, remark."""
    said = body(heading + "".join(turn.format(*remark) for remark in REMARKS))
    assert [text for _, _, text in REMARKS if text in said] == []
    assert all(text in said for text in STORY)


def test_items_of_a_list_and_a_chronicle_are_the_story() -> None:
    """Headings without a day are a list's; days all the way down are a chronicle's; one turn alone is a box."""
    items = "".join(
        f"<h3><a href='/i/{n}'>The item number {n} of all</a></h3><p>{text}</p>" for n, text in enumerate(OTHERS)
    )
    assert all(text in body(items) for text in OTHERS)
    days = "".join(
        f"<h3>The {n}th day</h3><p>{n} April 2026</p><p>{text}</p>" for n, text in enumerate(STORY + list(OTHERS), 4)
    )
    article = extract(f"<html lang=en><h1>Nine days at sea</h1><article>{days}</article></html>")
    assert isinstance(article, Article)
    assert all(text in article.body for text in OTHERS)

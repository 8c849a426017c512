"""Plain-text dumps as the programs make them that people use."""

from textwrap import wrap

import pytest

from archive.extraction import extract
from archive.model import Article

TITLE = "Lower Marsh keeps its ferry through the winter"
PARAGRAPHS = [
    "LOWER MARSH — The council voted on Tuesday night to keep the ferry running until the spring, after four hours of "
    "debate and a petition that a third of the island had signed.",
    "The boat carries 212 people a day in summer and fewer than thirty in January. Without it the way to the mainland "
    "is a drive of ninety minutes over the northern bridge.",
    "“We have been cut off often enough,” said Ada Quill, who keeps the shop at the landing stage and has crossed each "
    "working day for nineteen years.",
    "The subsidy of £340,000 will be paid from the reserve. The council will look at a smaller boat in the spring and "
    "at a fare that pays for itself.",
]
LINKS = ["Home", "News", "Sport", "Weather", "Jobs", "Notices"]
FOOT = ["About us", "Contact", "Privacy policy", "© 2026 Marsh Courier"]


def lynx() -> str:
    """`lynx -dump`: indented, wrapped, numbers before links, their addresses at the end."""
    marks = [f"   * [{number}]{name}" for number, name in enumerate(LINKS, 1)]
    body = ["\n".join(wrap(text, 72, initial_indent="   ", subsequent_indent="   ")) for text in PARAGRAPHS]
    foot = [f"   [{number}]{name}" for number, name in enumerate(FOOT, 7)]
    listed = [f"   {number}. https://marshcourier.example/{number}" for number in range(1, 11)]
    return "\n\n".join(["\n".join(marks), TITLE, *body, "\n".join(foot), "References", "\n".join(listed)])


def w3m() -> str:
    """`w3m -dump`: wrapped at 80 columns, bullets for list items, paragraphs apart."""
    body = ["\n".join(wrap(text, 80)) for text in PARAGRAPHS]
    return "\n\n".join(["\n".join(f"  • {name}" for name in LINKS), TITLE, *body, "\n".join(FOOT)])


def browser() -> str:
    """Select all, copy: tabs of navigation glued, the logo printed twice, a paragraph a line, empty lines between."""
    return "\n\n".join(["Marsh CourierMarsh Courier", "\t".join(LINKS), TITLE, *PARAGRAPHS, *FOOT])


def wet() -> str:
    """The record of a crawl: one line a block, no empty lines."""
    return "\n".join([*LINKS, TITLE, *PARAGRAPHS, *FOOT])


@pytest.mark.parametrize("made", [lynx, w3m, browser, wet])
def test_every_kind_of_dump_gives_the_same_article(made: object) -> None:
    """Title and paragraphs come out whole, and nothing else, however the lines were broken."""
    assert callable(made)
    article = extract(made().encode(), media_type="text/plain")
    assert isinstance(article, Article), article
    assert article.title == TITLE
    body = PARAGRAPHS[0].removeprefix("LOWER MARSH — ")
    assert [line.removeprefix("LOWER MARSH — ") for line in article.body.split("\n\n")] == [body, *PARAGRAPHS[1:]]

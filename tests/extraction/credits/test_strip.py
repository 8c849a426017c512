"""Lines that are nothing but a credit leave the body; sentences that sound like one stay."""

import pytest

from archive.extraction import extract
from archive.model import Article, Label

TEXT = "".join(
    f"<p>The council of Kessel Harbour met on Friday to talk about the ferry, and number {number} of its members said "
    "that the crossing would open again once the new pier had been tested by the harbour master.</p>"
    for number in range(6)
)


def last(text: str) -> Label:
    """The label of a page's last paragraph."""
    page = (
        f"<html lang=en><body><article><h1>Ferry stops in the harbour</h1>{TEXT}<p>{text}</p></article></body></html>"
    )
    article = extract(page.encode(), url="https://www.foxnews.com/a")
    assert isinstance(article, Article)
    return next(block.label for block in reversed(article.blocks) if block.text == text)


@pytest.mark.parametrize(
    "text",
    [
        "The Associated Press contributed to this report.",
        "Fox News' Jane Doe contributed to this report.",
        "Ada Larkin and Tom Quay contributed.",
        "Ada Larkin in Lisbon contributed reporting from the harbour.",
        "This story was first published in April and has been updated.",
    ],
)
def test_credit_lines_are_stripped(text: str) -> None:
    """Whomever they name, the house's own people too."""
    assert last(text) is Label.CREDIT


@pytest.mark.parametrize(
    "text",
    [
        "Heavy rain and a broken lock also contributed to the delay, and the harbour master expects more of both soon.",
        "The fishermen contributed money and raised more from friends to pay the cost of the new pier and its lights.",
        "Produced by a small yard on the other bank of the sound, the new ferry has room for two hundred people and "
        "forty cars, and it will be the first on the crossing that makes no smoke at all when it sails.",
    ],
)
def test_sentences_of_the_story_stay(text: str) -> None:
    """The same verbs tell of rain, money and ferries."""
    assert last(text) is Label.BODY

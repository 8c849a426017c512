"""A labelled page knows what is kept, where the text begins and ends, and is relabelled in one way."""

import pytest

from archive.extraction.decoding.blocks import Layout, RawBlock
from archive.extraction.labelled import HEAD_REACH, LabelledPage
from archive.model import Block, Label


def labelled(labels: str, headline: int | None = None) -> LabelledPage:
    """A page with a label for each letter: b for body, s for subheading, n for navigation."""
    meant = {"b": Label.BODY, "s": Label.SUBHEADING, "n": Label.NAVIGATION}
    layout = Layout([RawBlock(f"Block {number}") for number in range(len(labels))])
    return LabelledPage(layout, headline, [meant[letter] for letter in labels], ["given"] * len(labels))


@pytest.mark.parametrize(
    ("labels", "kept", "first", "last"),
    [("nbnsn", [1, 3], 1, 3), ("b", [0], 0, 0), ("nn", [], 2, 2), ("", [], 0, 0)],
)
def test_kept_blocks_and_where_they_begin_and_end(labels: str, kept: list[int], first: int, last: int) -> None:
    """Where nothing is kept the text begins and ends behind the page."""
    page = labelled(labels)
    assert (page.kept, page.first, page.last) == (kept, first, last)


def test_a_page_begins_unnamed_and_without_text() -> None:
    """Nothing is kept before a rule says so, and no rule is named."""
    page = LabelledPage.unnamed(Layout([RawBlock("Old crane falls"), RawBlock("It was old.")]), 0)
    assert (page.kept, page.rules) == ([], ["", ""])


def test_relabelling_changes_label_and_rule() -> None:
    """Both are stored with the block, so that a person can ask why."""
    page = labelled("nb")
    page.relabel(1, Label.PROMO, "about the author")
    assert page.to_blocks() == (
        Block(0, "Block 0", Label.NAVIGATION, "given"),
        Block(1, "Block 1", Label.PROMO, "about the author"),
    )
    assert not page.is_kept(1)


def test_texts_by_label() -> None:
    """The kept text is a line a block; of a label the first block counts."""
    page = labelled("nbsb")
    assert page.kept_text() == "Block 1\nBlock 2\nBlock 3"
    assert page.first_text(Label.BODY) == "Block 1"
    assert page.first_text(Label.QUOTE) is None


def test_the_head_reaches_from_above_the_headline_into_the_text() -> None:
    """Bylines and dates stand there; without a headline it begins above the text."""
    assert labelled("n" * 10 + "b" * 20, headline=6).head == range(3, 10 + HEAD_REACH)
    assert labelled("n" * 10 + "b" * 4).head == range(7, 14)

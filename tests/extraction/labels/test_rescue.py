"""Doubtful blocks that are text all the same."""

import pytest

from archive.extraction.decoding.blocks import Layout, RawBlock
from archive.extraction.labelled import LabelledPage
from archive.extraction.labels.rescue import rescue_blocks
from archive.model import Label

TEXT = (
    "The harbour board voted on Tuesday to keep the pilot boat, and to have it mended over the winter at the old yard."
)


def _label(block: RawBlock, keep: tuple[float, float, float]) -> Label:
    """Label a block between two paragraphs."""
    layout = Layout([RawBlock(TEXT, "p"), block, RawBlock(TEXT, "p")])
    page = LabelledPage.unnamed(layout, None)
    rescue_blocks(page, keep)
    return page.labels[1]


def _link(text: str, tag: str = "p") -> RawBlock:
    return RawBlock(text, tag, links=len(text))


@pytest.mark.parametrize(
    ("block", "keep", "rescued"),
    [
        (_link(TEXT), (1.0, 0.1, 1.0), True),
        (_link(TEXT), (1.0, 0.01, 1.0), False),
        (_link(TEXT), (1.0, 0.1, 0.2), False),
        (_link("Pilot boat to be mended over the winter."), (1.0, 0.1, 1.0), False),
        (_link(TEXT.rstrip(".")), (1.0, 0.1, 1.0), False),
        (_link(TEXT, "li"), (1.0, 0.1, 1.0), False),
    ],
)
def test_a_paragraph_that_is_a_link_amid_the_text_is_text(
    block: RawBlock, keep: tuple[float, float, float], rescued: bool
) -> None:
    """Sentences, not a headline; between two paragraphs that are kept."""
    assert (_label(block, keep) is Label.BODY) == rescued

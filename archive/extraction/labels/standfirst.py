"""Where a page prints its standfirst."""

from archive.extraction.labelled import LabelledPage
from archive.extraction.labels.class_names import label_by_markup
from archive.model import Label
from archive.scripts import fold_letters, folds_to

_ABOVE = 6
"""Blocks above the text in which a page without a known headline may have its standfirst."""
_LEAST_SAID, _LEAST_MARKED = 40, 30
"""Letters of a description, and characters of a marked block, below which it is no standfirst."""


def label_standfirst(page: LabelledPage, described: str | None) -> None:
    """Label the block between headline and text that is the standfirst.

    It says what the page's metadata give as one (`described`), or is marked up as one. Where the labeller takes it for
    the first paragraph of the text it stays there: measured on pages of which the body is known, that is right more
    than three times in four (docs/decisions/second-pass.md).
    """
    first = page.first
    wanted = fold_letters(described or "")
    start = page.headline + 1 if page.headline is not None else max(0, first - _ABOVE)
    for index in range(start, first):
        text = page.blocks[index].text
        if len(wanted) > _LEAST_SAID and folds_to(text, wanted):
            page.relabel(index, Label.STANDFIRST, "standfirst: as in the page's description")
            return
        if len(text) > _LEAST_MARKED and label_by_markup(page.layout, index, depth=2) is Label.STANDFIRST:
            page.relabel(index, Label.STANDFIRST, "standfirst: marked up as one")
            return

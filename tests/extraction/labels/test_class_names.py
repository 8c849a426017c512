"""Class names say what a block is, by whole words where a part would mislead."""

import pytest
from lxml.html import document_fromstring

from archive.extraction.decoding.blocks import blocks_of
from archive.extraction.labels.class_names import label_by_markup, label_by_names
from archive.model import Label


@pytest.mark.parametrize(
    ("names", "label"),
    [
        ("post-meta entry", Label.DATE),
        ("byline", Label.BYLINE),
        ("wp-caption share-buttons", Label.CAPTION),
        ("adverb", None),
        ("ad-slot", Label.PROMO),
        ("article-body", None),
    ],
)
def test_names_call_for_a_label(names: str, label: Label | None) -> None:
    """The first label of the list wins where the names call for two."""
    assert label_by_names(names) is label


def test_near_containers_count_up_to_the_depth() -> None:
    """The nearest name wins, and a footer without a name is navigation."""
    markup = "<body><div class='related'><div><p>One</p></div></div><footer><p>Two</p></footer></body>"
    layout = blocks_of(document_fromstring(markup))
    assert label_by_markup(layout, 0, depth=3) is Label.RELATED
    assert label_by_markup(layout, 0, depth=2) is None
    assert label_by_markup(layout, 1, depth=2) is Label.NAVIGATION

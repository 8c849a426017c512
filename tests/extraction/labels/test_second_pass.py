"""What the second pass strips from the ends of a body, and what it leaves there."""

import pytest

from archive.extraction.decoding.blocks import Layout, RawBlock
from archive.extraction.labelled import LabelledPage
from archive.extraction.labels.second_pass import strip_biographies, strip_initials
from archive.model import Label


@pytest.mark.parametrize(
    ("last", "stripped"),
    [
        ("Jane Dorrit is the Courier's harbour correspondent.", True),
        ("Jane Dorrit, a former pilot, covers the estuary for the Courier.", True),
        ("Jane Dorrit schreibt seit 2019 über die Häfen der Küste.", True),
        ("Jane Dorrit has been with the Courier since 1998 and keeps bees.", True),
        ("Jane Dorrit joined the Courier in 1998.", True),
        ("Jane Dorrit", True),
        ("Jane Dorrit has been taken to the hospital.", False),
        ("Jane Dorrit was rescued at noon, and the boat was towed home.", False),
        ("Jane Dorrit said the boat would sail again.", False),
    ],
)
def test_the_last_lines_are_the_authors_only_if_they_say_who_she_is(last: str, stripped: bool) -> None:
    """A story may end with a person of its author's name; a biography says what the author is or does."""
    layout = Layout([RawBlock("The pilot boat sank in the estuary on Monday."), RawBlock(last)])
    page = LabelledPage(layout, None, [Label.BODY] * 2, ["text"] * 2)
    strip_biographies(page, ("Jane Dorrit",))
    assert page.labels == [Label.BODY, Label.PROMO if stripped else Label.BODY]


@pytest.mark.parametrize(
    ("last", "stripped"),
    [
        ("mr/tsq/lda/on/vk", True),
        ("bur-jh/kaf", True),
        ("(dk/oe)", True),
        ("Her speed was 80 km/h.", False),
        ("AC/DC", False),
        ("harbour/estuary", False),
    ],
)
def test_a_desk_signs_at_the_end(last: str, stripped: bool) -> None:
    """Small initials with strokes between them are who filed the story."""
    layout = Layout([RawBlock("The pilot boat sank in the estuary on Monday."), RawBlock(last)])
    page = LabelledPage(layout, None, [Label.BODY] * 2, ["text"] * 2)
    strip_initials(page)
    assert page.labels == [Label.BODY, Label.BYLINE if stripped else Label.BODY]

"""A standfirst stands between headline and text, and is known by the description or by its class name."""

from lxml.html import document_fromstring

from archive.extraction.decoding.blocks import blocks_of
from archive.extraction.labelled import LabelledPage
from archive.extraction.labels.standfirst import label_standfirst
from archive.model import Label

SAID = "Nobody was hurt when the old crane fell into the basin, but two barges wait outside."
STORY = "The harbour of Eastmoor was closed on Tuesday after the old crane fell into the basin."


def labelled(attributes: str = "") -> LabelledPage:
    """A page with headline, a line that may be a standfirst, and one paragraph of text."""
    markup = f"<body><h1>Crane falls</h1><div {attributes}>{SAID}</div><p>{STORY}</p></body>"
    page = LabelledPage.unnamed(blocks_of(document_fromstring(markup)), 0)
    page.relabel(2, Label.BODY, "text")
    return page


def test_what_the_description_says_is_the_standfirst() -> None:
    """Letter by letter, whatever signs differ."""
    page = labelled()
    label_standfirst(page, SAID.rstrip(".") + "!")
    assert page.first_text(Label.STANDFIRST) == SAID


def test_a_marked_line_is_the_standfirst() -> None:
    """Its class name says so, and no description is needed."""
    page = labelled("class=standfirst")
    label_standfirst(page, None)
    assert page.rules[1] == "standfirst: marked up as one"


def test_the_text_itself_is_none() -> None:
    """A paragraph that is kept stays, though the description repeats it."""
    page = labelled()
    label_standfirst(page, STORY)
    assert page.first_text(Label.STANDFIRST) is None

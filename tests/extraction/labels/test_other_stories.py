"""The next story and the box that asks for money are not the article's, however near they stand."""

import pytest

from archive.extraction import extract
from archive.model import Article

TEXT = (
    "The harbour board of Lower Marsh has ordered two electric boats, which will run to the island from next May on.",
    "Each carries ninety people and twelve bicycles, needs forty minutes to load, and costs half a million crowns.",
    "Fishermen had asked for a larger quay instead. “Nobody spoke with us,” said Ada Holm of the guild on Tuesday.",
    "The old boat goes to a museum in Orrest, whose director hopes to show its engine to schools before the autumn.",
    "A vote on the night service follows in June, after the council has heard the islanders and the two captains.",
)
NEXT = (
    "Rotten beams force the school of Quellwyn to close its west wing until builders have looked at the whole roof.",
    "The school was built in 1911 and last repaired in 1978, when the money ran out before the last beam was changed.",
    "Parents have offered the hall of the chapel for lessons, and the teachers will move the books there on Friday.",
)
OWN = "".join(f"<p>{text}</p>" for text in TEXT)
OTHER = "".join(f"<p>{text}</p>" for text in NEXT)
SIGNED = '<p class="byline">By Bram Tollard</p><time datetime="2026-04-13">13 April 2026</time>'
TITLE = "<h1>Board orders boats</h1>"
ROW = "<div class=s><h2 class=t>Board orders boats</h2>"
SHAPES = {
    "another article": f"<article>{TITLE}{OWN}</article><article><h2>School closes</h2>{OTHER}</article>",
    "another headline": f"<div>{TITLE}{OWN}<h1>School closes wing</h1>{SIGNED}{OTHER}</div>",
    "a row of stories": f"{ROW}{SIGNED}{OWN}</div>{ROW.replace('Board orders boats', 'School closes')}{SIGNED}{OTHER}",
    "a box for readers": f"<article>{TITLE}<div>{OWN}<div class=support-us><p>{NEXT[0]}</p></div></div></article>",
}


def _article(main: str) -> Article:
    page = f"<html lang=en><head><title>Board orders boats</title></head><body><main>{main}</main></body></html>"
    found = extract(page.encode(), url="https://marshcourier.example/boats")
    assert isinstance(found, Article), found
    return found


@pytest.mark.parametrize("main", SHAPES.values(), ids=SHAPES.keys())
def test_what_is_below_the_article_is_not_kept(main: str) -> None:
    """All of its own text is there, and nothing else."""
    assert _article(main).body.split("\n\n") == list(TEXT)


def test_parts_of_one_article_stay() -> None:
    """Sections with headings of the first rank, entries of a live blog in boxes of their own."""
    parts = f"<article><h1>Board orders boats</h1>{OWN}<h1>What comes next</h1>{OTHER}</article>"
    live = (
        f"<article><h1>Board orders boats</h1>{OWN}<article><h2>10:15</h2><time>10:15</time>{OTHER}</article></article>"
    )
    for main in (parts, live):
        body = _article(main).body
        assert all(text in body for text in (*TEXT, *NEXT))

"""Trafilatura votes on the blocks it is told, each with its number."""

import logging

from lxml.html import document_fromstring, tostring

from archive.extraction.decoding.blocks import Layout, blocks_of
from archive.extraction.labels.trafilatura_votes import votes_of

SAID = "The ferry to the outer islands will not sail this week, the harbour office said on Monday morning"


def page(*inner: str, named: str = "story") -> str:
    body = "".join(inner)
    return f"<html><body><ul><li><a href='/a'>News</a></li></ul><div class='{named}'>{body}</div></body></html>"


def layout_of(html: str) -> Layout:
    return blocks_of(document_fromstring(html))


def paragraphs(count: int) -> list[str]:
    return [f"<p>{SAID}, in the {number}th of its notices.</p>" for number in range(count)]


def test_prose_is_voted_for_and_links_are_not() -> None:
    """A share of 1 for what is kept whole, 0 for a menu; one vote a block."""
    layout = layout_of(page(*paragraphs(8)))
    assert votes_of(layout) == [0.0] + [1.0] * 8


def test_each_block_has_its_own_number() -> None:
    """Of more than a thousand blocks each is told from the others, though many say the same."""
    layout = layout_of(page(*paragraphs(700), *["<aside><p>Sign up for our letter</p></aside>"] * 600, *paragraphs(5)))
    assert votes_of(layout)[1:] == [1.0] * 700 + [0.0] * 600 + [1.0] * 5


def test_misleading_names() -> None:
    """An article in a container that is called a sidebar is found all the same."""
    layout = layout_of(page("<div>", *paragraphs(8), "</div>", named="comment-list sidebar hidden"))
    assert votes_of(layout)[1:] == [1.0] * 8


def test_the_page_is_left_as_it_is() -> None:
    """Asking for votes changes nothing in the tree."""
    tree = document_fromstring(page("One<br>two<b>three</b>", *paragraphs(8)))
    before = tostring(tree)
    votes_of(blocks_of(tree))
    assert before == tostring(tree)


def test_hostile_signs() -> None:
    """Signs that an element may not hold, tags that are none, and numbers printed by the page itself, do no harm."""
    odd = f"<p>&#1;&#31;&#xFFFF;\U00013000\U00013003 {SAID}.</p><ulclass='x'><x-y:z><p class='&#2;'>{SAID}.</p>"
    layout = layout_of(page(*paragraphs(6), odd))
    given = votes_of(layout)
    assert len(layout.blocks) == len(given)
    assert given[1:7] == [1.0] * 6
    assert given[7] > 0.9  # the odd one; the signs it cannot be told with count as spaces
    assert all(0 <= vote <= 1 for vote in given)


def test_nothing_to_vote_on() -> None:
    """A page without blocks, and a dump without containers, have no votes to give."""
    assert votes_of(layout_of("<html><body></body></html>")) == []
    assert votes_of(Layout([])) == []


def test_the_log_level_of_trafilatura_is_the_hosts() -> None:
    """Who imports the library decides what its dependencies log; our own processes are told to be silent."""
    assert logging.getLogger("trafilatura").level == logging.NOTSET

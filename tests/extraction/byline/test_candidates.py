"""The byline is looked for near the headline."""

from lxml import html

from archive.extraction.byline.authors import best_line
from archive.extraction.byline.candidates import byline_candidates
from archive.extraction.organizations import find


def test_the_byline_is_found_near_the_headline() -> None:
    """A marked line after the headline wins; comments and teasers with their own bylines do not count."""
    page = html.document_fromstring(
        "<div class='top'><span class='author'>Some Columnist</span></div><h1>Bridge opens</h1>"
        "<div class='related-teaser'><p class='byline'>By Wrong Person</p></div>"
        "<p class='byline'>By <a>Ada Larkin</a> and <a>Tom Quay</a><time>4 March 2024</time></p><p>Text.</p>"
        "<div class='comments'><span class='comment-author'>A Reader</span></div>"
    )
    assert best_line(byline_candidates(page, "Bridge opens"), known=find) == "By Ada Larkin and Tom Quay | 4 March 2024"
    plain = html.document_fromstring("<h1>Brücke offen</h1><p>Von Anna Kai</p><p>Text.</p>")
    assert best_line(byline_candidates(plain, "Brücke offen"), known=find) == "Von Anna Kai"


def test_a_link_to_an_author_s_page() -> None:
    """No class says so, but the address does; a link to a topic is none."""
    tree = html.document_fromstring(
        "<h1>Quay wall</h1><div class='meta'><a href='/tags/all-about-quays'>All Quays</a>"
        "<a href='/u/larkin'>Ada Larkin</a> <span>4/17/26</span></div>"
    )
    assert list(byline_candidates(tree, "Quay wall")) == ["Ada Larkin"]

"""The headline is chosen among what the page prints and what its metadata say."""

import pytest
from lxml import html

from archive.extraction.fields.titles import choose_title, heading_lines, page_headings


@pytest.mark.parametrize(
    ("printed_titles", "stated", "expected"),
    [
        (["Bridge opens"], ["Bridge opens | Harbour Times"], "Bridge opens"),
        ([], ["Bridge opens on Monday - Harbour Times"], "Bridge opens on Monday"),
        ([], ["Le pont ouvre lundi — Le Port"], "Le pont ouvre lundi"),
        (["Harbour Times", "Bridge opens"], ["Bridge opens - Harbour Times"], "Bridge opens"),
        (["Search", "Bridge opens"], ["Bridge opens", "Bridge opens - Harbour Times"], "Bridge opens"),
        (["Quay Notes"], ["Bridge opens at last | Quay Notes"], "Bridge opens at last"),
        (
            ["City Bridge opens at last"],
            ["Bridge opens at last", "City | Bridge opens at last"],
            "Bridge opens at last",
        ),
        (
            ["Harbour: Bridge opens at last"],
            ["Harbour: Bridge opens at last", "Bridge opens at last"],
            "Harbour: Bridge opens at last",
        ),
        (["Bridge opens"], ["Why the new bridge opens late"], "Bridge opens"),
        (["Our team"], ["Bridge opens", "Bridge opens"], "Bridge opens"),
        (["Mayor: “Bridge opens”"], ["Mayor: ", 'Mayor: "Bridge opens"'], "Mayor: “Bridge opens”"),
        (["Mid\u00adsummer bridge"], ["Midsummer bridge"], "Midsummer bridge"),
        ([], ["Harbour Times » Blog Archive » Bridge opens"], "Bridge opens"),
        (["Bridge opens to all on Monday"], ["News - Bridge opens to all on Monday"], "Bridge opens to all on Monday"),
        (["Quay Notes of the Old Town", "Bridge opens"], ["Bridge opens | Quay Notes of the Old Town"], "Bridge opens"),
        (
            ["World", "Bridge opens to walkers"],
            ["Harbour Times - World - Bridge opens to walkers", "Bridge opens to walkers | world , bridges"],
            "Bridge opens to walkers",
        ),
        ([], [], None),
    ],
)
def test_titles(printed_titles: list[str], stated: list[str], expected: str | None) -> None:
    """The headline readers see, without the site's name, its sections, kickers and logos."""
    assert (
        choose_title([text.replace("\u00ad", "") for text in printed_titles], stated, ["Harbour Times", "Le Port"])
        == expected
    )


@pytest.mark.parametrize(
    ("heading", "stated", "expected"),
    [
        (
            "Bridge opens to all<br><small>Walkers go first</small>",
            "Bridge opens to all | Le Port",
            "Bridge opens to all",
        ),
        ("<span>Review</span> <span>The bridge of sighs</span>", "Review: The bridge of sighs", "The bridge of sighs"),
        ("<span>Review:</span> The bridge of sighs", "Review: The bridge of sighs", "Review: The bridge of sighs"),
        ("Why <em>this bridge of all</em> opens", "Why this bridge of all opens", "Why this bridge of all opens"),
    ],
)
def test_lines_of_a_heading(heading: str, stated: str, expected: str) -> None:
    """Of a heading in lines the one that a title has by itself; a kicker is what a title parts by a sign."""
    tree = html.document_fromstring(f"<html><body><h1>{heading}</h1></body></html>")
    printed, crumbs = page_headings(tree)
    found = choose_title(printed, [stated], ["Le Port"], crumbs=crumbs, lines=heading_lines(tree))
    assert found == expected


def test_a_site_named_like_its_headline_loses_no_title() -> None:
    """Some systems state the headline as the name of the site."""
    title = "Mayor: the bridge stays open"
    assert choose_title([title], [title, f"{title} | Quay Notes"], [title]) == title

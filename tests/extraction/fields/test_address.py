"""A page knows its own address, and tells that of another site."""

import pytest
from lxml import html

from archive.extraction.fields.address import page_address

URL = "https://www.harbourtimes.example/2024/03/bridge-opens"


@pytest.mark.parametrize(
    ("link", "url", "canonical", "elsewhere"),
    [
        ("/2024/03/bridge-opens?utm_source=x", URL, URL, None),
        ("https://www.harbourtimes.example/", URL, None, None),
        ("https://wire.example/story", URL, None, "https://wire.example/story"),
        ("https://m.harbourtimes.example/story", URL, "https://m.harbourtimes.example/story", None),
        (URL, None, URL, None),
        ("javascript:void(0)", URL, None, None),
        ("http://[broken", URL, None, None),
    ],
)
def test_canonical_links(link: str, url: str | None, canonical: str | None, elsewhere: str | None) -> None:
    """A canonical link is believed on its own site only; to the front page never."""
    page = html.document_fromstring(
        f'<html><head><link rel="canonical" href="{link}"></head><body><p>Text.</body></html>'
    )
    assert page_address(page, None, url) == (canonical, elsewhere)


@pytest.mark.parametrize(
    "comment", [f"<!-- saved from url=(0052){URL} -->", f"<!--\n Page saved with SingleFile \n url: {URL} \n-->"]
)
def test_a_saved_page_knows_where_it_was_saved(comment: str) -> None:
    """The address in a browser's or SingleFile's comment is the page's."""
    page = html.document_fromstring(f"<!DOCTYPE html>{comment}<html><body><p>Text</p></body></html>")
    assert page_address(page, None, None) == (URL, None)

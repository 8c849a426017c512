"""A page knows its own address, and tells that of another site."""

import pytest
from lxml import html

from archive.extraction.fields.address import Claims, page_address

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
    assert page_address(page, Claims(), url) == (canonical, elsewhere)


@pytest.mark.parametrize(
    "comment", [f"<!-- saved from url=(0052){URL} -->", f"<!--\n Page saved with SingleFile \n url: {URL} \n-->"]
)
def test_a_saved_page_knows_where_it_was_saved(comment: str) -> None:
    """The address in a browser's or SingleFile's comment is the page's."""
    page = html.document_fromstring(f"<!DOCTYPE html>{comment}<html><body><p>Text</p></body></html>")
    assert page_address(page, Claims(), None) == (URL, None)


WIRE = "https://wire.example/2024/bridge"


def told(canonical: str | None, *links: str, claims: Claims, url: str | None = None) -> tuple[str | None, str | None]:
    """Give what a page with this canonical link and links to other pages says of its address."""
    link = f'<link rel="canonical" href="{canonical}">' if canonical else ""
    anchors = "".join(f'<p><a href="{other}">Read</a>' for other in links)
    return page_address(
        html.document_fromstring(f"<html><head>{link}</head><body>{anchors}</body></html>"), claims, url
    )


def test_claims_are_weighed_where_nobody_knows_the_url() -> None:
    """og:url, JSON-LD and the site's name outweigh a canonical link to another site, which is where it comes from."""
    assert told(WIRE, claims=Claims(URL)) == (URL, WIRE)
    assert told(WIRE, claims=Claims(WIRE, (URL,), ("Harbour Times",))) == (URL, WIRE)
    assert told(WIRE, claims=Claims(None, (URL, WIRE), ("The Harbour Times",))) == (URL, WIRE)
    assert told(WIRE, claims=Claims(WIRE, (), ("Wire",))) == (WIRE, None)
    assert told(WIRE, claims=Claims()) == (WIRE, None)
    assert told(None, claims=Claims(None, (URL,))) == (URL, None)
    assert told(WIRE, claims=Claims("http://10.1.2.3/2024/bridge")) == (WIRE, None)


def test_a_lone_claim_must_not_contradict_the_page() -> None:
    """A page whose name and links are one site's is not at the address of another to which it has no link."""
    own = [f"https://www.harbourtimes.example/{number}" for number in range(3)]
    assert told(WIRE, *own, claims=Claims(names=("Harbour Times",))) == (None, WIRE)
    assert told(WIRE, *own, claims=Claims()) == (WIRE, None)
    assert told(WIRE, *own * 12, claims=Claims()) == (None, WIRE)
    assert told(WIRE, *own, "https://wire.example/", claims=Claims(names=("Harbour Times",))) == (WIRE, None)


def test_one_link_for_all_pages_of_a_template_gives_way() -> None:
    """Where og:url and JSON-LD agree on another address of the site, the canonical link is the template's."""
    page = f"{URL}?id=4"
    assert told(URL, claims=Claims(page, (page,))) == (page, None)
    assert told(URL, claims=Claims(page)) == (URL, None)


def test_a_site_of_two_names_is_known_where_all_claims_agree() -> None:
    """Found at an old name of the house, a page is at the new one if all it says agrees; a copier's is not."""
    claims, link = Claims(WIRE, (WIRE,), ("The Wire",)), "https://wire.example/more"
    assert told(WIRE, link, claims=claims, url="https://oldname.example/2024/bridge") == (WIRE, None)
    assert told(WIRE, link, claims=Claims(WIRE, (WIRE,), ("Harbour Times",)), url=URL) == (None, WIRE)
    assert told(WIRE, claims=Claims(WIRE), url="https://oldname.example/2024/bridge") == (None, WIRE)


@pytest.mark.parametrize(
    "url",
    [f"{URL}?page=2", f"{URL}/2", f"{URL}/page/3", f"{URL}-2.html", f"{URL},3.html", f"{URL}/seite-2", f"{URL}?p=2"],
)
def test_a_later_page_is_not_the_first(url: str) -> None:
    """The second page of a story says that the first is canonical, and is another text all the same."""
    first = f"{URL}.html" if url.endswith(".html") else URL
    assert told(first, claims=Claims(), url=url) == (None, None)
    assert told(f"{first}?utm_source=x", claims=Claims(), url=f"{first}?page=1") == (first, None)


def test_a_copy_tells_the_pages_own_address() -> None:
    """What a web archive kept has the address inside, though the archive has written its own before every link."""
    copy = f"https://web.archive.org/web/20240301120000/{URL}"
    assert told(copy, claims=Claims(copy), url=copy) == (URL, None)
    assert told(copy, claims=Claims(copy)) == (URL, None)
    assert told(None, claims=Claims(), url=copy) == (None, None)

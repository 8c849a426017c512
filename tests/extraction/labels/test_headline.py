"""A headline is found where the page prints it, and told from the site's name beside it."""

import pytest

from archive import extract
from archive.extraction.decoding.blocks import Layout, RawBlock
from archive.extraction.labels.headline import find_headline, with_printed_title
from archive.model import Article, Metadata


@pytest.mark.parametrize(
    "title", ["İstanbul'da köprü açıldı", "Ankara'da köprü açıldı", "ΐδιο λιμάνι", "¡Por fin, el puente!"]
)
def test_a_headline_is_found_in_any_script(title: str) -> None:
    """Letters that casing takes apart, or signs before the first letter, hide no headline."""
    layout = Layout([RawBlock("Haber Merkezi", tag="h1"), RawBlock(title.replace("'", "’"), tag="h2")])
    assert find_headline(layout, title) == 1


def test_without_a_title_only_a_single_h1_is_the_headline() -> None:
    """Of two, nobody knows which."""
    one = [RawBlock("Menu"), RawBlock("Old crane falls", tag="h1", node=1)]
    assert find_headline(Layout(one), None) == 1
    assert find_headline(Layout([*one, RawBlock("Barges wait", tag="h1", node=2)]), None) is None


@pytest.mark.parametrize(
    ("stated", "title", "site_name"),
    [
        ("The Courier | Old crane falls into the basin", "Old crane falls into the basin", "The Courier"),
        ("Old crane falls into the basin - Courier", "Old crane falls into the basin", "Courier"),
        ("Harbour: Old crane falls into the basin", "Harbour: Old crane falls into the basin", None),
        ("Courier: Old crane falls into the basin", "Old crane falls into the basin", "Courier"),
        ("Η Αυγή : Old crane falls into the basin", "Old crane falls into the basin", "Η Αυγή"),
        ("Courier : News : Old crane falls into the basin", "Old crane falls into the basin", "Courier : News"),
        ("Old crane falls into the basin, Harbour News", "Old crane falls into the basin", "Harbour News"),
        ("Old crane falls into the basin｜今日｜港報", "Old crane falls into the basin", "港報"),
    ],
)
def test_the_half_that_the_page_prints_is_the_title(stated: str, title: str, site_name: str | None) -> None:
    """The other half names the site; a kicker before a colon does so only if the address has it."""
    layout = Layout([RawBlock("Old crane falls into the basin", tag="h1")])
    url = "https://courier.example/crane"
    facts = with_printed_title(Metadata(title=stated), layout, title_tag=None, url=url)
    assert (facts.title, facts.site_name) == (title, site_name)


def test_the_title_tag_names_the_site_of_a_page_that_does_not() -> None:
    """The title itself is the metadata's then."""
    layout = Layout([RawBlock("Old crane falls into the basin", tag="h1")])
    tag = "Old crane falls into the basin | The Courier"
    facts = with_printed_title(Metadata(title="Crane falls"), layout, title_tag=tag, url=None)
    assert (facts.title, facts.site_name) == ("Crane falls", "The Courier")


def test_a_chain_of_sections_is_no_site_name() -> None:
    """Portals put section after section before their name in the title."""
    article = extract(
        "<html><head><title>临河古石桥明春封闭九周更换木梁_财经_临河网</title></head><body>"
        "<h1>临河古石桥明春封闭九周更换木梁</h1>"
        + "".join(f"<p>桥梁委员会{day}日宣布，古石桥将于明年三月封闭九周，更换木梁。</p>" for day in range(9))
        + "</body></html>"
    )
    assert isinstance(article, Article)
    assert article.site_name == "临河网"


@pytest.mark.parametrize(
    ("above", "tag"),
    [
        (
            '<div id="mast"><h1><a href="/">NRC Valley News</a></h1></div>',
            "NRC Valley News - Old crane falls into the basin",
        ),
        ("<h1>Find your harbour by name</h1>", "Old crane falls into the basin"),
        ("<h1>Harbour Portal</h1>", "Old crane falls into the basin - Portal of the Harbour and the Towns on the Bay"),
    ],
)
def test_what_stands_above_the_headline_is_none(above: str, tag: str) -> None:
    """A logo, a search, a portal's name: the `<title>` says something else, and the page prints it further down."""
    prose = "<p>The crane fell at noon on Monday, and nobody was hurt, said the harbour master, who saw it.</p>" * 3
    page = f"<html><head><title>{tag}</title></head><body>{above}<div>Old crane falls into the basin</div>{prose}"
    article = extract(page)
    assert isinstance(article, Article)
    assert article.title == "Old crane falls into the basin"


def test_a_slogan_is_no_headline() -> None:
    """A `<title>` that all pages share may stand above the headline, and another story's below the text."""
    prose = "<p>The crane fell at noon on Monday, and nobody was hurt, said the harbour master, who saw it.</p>" * 3
    for tag, page in (
        ("News of the bay since 1911", f"<div>News of the bay since 1911</div><h1>Crane falls</h1>{prose}"),
        ("Barges wait for the lock to open", f"<h1>Crane falls</h1>{prose}<div>Barges wait for the lock to open</div>"),
    ):
        article = extract(f"<html><head><title>{tag}</title></head><body>{page}")
        assert isinstance(article, Article)
        assert article.title == "Crane falls"

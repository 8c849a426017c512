"""What a page says about itself: titles, dates, addresses, names, however it says them."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from archive.extraction.fields import json_ld
from archive.extraction.fields.metadata import Described, read_metadata

URL = "https://www.harbourtimes.example/2024/03/bridge-opens"


def described(head: str, body: str = "<h1>Bridge opens</h1><p>Text.</p>", url: str | None = URL) -> Described:
    """What is read from a page with that head and body."""
    return read_metadata(html.document_fromstring(f"<html><head>{head}</head><body>{body}</body></html>"), url=url)


def in_json(source: str) -> str:
    """A JSON-LD script element."""
    return f'<script type="application/ld+json">{source}</script>'


ARTICLE = """
{"@context": "https://schema.org", "@graph": [
  {"@type": "WebSite", "name": "Harbour Times"},
  {"@type": "Person", "@id": "#ada", "name": "Ada Larkin"},
  {"@type": ["NewsArticle"], "headline": "Bridge opens", "datePublished": "2024-03-04T22:30:00-05:00",
   "dateModified": "2024-03-05T09:00:00Z", "author": [{"@id": "#ada"}, {"@type": "Organization", "name": "Reuters"}],
   "publisher": {"@type": "Organization", "name": "Harbour Media"}, "articleSection": "City",
   "keywords": "bridge, Bridge, harbour", "isAccessibleForFree": "False",
   "description": "The new bridge carries its first cars on Monday.",
   "isBasedOn": "https://wire.example/story", "provider": {"name": "Reuters"}}]}
"""


def test_json_ld_gives_every_field() -> None:
    """A graph with references is read as if it were one object."""
    found = described(in_json(ARTICLE))
    facts, stated = found.metadata, found.stated
    assert (facts.title, facts.section, facts.site_name, facts.publisher) == (
        "Bridge opens", "City", "Harbour Times", "Harbour Media",
    )  # fmt: skip
    assert (facts.published_at, facts.modified_at) == ("2024-03-05T03:30:00Z", "2024-03-05T09:00:00Z")
    assert facts.tags == ("Bridge", "harbour")
    assert facts.flags == ("paywalled",)
    assert facts.standfirst == "The new bridge carries its first cars on Monday."
    assert stated.authors == (("Ada Larkin", "person"), ("Reuters", "organization"))
    assert (stated.provider, stated.based_on) == ("Reuters", ("https://wire.example/story",))


@pytest.mark.parametrize(
    "source",
    [
        '{"@type":"NewsArticle","headline":"Bridge","datePublished":"2024-03-04",}',
        '<!-- {"@type":"NewsArticle","headline":"Bridge","datePublished":"2024-03-04"} -->',
        '/*<![CDATA[*/{"@type":"NewsArticle","headline":"Bridge","datePublished":"2024-03-04"}/*]]>*/',
        '{"@type":"NewsArticle", // the type\n"headline":"Bridge","datePublished":"2024-03-04"}',
        '{"@type":"NewsArticle","headline":"Bridge","description":"two\nlines\tand \\x","datePublished":"2024-03-04"}',
        '{"@type":"NewsArticle","headline":"Bridge","description":"he said "no" twice","datePublished":"2024-03-04"}',
        "{&quot;@type&quot;:&quot;NewsArticle&quot;,&quot;headline&quot;:&quot;Bridge&quot;,"
        "&quot;datePublished&quot;:&quot;2024-03-04&quot;}",
        '{"@type":"NewsArticle","headline":"Bridge","datePublished":"2024-03-04"};',
        '[[{"@type":"NewsArticle","headline":"Bridge","datePublished":"2024-03-04"}]]',
    ],
)
def test_broken_json_ld_is_mended(source: str) -> None:
    """What sites get wrong in JSON-LD does not cost the headline or the date."""
    article = json_ld.article_node(json_ld.read_nodes(html.document_fromstring(in_json(source) + "<p>x</p>")))
    assert json_ld.texts_of(article["headline"]) + json_ld.texts_of(article["datePublished"]) == [
        "Bridge",
        "2024-03-04",
    ]


def test_surrogates_do_not_reach_the_database() -> None:
    """Half a character in an escape is dropped."""
    assert (
        described(in_json('{"@type":"Article","headline":"A\\ud800 bridge"}'), "<p>x</p>").metadata.title == "A bridge"
    )


SOUGHT = "New bridge: opening day, tolls and all you need to know"


@pytest.mark.parametrize(
    ("below", "expected"),
    [
        ("<h2><span>City</span><span>Bridge opens at last</span></h2>", "Bridge opens at last"),
        ("<h3>Bridge opens at last</h3>", "Bridge opens at last"),
        ("<h2>Who pays for it</h2>", SOUGHT),
        ("<h1>Bridge opens, and the ferry stops</h1>", "Bridge opens, and the ferry stops"),
    ],
)
@pytest.mark.parametrize("way", ["<nav>{}</nav>", "<ol class='breadcrumb'><li>City<li>{}</ol>"])
def test_a_crumb_is_no_headline(way: str, below: str, expected: str) -> None:
    """The last crumb is the title only where no heading under it says what the metadata say."""
    head = f"<title>{SOUGHT} | Harbour Times</title>" + in_json(ARTICLE.replace("Bridge opens", "Bridge opens at last"))
    body = way.format(f"<h1>{SOUGHT}</h1>") + f"<article>{below}<p>Text.</p></article>"
    assert described(head, body).metadata.title == expected


def test_the_date_nearest_to_the_headline_counts() -> None:
    """A date right above the headline comes before one far below; the headline may be a lesser heading."""
    title = "<title>Bridge opens at last</title>"
    far = "<i></i>" * 60 + "<span>March 12, 2024</span>"
    menu = "<h1>Harbour Times</h1>" + "<li><a href='x'>City</a></li>" * 100
    for heading in ("<h1>Bridge opens at last</h1>", f"{menu}<span>March 4, 2024</span><h2>Bridge opens at last</h2>"):
        assert described(title, f"<span>March 4, 2024</span>{heading}{far}").metadata.published_at == "2024-03-04"


def test_a_clock_in_two_zones_is_in_none() -> None:
    """Where local time is stated as UTC too, the day as written is sure, and the hour is not."""
    meta = '<meta property="article:published_time" content="2024-03-04T22:30:00Z">'
    assert described(in_json(ARTICLE) + meta).metadata.published_at == "2024-03-04"
    sound = '<meta property="article:published_time" content="2024-03-05T03:30:00Z">'
    assert described(in_json(ARTICLE) + sound).metadata.published_at == "2024-03-05T03:30:00Z"


def test_a_day_stated_as_that_of_the_last_change_too_is_doubted() -> None:
    """Then an earlier day beside the headline is that of publication; two times of one day are no reason to doubt."""
    stated = '<meta property="article:published_time" content="{}"><meta property="article:modified_time" content="{}">'
    body = "<h1>Bridge opens</h1><p>March 4, 2024</p>"
    for first, last, expected in (
        ("2024-03-09", "2024-03-09", "2024-03-04"),
        ("2024-03-09T13:00", "2024-03-09T17:41", "2024-03-09"),
    ):
        assert described(stated.format(first, last), body).metadata.published_at == expected


def test_dates_come_from_the_first_who_knows() -> None:
    """JSON-LD, then meta tags, then `time`; a change before the publication is none."""
    meta = '<meta property="article:published_time" content="2024-03-04T10:00:00Z">'
    older = '<meta property="article:modified_time" content="2023-01-01T10:00:00Z">'
    assert described(meta + older).metadata.published_at == "2024-03-04T10:00:00Z"
    assert described(meta + older).metadata.modified_at is None
    body = "<h1>Bridge opens</h1><time itemprop='datePublished' datetime='2024-03-04'></time>"
    assert described("", body).metadata.published_at == "2024-03-04"


def test_a_description_that_repeats_the_text_is_no_standfirst() -> None:
    """Cut descriptions and copies of the first paragraph are dropped."""
    text = "The new bridge over the harbour carries its first cars on Monday, said the mayor."
    more = f"<h1>Bridge opens</h1><p>{text} She thanked everybody who had waited for it.</p>"
    tag = f'<meta name="description" content="{text}">'
    assert described(tag, more).metadata.standfirst is None
    assert described(tag).metadata.standfirst == text
    assert described('<meta name="description" content="The new bridge over the…">').metadata.standfirst is None


def test_live_blogs_are_flagged() -> None:
    """The type of a live blog becomes a flag."""
    assert described(in_json('{"@type":"LiveBlogPosting","headline":"Bridge opens"}')).metadata.flags == ("live_blog",)


def test_the_language_is_a_code() -> None:
    """The declared language, from wherever it is declared."""
    assert described('<meta property="og:locale" content="de_AT">').metadata.language == "de"


KEYS = ["@type", "@id", "@graph", "author", "name", "headline", "datePublished", "publisher", "isBasedOn", "keywords"]
VALUES = st.recursive(
    st.none() | st.text(max_size=9) | st.integers(),
    lambda inner: st.lists(inner) | st.dictionaries(st.sampled_from(KEYS), inner),
    max_leaves=12,
)


@given(VALUES)
def test_read_never_raises(value: object) -> None:
    """Whatever JSON-LD holds, the page is read."""
    node = {"@type": "NewsArticle", "author": value, "headline": value, "datePublished": value, "isBasedOn": value}
    assert isinstance(described(in_json(json.dumps([node, value]).replace("<", ""))), Described)


@pytest.mark.parametrize(
    "name", ["/", "https://www.harbourtimes.example", "www.harbourtimes.example/", "//x.example", "|"]
)
def test_an_address_is_no_name(name: str) -> None:
    """Nor are signs alone; the next name counts."""
    head = f'<meta property="og:site_name" content="{name}">'
    publisher = json.dumps({"@type": "NewsArticle", "publisher": {"@type": "Organization", "name": name}})
    told = described(head + in_json(publisher)).metadata
    assert (told.site_name, told.publisher) == (None, None)
    again = described(f'{head}<meta name="application-name" content="Harbour Times">').metadata
    assert again.site_name == "Harbour Times"

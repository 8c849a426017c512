"""What a page says about itself: titles, dates, addresses, names, however it says them."""

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from archive.extraction.fields import json_ld
from archive.extraction.fields.dates import parse_printed_date, printed_date
from archive.extraction.fields.metadata import Described, read_metadata
from archive.extraction.fields.titles import choose_title

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


@pytest.mark.parametrize("filler", ['word "x", \\q ', '"\\', "/* ", "{", ",  \n", '"author":{"x', "<"])
def test_broken_json_ld_is_cheap(filler: str) -> None:
    """A megabyte of broken JSON-LD costs no time to speak of."""
    begun = time.process_time()
    for size in (90_000, 1_000_000):
        json_ld.parse_script('{"headline": "Bridge", ' + filler * (size // len(filler)))
    assert time.process_time() - begun < 2


def test_surrogates_do_not_reach_the_database() -> None:
    """Half a character in an escape is dropped."""
    assert (
        described(in_json('{"@type":"Article","headline":"A\\ud800 bridge"}'), "<p>x</p>").metadata.title == "A bridge"
    )


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
        ([], [], None),
    ],
)
def test_titles(printed_titles: list[str], stated: list[str], expected: str | None) -> None:
    """The headline readers see, without the site's name, its sections, kickers and logos."""
    assert (
        choose_title([text.replace("\u00ad", "") for text in printed_titles], stated, ["Harbour Times", "Le Port"])
        == expected
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


@pytest.mark.parametrize(
    ("line", "language", "expected"),
    [
        ("2024-03-04T22:30:00-05:00", None, "2024-03-05T03:30:00Z"),
        ("2024-03-04 22:30", None, "2024-03-04"),
        ("2024-03-04T00:00:00+01:00", None, "2024-03-04"),
        ("20240304T150000Z", None, "2024-03-04T15:00:00Z"),
        ("Thu, 21 Dec 2023 09:45:16 +0100", None, "2023-12-21T08:45:16Z"),
        ("Fri Apr 28 19:20:36 CEST 2023", None, "2023-04-28T17:20:36Z"),
        ("Published 3:45 PM EDT, Mon March 4, 2024", "en", "2024-03-04T19:45:00Z"),
        ("Sept. 4, 2024", "en", "2024-09-04"),
        ("4th of March 2024", "en", "2024-03-04"),
        ("04.03.2024, 15:30 Uhr", "de", "2024-03-04"),
        ("4. März 2024 um 15:30 Uhr MEZ", "de", "2024-03-04T14:30:00Z"),
        ("4 mars 2024 à 15h30", "fr", "2024-03-04"),
        ("1er août 2024", "fr", "2024-08-01"),
        ("4 de marzo de 2024", "es", "2024-03-04"),
        ("4 marzo 2024", "it", "2024-03-04"),
        ("4 de março de 2024 às 15h", "pt", "2024-03-04"),
        ("4 maart 2024", "nl", "2024-03-04"),
        ("4 марта 2024", "ru", "2024-03-04"),
        ("2024年03月04日 15:30", "zh", "2024-03-04"),
        ("2024년 3월 4일", "ko", "2024-03-04"),
        ("03/04/2024", "en", None),
        ("03/04/2024", "en-US", "2024-03-04"),
        ("03/04/2024", "fr", "2024-04-03"),
        ("03/04/2024", None, None),
        ("12/22/2023 14:30:02", None, "2023-12-22"),
        ("31 February 2024", "en", None),
        ("0001-01-01T00:00:00Z", None, None),
        ("1970-01-01", None, None),
        ("no date in here", "en", None),
    ],
)
def test_printed_dates(line: str, language: str | None, expected: str | None) -> None:
    """Dates in ten languages and all the shapes of metadata; a time only with its zone."""
    assert parse_printed_date(line, language) == expected


def test_the_date_beside_the_headline() -> None:
    """A short dated line counts, an update only if nothing else does, a sentence or a teaser never."""
    page = html.document_fromstring(
        "<div><p>Updated March 9, 2024</p><p>It was planned on May 1, 1999, when the mayor of the town said so.</p>"
        "<div class='related'><time datetime='2023-01-01'></time></div>"
        "<span>Published on March 4, 2024</span></div>"
    )
    assert printed_date(page.iter(), "en") == "2024-03-04"
    assert printed_date(html.fragment_fromstring("<p>Updated March 9, 2024</p>").iter(), "en") == "2024-03-09"


def test_a_date_printed_for_something_else_is_not_the_article_s() -> None:
    """An embedded post has its own date; a word for changes speaks of what follows it."""
    page = html.document_fromstring(
        "<div><blockquote>The bridge! <a href='x'>March 1, 2024</a></blockquote>"
        "<p>Written: 2024-03-04, updated: 2024-03-09</p><p>March 12, 2024</p></div>"
    )
    assert printed_date(page.iter(), "en") == "2024-03-04"


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
    found = described(f'<link rel="canonical" href="{link}">', url=url)
    assert (found.metadata.url, found.stated.canonical_elsewhere) == (canonical, elsewhere)


@pytest.mark.parametrize(
    "comment", [f"<!-- saved from url=(0052){URL} -->", f"<!--\n Page saved with SingleFile \n url: {URL} \n-->"]
)
def test_a_saved_page_knows_where_it_was_saved(comment: str) -> None:
    """The address in a browser's or SingleFile's comment is the page's."""
    page = html.document_fromstring(f"<!DOCTYPE html>{comment}<html><body><p>Text</p></body></html>")
    assert read_metadata(page).metadata.url == URL


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

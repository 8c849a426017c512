import gzip
import json
from time import process_time

import pytest

from archive.captures.listings import feeds, site_links, sitemaps
from archive.captures.listings.sitemaps import Entry, Sitemap
from archive.model import Capture
from tests.cost import LONGER_THAN_EIGHTFOLD, eightfold_cost

BASE = "https://harbour.example/feed"
RSS = b"""<?xml version="1.0"?><rss version="2.0"><channel><title>Harbour</title><link>https://harbour.example</link>
<item><title>Ferry</title><link>https://harbour.example/ferry?utm_source=rss</link></item>
<item><title>Storm</title><link>/storm</link><description>&lt;script&gt;alert(1)&lt;/script&gt;</description></item>
<item><title>Ferry again</title><link>https://harbour.example/ferry</link></item>
<item><title>Evil</title><link>javascript:alert(1)</link></item></channel></rss>"""
ATOM = b"""<feed xmlns="http://www.w3.org/2005/Atom"><link rel="self" href="https://harbour.example/feed"/><entry>
<link rel="edit" href="https://harbour.example/edit"/><link rel="alternate" href="https://harbour.example/ferry"/>
</entry></feed>"""
RDF = b"""<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<item rdf:about="https://harbour.example/ferry"><link>https://harbour.example/ferry</link></item></rdf:RDF>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [{"url": "https://harbour.example/ferry"}, {"url": "/storm"}, {"id": 7}, "x", {"url": 3}],
    }
).encode()
FERRY_IN_FEED = "https://harbour.example/ferry?utm_source=rss"
FERRY, STORM = "https://harbour.example/ferry", "https://harbour.example/storm"
NO_ADDRESS = "1 of its entries name no web address"
NS = "http://www.sitemaps.org/schemas/sitemap/0.9"
URLSET = f"""<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="{NS}" xmlns:image="http://www.google.com/schemas/sitemap-image/1.1"
 xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">
<url><image:image><image:loc>https://harbour.example/ferry.jpg</image:loc></image:image>
<loc> {FERRY} </loc><lastmod>2026-11-21T08:00:00+01:00</lastmod></url>
<url><loc>{STORM}</loc><news:news><news:publication_date>2026-11-22</news:publication_date></news:news></url>
<url><loc>mailto:desk@harbour.example</loc></url></urlset>""".encode()
LAUGHS = (
    b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">"""
    + b"".join(f'<!ENTITY {chr(99 + n)} "{f"&{chr(98 + n)};" * 10}">'.encode() for n in range(8))
)


def capture(payload: bytes, **fields: str) -> Capture:
    return Capture(BASE, payload, "2026-11-22T09:30:00Z", url=BASE, **fields)  # type: ignore[arg-type]  # str fields


def links_of(capture: Capture) -> list[str] | None:
    read = feeds.read_feed(capture)
    return None if read is None else [item.url for item in read.items]


def links(payload: bytes) -> list[str] | None:
    return links_of(capture(payload))


@pytest.mark.parametrize(
    ("payload", "expected"),
    [(RSS, [FERRY_IN_FEED, STORM]), (ATOM, [FERRY]), (RDF, [FERRY]), (JSON, [FERRY, STORM])],
)
def test_every_form_of_feed_gives_its_articles(payload: bytes, expected: list[str]) -> None:
    """RSS, Atom, RDF and JSON Feed: absolute, else as they stand there, each once, and only what can be fetched."""
    assert links(payload) == expected


@pytest.mark.parametrize(
    "payload", [b"", b"<html><p>Ferry", b"{", b'{"version": 1}', b"[" * 99_999, b"\x00\xff", URLSET]
)
def test_what_is_no_feed_is_none(payload: bytes) -> None:
    """Pages, broken JSON and sitemaps are told from feeds."""
    assert links_of(capture(payload)) is None


def test_a_broken_feed_gives_what_can_be_read() -> None:
    """Feeds in the wild are seldom well-formed."""
    assert links_of(capture(RSS.replace(b"Storm", b"Storm & <b>gale</b>&nbsp;"))) == [FERRY_IN_FEED, STORM]


@pytest.mark.parametrize("markup", [b"<x/>", b"<a>", b"<b><i>", b"<link>https://x.example/</link>", b"<", b"&"])
def test_hostile_markup_does_not_hold_a_night_up(markup: bytes) -> None:
    """Three megabytes of tags in or around an item, for which feedparser would take minutes, are cut short."""
    begun = process_time()
    assert links_of(capture(RSS.replace(b"</channel></rss>", b"<item>" + markup * 700_000))) is not None
    assert process_time() - begun < 15


def test_long_sections_do_not_count_as_markup() -> None:
    """Whole articles in a feed, as CDATA, hide none of the items after them; an address in CDATA is read."""
    whole = b"<description><![CDATA[%b]]></description>" % (b"<p>Two days late.</p>" * 3_000)
    items = b"".join(
        b"<item><link><![CDATA[https://harbour.example/%d]]></link>%b</item>" % (n, whole) for n in range(20)
    )
    assert len(links_of(capture(b"<rss><channel>" + items + b"</channel></rss>")) or ()) == 20


@pytest.mark.parametrize("kind", ["rss", "urlset"])
def test_entities_do_not_blow_up(kind: str) -> None:
    """A billion laughs, and an entity that is a file, cost nothing and bring nothing."""
    body = b"<channel><item><link>https://x.example/&j;</link></item></channel>"
    if kind == "urlset":
        body = b"<url><loc>https://x.example/&j;</loc></url>"
    document = LAUGHS + b']><%b version="2.0">%b</%b>' % (kind.encode(), body, kind.encode())
    stolen = document.replace(b'<!ENTITY j "', b'<!ENTITY j SYSTEM "file:///etc/hostname"><!ENTITY k "')
    begun = process_time()
    for payload in (document, stolen):
        read = links_of(capture(payload)) if kind == "rss" else sitemaps.read_sitemap(capture(payload))
        assert "hahaha" not in str(read) and len(str(read)) < 1_000
    assert process_time() - begun < 5


def test_a_sitemap_gives_pages_and_when_they_changed() -> None:
    """Addresses and dates of a URL set, of news too; pictures are no pages."""
    expected = Sitemap((Entry(FERRY, "2026-11-21T08:00:00+01:00"), Entry(STORM, "2026-11-22")), (), NO_ADDRESS)
    assert sitemaps.read_sitemap(capture(URLSET)) == expected
    assert sitemaps.read_sitemap(capture(gzip.compress(URLSET))) == expected


def test_an_index_gives_sitemaps() -> None:
    """An index names files, not pages."""
    index = f'<sitemapindex xmlns="{NS}"><sitemap><loc>{FERRY}.xml</loc></sitemap></sitemapindex>'.encode()
    assert sitemaps.read_sitemap(capture(index)) == Sitemap(sitemaps=(Entry(f"{FERRY}.xml"),))


def test_a_text_sitemap_is_a_list() -> None:
    """One address a line is a sitemap too."""
    assert sitemaps.read_sitemap(capture(f"{FERRY}\n{STORM}\n{FERRY}\n".encode())) == Sitemap(
        (Entry(FERRY), Entry(STORM))
    )


def test_what_stands_before_damage_counts() -> None:
    """A sitemap that is cut off gives its beginning."""
    cut = URLSET[: URLSET.index(b"mailto") - 30]
    read = sitemaps.read_sitemap(capture(cut))
    assert read is not None and [entry.url for entry in read.pages] == [FERRY, STORM]
    assert read.passed_over == "it breaks off before its end"


@pytest.mark.parametrize(
    "payload", [b"", b"<html><p>No", RSS, b"\x1f\x8bnonsense", gzip.compress(bytes(60_000_000)), b"<" * 9_999]
)
def test_what_is_no_sitemap_is_none(payload: bytes) -> None:
    """Pages, feeds, damaged gzip and bombs."""
    assert sitemaps.read_sitemap(capture(payload)) is None


def test_the_number_of_addresses_is_bounded() -> None:
    """No file gives more than the protocol allows."""
    many = (
        b"<urlset>" + b"".join(b"<url><loc>https://x.example/%d</loc></url>" % n for n in range(50_010)) + b"</urlset>"
    )
    read = sitemaps.read_sitemap(capture(many))
    assert read is not None and len(read.pages) == sitemaps.MOST_URLS


def test_a_page_names_its_feeds() -> None:
    """Links to feeds in the head, relative ones resolved; those of comments, and other links, left out."""
    page = b"""<head><link rel="alternate" type="application/rss+xml" href="/rss.xml"><LINK REL='alternate home'
    TYPE=application/atom+xml HREF=https://other.example/atom><link rel=alternate hreflang=de href=/de>
    <link rel=alternate type=application/rss+xml href=/comments/feed><link rel=stylesheet type=application/rss+xml
    href=/x><link rel=alternate type=application/rss+xml href="http://[broken"></head>"""
    assert site_links.linked_feeds(capture(page)) == ["https://harbour.example/rss.xml", "https://other.example/atom"]


def rss_of(*items: str) -> bytes:
    return f"<rss><channel>{''.join(f'<item>{item}</item>' for item in items)}</channel></rss>".encode()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<?xml", b"\n\n  <?xml"),
        (b"Ferry again", b"Bread & butter"),
        (b"Ferry again", b"Caf&eacute;&nbsp;&undefined; 100 &#xFFFFFF;"),
        (b"Ferry again", b"\x00\x07\x1b\xff\xfe"),
        (b"Ferry again", "Fähre".encode("latin-1")),
        (b"</title>", b"</ttle>"),
        (b"<?xml version", b"<br />\n<b>Warning</b>: x in y\n<?xml version"),
        (b"<title>Ferry again", b"<!-- <item><link>https://x.example/</link></item> --><title>"),
        (b"<title>Ferry again", b"<!-- no end <title>"),
    ],
)
def test_what_is_wrong_in_a_feed_hides_nothing(before: bytes, after: bytes) -> None:
    """Blank lines, bare `&`, unknown entities, control characters, other encodings, tags that do not match."""
    assert links(RSS.replace(before, after)) == [FERRY_IN_FEED, STORM]


@pytest.mark.parametrize("payload", [RSS, ATOM, RDF, JSON])
@pytest.mark.parametrize("form", ["gzip", "utf-16", "utf-16-le", "utf-8-sig"])
def test_feeds_come_packed_and_in_other_encodings(payload: bytes, form: str) -> None:
    """A `.xml.gz` without a header, UTF-16 with and without its mark."""
    packed = gzip.compress(payload) if form == "gzip" else payload.decode().encode(form)
    assert links(packed) == links(payload) != []


def test_a_prefix_changes_nothing() -> None:
    """`<atom:feed>` is a feed; the link of an Atom entry's source is another feed's."""
    entry = f'<a:source><a:id>other</a:id><a:link href="https://x.example/"/></a:source><a:link href="{FERRY}"/>'
    feed = f'<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry>{entry}<a:id>urn:1</a:id></a:entry></a:feed>'
    assert feeds.read_feed(capture(feed.encode())) == feeds.Feed((feeds.FeedItem(FERRY, "urn:1"),))


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (rss_of(f"<link>{FERRY}</link><guid isPermaLink='false'>story-1</guid>"), (FERRY, "story-1")),
        (rss_of(f"<guid>{FERRY}</guid>"), (FERRY, FERRY)),
        (rss_of(f"<link>{FERRY}</link>"), (FERRY, None)),
        (rss_of(f"<link>{FERRY}</link><guid>https://harbour.example/</guid>"), (FERRY, None)),
        (rss_of(f'<atom:link rel="self" href="https://x.example/"/><link>{FERRY}</link>'), (FERRY, None)),
        (rss_of("<link><![CDATA[/a?b=1&c=2]]></link>"), ("https://harbour.example/a?b=1&c=2", None)),
        (RDF, (FERRY, FERRY)),
        (b'{"version":"https://jsonfeed.org/version/1","items":[{"id":7,"url":"/ferry"}]}', (FERRY, "7")),
    ],
)
def test_an_item_has_the_id_that_the_feed_gives_it(payload: bytes, expected: tuple[str, str | None]) -> None:
    """Its guid, Atom id, rdf:about or JSON id; the address of the front page is none."""
    assert feeds.read_feed(capture(payload)) == feeds.Feed((feeds.FeedItem(*expected),))


def test_an_id_of_several_items_is_none() -> None:
    """A feed that says the same of all of them says nothing."""
    payload = rss_of(f"<link>{FERRY}</link><guid>1</guid>", f"<link>{STORM}</link><guid>1</guid>")
    assert feeds.read_feed(capture(payload)) == feeds.Feed((feeds.FeedItem(FERRY), feeds.FeedItem(STORM)))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b"<?xml", b"\n\n<?xml"),
        (b"<loc> ", b"<image:image><image:title>Caf&eacute; & bar</image:title></image:image><loc> "),
        (b"UTF-8", b"UTF-16"),
        (b"<url><loc>mail", b"\x0b<url ></loc><loc>mail"),
        (b"<loc> https", b"<loc>\n<![CDATA[https"),
        (b"<loc> https://harbour.example/", b"<loc>/"),
        (b"<url><loc>mail", b"<!-- <url><loc>https://x.example/</loc></url> --><url><loc>mail"),
    ],
)
def test_what_is_wrong_in_a_sitemap_hides_nothing(before: bytes, after: bytes) -> None:
    """Nor does what stands in a comment count."""
    read = sitemaps.read_sitemap(capture(URLSET.replace(before, after)))
    assert read is not None and [entry.url for entry in read.pages] == [FERRY, STORM]


@pytest.mark.parametrize("shape", [b"<a/>", b"<url>", b"<url><loc>", b"<!--", b"<![CDATA[", b"<url ", b"<loc>x</loc>"])
def test_sitemaps_cost_their_length(shape: bytes) -> None:
    """Whatever they are full of: time grows with the size, and no tree is held."""

    def read(size: int) -> None:
        sitemaps.read_sitemap(capture(b"<urlset>" + shape * (size // len(shape)) + b"</urlset>"))

    assert eightfold_cost(read, 400_000) < LONGER_THAN_EIGHTFOLD


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (f'<feed><updated>2020-01-01</updated><entry><link href="{FERRY}"/><published>2026-11-20</published>'
         "<updated>2026-11-21T08:00:00Z</updated></entry></feed>", "2026-11-21T08:00:00Z"),
        (f'<feed><entry><source><updated>2026-01-01</updated></source><link href="{FERRY}"/></entry></feed>', None),
        (f"<rss><channel><item><link>{FERRY}</link><pubDate>Sat, 21 Nov 2026 08:00:00 GMT</pubDate></item></channel>"
         "</rss>", None),
        (f"<rss><channel><item><atom:updated>2026-11-21</atom:updated><link>{FERRY}</link></item></channel></rss>",
         "2026-11-21"),
        (json.dumps({"version": "https://jsonfeed.org/version/1.1",
                     "items": [{"id": "1", "url": FERRY, "date_modified": "2026-11-21"}, {"url": STORM}]}),
         "2026-11-21"),
        (json.dumps({"version": "https://jsonfeed.org/version/1.1", "items": [{"url": FERRY, "date_modified": 7}]}),
         None),
    ],
)  # fmt: skip
def test_an_item_says_when_it_was_changed(payload: str, expected: str | None) -> None:
    """Not when it was published, nor when the feed or another feed's entry was changed."""
    read = feeds.read_feed(capture(payload.encode()))
    assert read is not None and [item.modified_at for item in read.items][:1] == [expected]

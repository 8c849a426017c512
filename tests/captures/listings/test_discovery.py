from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.captures.listings.discovery import _files_to_read, discover_articles, find_listings
from archive.captures.listings.sitemaps import Entry
from archive.captures.web.session import Web, open_web
from archive.model import ListedArticle, Listing, ListingKind, ListingRead, Ping, Unreadable
from archive.settings import Settings
from tests.loopback import Answer, Handler, Site

NOW = "2026-11-22T09:30:00Z"


@pytest.fixture
def web() -> Iterator[Web]:
    settings = Settings(host_delay=0, retries=0, allow_private=("localhost",))
    with open_web(settings=settings, now=lambda: NOW) as session:
        yield session


def serve(body: str, kind: str = "application/xml", **headers: Any) -> Answer:
    return lambda handler: handler.answer(body.encode(), Content_Type=kind, **headers)


def rss(*links: str) -> str:
    return "<rss><channel>" + "".join(f"<item><link>{link}</link></item>" for link in links) + "</channel></rss>"


def urlset(*links: str, modified: str = "") -> str:
    when = f"<lastmod>{modified}</lastmod>" if modified else ""
    return "<urlset>" + "".join(f"<url><loc>{link}</loc>{when}</url>" for link in links) + "</urlset>"


def index(site: Site, **children: str) -> str:
    entries = (
        f"<sitemap><loc>{site.url(f'/{name}.xml')}</loc>"
        + (f"<lastmod>{when}</lastmod>" if when else "")
        + "</sitemap>"
        for name, when in children.items()
    )
    return "<sitemapindex>" + "".join(entries) + "</sitemapindex>"


def found(listings: list[Listing], web: Web, *, files: bool = False) -> tuple[list[str], list[ListingRead]]:
    all_found = list(discover_articles(listings, web, files=files))
    return [one.url for one in all_found if isinstance(one, ListedArticle)], [
        one for one in all_found if isinstance(one, ListingRead)
    ]


def test_a_feed_gives_its_articles_once_and_its_validators(site: Site, web: Web) -> None:
    """An article in two feeds is found once; a reading carries what to ask with next time."""
    site.pages["/a"] = serve(rss("/1", "/2"), ETag='"a"', Last_Modified="Sat, 21 Nov 2026 08:00:00 GMT")
    site.pages["/b"] = serve(rss("/2", "/3"))
    urls, readings = found([Listing(site.url("/a"), ListingKind.FEED), Listing(site.url("/b"), ListingKind.FEED)], web)
    assert urls == [site.url(f"/{number}") for number in (1, 2, 3)]
    assert readings == [
        ListingRead(
            Listing(site.url("/a"), ListingKind.FEED, '"a"', "Sat, 21 Nov 2026 08:00:00 GMT", NOW),
            2,
            received=len(rss("/1", "/2")),
        ),
        ListingRead(Listing(site.url("/b"), ListingKind.FEED, read_at=NOW), 1, received=len(rss("/2", "/3"))),
    ]


def test_a_feed_that_did_not_change_is_not_sent(site: Site, web: Web) -> None:
    """It is asked for conditionally, and keeps its validators."""

    def same(handler: Handler) -> None:
        handler.answer(b"", status=304 if handler.headers["If-None-Match"] == '"a"' else 500)

    site.pages["/a"] = same
    listing = Listing(site.url("/a"), ListingKind.FEED, '"a"', None, "2026-11-21T09:30:00Z")
    assert found([listing], web) == ([], [ListingRead(Listing(site.url("/a"), ListingKind.FEED, '"a"', None, NOW), 0)])


def test_an_index_leads_to_its_sitemaps(site: Site, web: Web) -> None:
    """Sitemaps of an index are read, each once, even in circles; one that fails is told and holds nothing up."""
    site.pages["/index.xml"] = serve(index(site, index="", a="", b="", gone=""))
    site.pages["/a.xml"] = serve(urlset(site.url("/1")))
    site.pages["/b.xml"] = serve(urlset(site.url("/2")), "application/octet-stream")
    urls, readings = found([Listing(site.url("/index.xml"), ListingKind.SITEMAP)], web)
    assert sorted(urls) == [site.url("/1"), site.url("/2")]
    assert [(one.listing.url, one.found, one.failure is None) for one in readings] == [
        (site.url("/gone.xml"), 0, False),
        (site.url("/index.xml"), 2, True),
    ]


def test_a_feed_that_moved_for_good_tells_where(site: Site, web: Web) -> None:
    """A permanent redirect gives its new address, another one does not."""
    site.pages["/old"] = lambda handler: handler.answer(b"", status=301, Location="/rss")
    site.pages["/today"] = lambda handler: handler.answer(b"", status=302, Location="/rss")
    site.pages["/rss"] = serve(rss("/1"))
    listings = [Listing(site.url(path), ListingKind.FEED) for path in ("/old", "/today")]
    assert [one.moved_to for one in found(listings, web)[1]] == [site.url("/rss"), None]


def test_an_index_is_always_read(site: Site, web: Web) -> None:
    """It may stay as it is while its sitemaps change, so it is not asked for conditionally."""
    site.pages["/index.xml"] = serve(index(site, a=""), ETag='"same"')
    site.pages["/a.xml"] = serve(urlset(site.url("/1")), ETag='"a"')
    _, (reading,) = found([Listing(site.url("/index.xml"), ListingKind.SITEMAP)], web)
    assert (reading.listing.etag, reading.listing.read_at) == (None, NOW)


def test_an_index_counts_as_read_when_all_its_sitemaps_were(site: Site, web: Web) -> None:
    """While one of them fails, the next reading leaves nothing out for its date."""
    site.pages["/index.xml"] = serve(index(site, a="", gone=""))
    site.pages["/a.xml"] = serve(urlset(site.url("/1")))
    _, readings = found([Listing(site.url("/index.xml"), ListingKind.SITEMAP)], web)
    assert [one.listing.read_at for one in readings] == [None, None]


def test_what_a_sitemap_says_of_dates_sets_the_order_alone(site: Site, web: Web) -> None:
    """An index and its pages say what they like of when they changed: nothing is left out, the newest come first."""
    site.pages["/index.xml"] = serve(index(site, old="2026-10-01", new="2026-11-22", undated=""))
    site.pages["/old.xml"] = serve(urlset(site.url("/3"), modified="2026-10-01"))
    site.pages["/new.xml"] = serve(urlset(site.url("/1"), modified="2026-11-22T06:00:00Z"))
    site.pages["/undated.xml"] = serve(urlset(site.url("/2"), modified="2026-11-01"))
    listing = Listing(site.url("/index.xml"), ListingKind.SITEMAP, read_at="2026-11-21T09:30:00Z")
    assert sorted(found([listing], web)[0]) == [site.url(f"/{number}") for number in (1, 2, 3)]
    assert site.asked() == ["/index.xml", "/undated.xml", "/new.xml", "/old.xml"]


def test_of_many_sitemaps_that_did_not_change_others_are_read_each_night() -> None:
    """A site of ten years has hundreds: those that say they changed are read, and some of the others."""
    entries = [Entry(f"https://harbour.example/{n}.xml", "2020-01-01") for n in range(200)]
    entries += [Entry("https://harbour.example/new.xml", "2026-11-22")]
    nights = [_files_to_read(entries, f"2026-11-{day}T02:00:00Z") for day in range(10, 22)]
    assert {(night[0], len(night)) for night in nights} == {("https://harbour.example/new.xml", 51)}
    assert len({url for night in nights for url in night}) > 150


def test_nothing_is_passed_over_silently(site: Site, web: Web) -> None:
    """What of a listing could not be read is told with it, and it does not count as read."""
    site.pages["/f"] = serve(rss("/1", "mailto:desk@harbour.example"), ETag='"1"')
    site.pages["/s"] = serve(urlset(site.url("/2"), ""))
    site.pages["/cut"] = serve(urlset(site.url("/3")).removesuffix("</urlset>"))
    site.pages["/index.xml"] = serve(index(site, cut="").replace("cut.xml", "cut"))
    listings = [Listing(site.url(path), ListingKind.SITEMAP) for path in ("/f", "/s", "/index.xml")]
    urls, readings = found(listings, web)
    assert sorted(urls) == [site.url(f"/{number}") for number in (1, 2, 3)]
    assert [(one.listing.url.removeprefix(site.url("")), one.passed_over) for one in readings] == [
        ("/f", "1 of its 2 entries name no web address"),
        ("/s", "1 of its entries name no web address"),
        ("/cut", "it breaks off before its end"),
        ("/index.xml", None),
    ]
    assert [one.listing.etag for one in readings if one.listing.url == site.url("/f")] == [None]


def test_a_page_given_as_a_feed_says_what_to_do(site: Site, web: Web) -> None:
    """It is neither; the line names --site."""
    site.pages["/"] = serve("<p>Front page", "text/html")
    ((reading,),) = found([Listing(site.url("/"), ListingKind.FEED)], web)[1:]
    assert reading.failure is not None
    assert reading.failure.message == "neither a feed nor a sitemap; --site finds the feeds of a site"


def test_a_file_can_be_a_feed(site: Site, web: Web, tmp_path: Path) -> None:
    """A feed that was saved lists its articles too; one that is not there is told."""
    path = tmp_path / "feed.xml"
    path.write_text(rss("https://harbour.example/ferry"))
    listings = [Listing(str(path), ListingKind.FEED), Listing(str(tmp_path / "no"), ListingKind.FEED)]
    urls, readings = found(listings, web, files=True)
    assert (urls, [one.failure is None for one in readings]) == (["https://harbour.example/ferry"], [True, False])


def test_a_site_names_its_feeds_and_news_sitemaps(site: Site, web: Web) -> None:
    """Feeds from the head of the page, news sitemaps from robots.txt; the rest of the sitemaps is left alone."""
    link = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    site.pages["/"] = serve(f"<head>{link}</head>", "text/html")
    site.pages["/robots.txt"] = serve(
        f"Sitemap: {site.url('/all.xml')}\nSitemap: {site.url('/news.xml')}", "text/plain"
    )
    site.pages["/rss.xml"] = serve(rss("/1"))
    expected = [Listing(site.url("/rss.xml"), ListingKind.FEED), Listing(site.url("/news.xml"), ListingKind.SITEMAP)]
    assert find_listings(site.url("/"), web) == expected
    site.pages["/news.xml"] = serve(urlset(site.url("/2")))
    urls, readings = found([Listing(site.url("/"), ListingKind.SITE)], web)
    assert (sorted(urls), len(readings)) == ([site.url("/1"), site.url("/2")], 2)


def test_a_silent_site_is_looked_at_in_the_usual_places(site: Site, web: Web) -> None:
    """A feed that nobody names is found where such feeds are; where there is none either, that is told."""
    site.pages["/"] = serve("<p>Front page", "text/html")
    nothing = find_listings(site.url("/"), web)
    assert isinstance(nothing, Unreadable) and nothing.message.startswith("no feed and no news sitemap was found")
    site.pages["/feed.xml"] = serve(rss("/1"))
    assert find_listings(site.url("/"), web) == [Listing(site.url("/feed.xml"), ListingKind.FEED)]


def listings_of(site: Site, web: Web, front: str, **pages: str) -> list[str]:
    """The paths of the listings that are found behind a front page."""
    site.pages["/"] = serve(front, "text/html")
    for path, body in pages.items():
        site.pages[f"/{path}"] = serve(body)
    listings = find_listings(site.url("/"), web)
    assert isinstance(listings, list)
    return [listing.url.removeprefix(site.url("")) for listing in listings]


@pytest.mark.parametrize(
    ("front", "path"),
    [
        ('<base href="/en/"><link rel="alternate" type="application/rss+xml" href="f.xml">', "en/f.xml"),
        ("<link rel=alternate type='application/atom+xml; charset=utf-8' href=/f.xml>", "f.xml"),
        ('<link REL="alternate nofollow" TYPE="Application/RSS+XML" HREF="/f?a=1&amp;b=2">', "f?a=1&b=2"),
        ('<a href="/service/rss/top.xml">all our feeds</a>', "service/rss/top.xml"),
        ('<a href="/f/17"><img src=x> RSS</a>', "f/17"),
        ('<link rel="alternate" type="application/rss+xml" href="/gone.xml">', "feed"),
        ("<p>Front page", "sitemap.xml"),
        ("<p>Front page", "sitemap_index.xml"),
    ],
)
def test_listings_are_found_wherever_sites_put_them(site: Site, web: Web, front: str, path: str) -> None:
    """Named under a base or with a charset, linked for people, gone from where it was named, or not named at all."""
    body = urlset(site.url("/1")) if "sitemap" in path else rss("/1")
    site.pages[f"/{path}"] = serve(body)
    assert listings_of(site, web, front) == [f"/{path}"]


def test_a_feed_in_trouble_is_not_gone(site: Site, web: Web) -> None:
    """What a site names and cannot send tonight is followed all the same."""
    site.pages["/f.xml"] = lambda handler: handler.answer(b"", status=503)
    front = '<link rel="alternate" type="application/rss+xml" href="/f.xml">'
    assert listings_of(site, web, front, feed=rss("/1")) == ["/f.xml"]


def test_a_feed_or_sitemap_is_its_own_answer(site: Site, web: Web) -> None:
    """What is named is recognised by what it holds."""
    site.pages["/f"], site.pages["/s"] = serve(rss("/1"), "text/html"), serve(urlset(site.url("/1")), "text/plain")
    assert [find_listings(site.url(path), web) for path in ("/f", "/s")] == [
        [Listing(site.url("/f"), ListingKind.FEED)],
        [Listing(site.url("/s"), ListingKind.SITEMAP)],
    ]


@pytest.fixture
def secret(tmp_path: Path, site: Site) -> Path:
    """A file on this machine that would be a sitemap, and a feed, if anybody read it."""
    path = tmp_path / "news-list.xml"
    path.write_text(urlset(site.url("/secret")) + rss(site.url("/secret")))
    return path


@pytest.mark.parametrize("form", ["{}", "file://{}", "FILE:{}", "//{}", "\\{}", " {} ", "http:{}", "localhost{}"])
def test_robots_txt_names_no_file_of_this_machine(site: Site, web: Web, secret: Path, form: str) -> None:
    """What its Sitemap lines say is an address on that host, or nothing; a person's own files are left alone."""
    site.pages["/"] = serve("<p>Front page", "text/html")
    site.pages["/robots.txt"] = serve(f"Sitemap: {form.format(secret)}", "text/plain")
    for files in (False, True):
        urls, _ = found([Listing(site.url("/"), ListingKind.SITE)], web, files=files)
        assert urls == []


def test_a_sitemap_that_robots_txt_names_by_its_path_is_on_that_host(site: Site, web: Web, secret: Path) -> None:
    """A path is a common fault, and means the host's own file."""
    site.pages["/"] = serve("<p>Front page", "text/html")
    site.pages["/robots.txt"] = serve(f"Sitemap: {secret}", "text/plain")
    site.pages[str(secret)] = serve(urlset(site.url("/1")))
    assert found([Listing(site.url("/"), ListingKind.SITE)], web)[0] == [site.url("/1")]


def test_no_listing_leads_to_a_file_of_this_machine(site: Site, web: Web, secret: Path, tmp_path: Path) -> None:
    """Not what an index names, be it on the web or saved; not what a page links to; not what was followed once."""
    names = [str(secret), secret.as_uri(), f"http:{secret}"]
    body = "<sitemapindex>" + "".join(f"<sitemap><loc>{name}</loc></sitemap>" for name in names) + "</sitemapindex>"
    (tmp_path / "index.xml").write_text(body)
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="{name}">' for name in names)
    site.pages["/index.xml"], site.pages["/"] = serve(body), serve(links, "text/html")
    listings = [Listing(str(tmp_path / "index.xml"), ListingKind.SITEMAP)]
    listings += [Listing(site.url("/index.xml"), ListingKind.SITEMAP), Listing(site.url("/"), ListingKind.SITE)]
    assert found(listings, web, files=True)[0] == []
    urls, readings = found([Listing(name, ListingKind.FEED) for name in names], web)
    assert (urls, [one.failure is None for one in readings]) == ([], [False] * 3)


def test_no_redirect_leads_to_a_file_of_this_machine(site: Site, web: Web, secret: Path) -> None:
    """A feed that moves to a file is a failure, and stays where it was."""
    for number, name in enumerate([secret.as_uri(), f"file:{secret}"]):
        site.pages[f"/{number}"] = lambda handler, name=name: handler.answer(b"", status=301, Location=name)  # type: ignore[misc]
        _, (reading,) = found([Listing(site.url(f"/{number}"), ListingKind.FEED)], web, files=True)
        assert (reading.failure is None, reading.moved_to) == (False, None)


def test_what_changed_is_told_by_whichever_listing_says_it(site: Site, web: Web) -> None:
    """An article that a feed has without a time is told of by the sitemap beside it, and is found once."""
    site.pages["/a"] = serve(rss("/1", "/2"))
    site.pages["/b.xml"] = serve(urlset(site.url("/1"), modified="2026-11-21T08:00:00+01:00"))
    site.pages["/c.xml"] = serve(urlset(site.url("/2"), site.url("/3"), modified="yesterday"))
    kinds = {"/a": ListingKind.FEED, "/b.xml": ListingKind.SITEMAP, "/c.xml": ListingKind.SITEMAP}
    told = list(discover_articles((Listing(site.url(path), kind) for path, kind in kinds.items()), web))
    assert [one for one in told if isinstance(one, Ping)] == [
        Ping(site.url("/1"), site.url("/b.xml"), "2026-11-21T07:00:00Z")
    ]
    assert [one.url for one in told if isinstance(one, ListedArticle)] == [site.url(f"/{n}") for n in (1, 2, 3)]

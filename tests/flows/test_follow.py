"""Following: what an address leads to is remembered."""

from pathlib import Path

import pytest

from archive.errors import FetchFailed
from archive.flows.follow import follow_listings
from archive.flows.work import Work
from archive.model import Listing, ListingKind
from archive.settings import Settings
from archive.store.file.database import Database
from archive.store.write.follows import Follows
from tests.loopback import Site

NOW = "2026-11-22T09:30:00Z"
SETTINGS = Settings(host_delay=0, retries=0, allow_private=("localhost",))


@pytest.fixture
def harbour(site: Site) -> Site:
    """A site whose front page names its feed."""
    head = b'<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    feed = b"<rss><channel><item><link>/1</link></item></channel></rss>"
    site.pages["/"] = lambda handler: handler.answer(head)
    site.pages["/rss.xml"] = lambda handler: handler.answer(feed, Content_Type="application/rss+xml")
    return site


def test_follow_site(harbour: Site, tmp_path: Path) -> None:
    """A site is followed with its feeds, and has been read; what is followed twice is followed once."""
    site = Listing(harbour.url("/"), ListingKind.SITE)
    feed = Listing(harbour.url("/rss.xml"), ListingKind.FEED)
    with Database(tmp_path / "news.db") as database:
        for _ in range(2):
            assert follow_listings(database, site.url, Work(SETTINGS, lambda: NOW)) == [site, feed]
        told = [(one.listing.url, one.listing.read_at, one.found) for one in Follows(database).readings()]
    assert told == [(site.url, NOW, 1), (feed.url, None, 0)]


def test_follow_feed(harbour: Site, tmp_path: Path) -> None:
    """A feed is followed alone."""
    feed = Listing(harbour.url("/rss.xml"), ListingKind.FEED)
    with Database(tmp_path / "news.db") as database:
        assert follow_listings(database, feed.url, Work(SETTINGS, lambda: NOW)) == [feed]


def test_follow_nothing(site: Site, tmp_path: Path) -> None:
    """An address that leads to no feed is an error that names it, and nothing is followed."""
    with Database(tmp_path / "news.db") as database:
        with pytest.raises(FetchFailed, match=site.url("/gone")):
            follow_listings(database, site.url("/gone"), Work(SETTINGS, lambda: NOW))
        assert Follows(database).all() == []

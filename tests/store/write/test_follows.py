from dataclasses import replace

from archive.model import Capture, ListedArticle, Listing, ListingKind, ListingRead, Reason, Rejected, Unreadable
from archive.store.file.database import Database
from archive.store.write.follows import Follows
from archive.store.write.ledger import Ledger
from tests.build import page, refusal

FEED = Listing("https://harbour.example/feed", ListingKind.FEED)
NOW = "2026-11-22T09:30:00Z"


def test_what_is_followed_is_remembered_once(database: Database) -> None:
    """Following twice changes nothing; what is removed is gone."""
    follows = Follows(database)
    assert [follows.add(FEED, NOW), follows.add(FEED, NOW)] == [True, False]
    assert follows.all() == [FEED]
    assert [follows.remove(FEED.url), follows.remove(FEED.url)] == [[FEED.url], []]
    assert follows.all() == []


def test_a_site_takes_its_feeds_with_it(database: Database) -> None:
    """Who follows a site no more follows none of its feeds; those of others stay."""
    follows = Follows(database)
    site, other = (
        Listing("https://www.harbour.example/", ListingKind.SITE),
        Listing("https://quay.example/rss", ListingKind.FEED),
    )
    for listing in (FEED, site, other):
        follows.add(listing, NOW)
    assert sorted(follows.remove(site.url)) == [FEED.url, site.url]
    assert follows.all() == [other]


def test_what_the_archive_knows_is_not_new(database: Database) -> None:
    """An article under any of its addresses, and a page that was no article; one that failed may be better now."""
    added, refused, broken = (f"https://harbour.example/{name}" for name in ("added", "refused", "broken"))
    reasons = {refused: Reason.INDEX_PAGE, broken: Reason.HUNG}
    pages = [
        replace(refusal(), capture=Capture(url, b"", NOW, url=url), result=Rejected(reason, "no article"))
        for url, reason in reasons.items()
    ]
    Ledger(database).record([page(origin=added, url="https://harbour.example/other"), *pages])
    found = [ListedArticle(url, FEED.url) for url in (added, refused, broken, "https://harbour.example/new")]
    assert Follows(database).find_new(found) == found[2:]


def test_a_reading_is_kept_and_a_failure_loses_nothing(database: Database) -> None:
    """Validators are those of the last reading that worked; a failure is told until one works again."""
    follows = Follows(database)
    follows.add(FEED, NOW)
    read = Listing(FEED.url, ListingKind.FEED, '"7"', "Sat, 21 Nov 2026 08:00:00 GMT", NOW)
    follows.note(ListingRead(read, 12))
    assert (follows.all(), follows.readings()) == ([read], [ListingRead(read, 12)])
    follows.note(ListingRead(FEED, failure=Unreadable(FEED.url, "no\x00 answer")))
    assert follows.readings() == [ListingRead(read, 12, Unreadable(FEED.url, "no answer"))]
    follows.note(ListingRead(read, 3))
    assert follows.readings() == [ListingRead(read, 3)]


def test_a_feed_that_moved_is_followed_there(database: Database) -> None:
    """It has its new address, with all that is known of it; two that moved to one address are one."""
    follows = Follows(database)
    new, other = "https://harbour.example/rss", Listing("https://harbour.example/atom", ListingKind.FEED)
    for listing in (FEED, other):
        follows.add(listing, NOW)
    read = Listing(FEED.url, ListingKind.FEED, '"7"', None, NOW)
    follows.note(ListingRead(read, 12, moved_to=new))
    follows.note(ListingRead(other, 12, moved_to=new))
    assert follows.all() == [Listing(new, ListingKind.FEED, '"7"', None, NOW)]


def test_what_is_not_followed_is_not_noted(database: Database) -> None:
    """A reading of something else leaves no trace."""
    follows = Follows(database)
    follows.note(ListingRead(FEED, 1))
    assert follows.all() == []

"""New articles of what is followed: each once, none missed, and a site's feeds are found again where they went."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive.captures.web.session import open_web
from archive.flows.news import archive_news, ask_listings, choose_links, is_due_again, is_final, stale_sites
from archive.flows.work import Work
from archive.model import (
    Capture,
    Cause,
    Intake,
    ListedArticle,
    Listing,
    ListingKind,
    ListingRead,
    News,
    PageResult,
    Reason,
    Rejected,
    Unreadable,
)
from archive.settings import Settings
from archive.store.file.database import Database
from archive.store.read.catalog import Catalog
from archive.store.write.follows import Follows
from archive.store.write.runs import RunWriter
from tests.loopback import Answer, Site
from tests.stories import page, story

SETTINGS = Settings(workers=1, page_timeout=20, host_delay=0, retries=0, allow_private=("localhost",))
NOW = "2026-11-22T02:00:00Z"
EARLIER = "2026-11-21T02:00:00Z"


def feed(*links: str, **headers: Any) -> Answer:
    body = "<rss><channel>" + "".join(f"<item><link>{link}</link></item>" for link in links) + "</channel></rss>"
    return lambda handler: handler.answer(body.encode(), Content_Type="application/rss+xml", **headers)


class Desk:
    """A site and an archive that follows it."""

    def __init__(self, site: Site, database: Database) -> None:
        self.site = site
        self.database = database
        self.follows = Follows(database)

    def put(self, *numbers: int) -> None:
        for number in numbers:
            body = page(number).replace("https://harbour.example", self.site.url("")).encode()
            self.site.pages[f"/ships/{number}"] = lambda handler, body=body: handler.answer(body)  # type: ignore[misc]

    def night(self, most: int = 100, at: str = NOW) -> tuple[News, list[str]]:
        """The news of a night, and the paths that were added."""
        run = RunWriter(self.database).begin(at)
        told: list[PageResult] = []
        with open_web(settings=SETTINGS, now=lambda: at) as web:
            results = archive_news(self.database, run, web, Work(SETTINGS, lambda: at), most)
            while True:
                try:
                    told.append(next(results))
                except StopIteration as end:
                    added = [result.origin for result in told if result.outcome == "added"]
                    return end.value, [url.removeprefix(self.site.url("")) for url in added]


@pytest.fixture
def desk(site: Site, tmp_path: Path) -> Iterator[Desk]:
    with Database(tmp_path / "archive.db") as database:
        yield Desk(site, database)


def test_what_was_not_reached_is_found_the_next_night(desk: Desk) -> None:
    """A feed that has more than the night may take is not asked "what is new since" before all of it is there."""
    desk.put(1, 2, 3)
    desk.site.pages["/feed"] = feed("/ships/1", "/ships/2", "/ships/3", ETag='"1"')
    desk.follows.add(Listing(desk.site.url("/feed"), ListingKind.FEED), EARLIER)
    assert [desk.night(2)[1] for _ in range(2)] == [["/ships/1", "/ships/2"], ["/ships/3"]]
    assert [(one.etag, one.read_at) for one in desk.follows.all()] == [('"1"', NOW)]


def test_what_was_in_trouble_is_asked_for_again(desk: Desk) -> None:
    """A new article that answers 503 tonight is still new tomorrow, though its feed did not change; a 404 is not."""
    desk.site.pages["/feed"] = feed("/ships/1", "/ships/2", ETag='"1"')
    desk.site.pages["/ships/1"] = lambda handler: handler.answer(b"", status=503)
    desk.follows.add(Listing(desk.site.url("/feed"), ListingKind.FEED), EARLIER)
    news, _ = desk.night()
    assert (news.failed, [one.etag for one in desk.follows.all()]) == ({"503": 1, "404": 1}, [None])
    desk.put(1)
    assert desk.night()[1] == ["/ships/1"]
    assert [one.etag for one in desk.follows.all()] == ['"1"']


def test_another_url_of_a_known_article_hides_nothing(desk: Desk) -> None:
    """A feed's own URL for an article, which shows a paywall, leads to it from now on, and makes no revision."""
    desk.put(1)
    body = page(1, story(1)[:300] + "\n\nSubscribe now to continue reading").replace(
        "https://harbour.example", desk.site.url("")
    )
    desk.site.pages["/from-feed/1"] = lambda handler: handler.answer(body.encode())
    desk.site.pages["/feed"] = feed("/ships/1")
    desk.follows.add(Listing(desk.site.url("/feed"), ListingKind.FEED), EARLIER)
    desk.night()
    desk.site.pages["/feed"] = feed("/from-feed/1")
    assert [desk.night()[0].outcomes for _ in range(2)] == [{"added": 1, "unchanged": 1}] * 2
    assert desk.site.asked().count("/from-feed/1") == 1
    saved = Catalog(desk.database).article(desk.site.url("/from-feed/1"))
    assert (saved.revision, saved.article.url) == (1, desk.site.url("/ships/1"))
    assert "Friday, if the wind allows it" in saved.article.body


def test_a_feed_that_moved_is_found_again(desk: Desk) -> None:
    """When a followed site's feed fails, the site is asked where it is now: once a night, and each month anyway."""
    link = '<link rel="alternate" type="application/rss+xml" href="%s">'
    desk.put(1)
    desk.site.pages["/"] = lambda handler: handler.answer((link % "/new").encode())
    desk.site.pages["/new"] = feed("/ships/1")
    desk.follows.add(Listing(desk.site.url("/"), ListingKind.SITE), EARLIER)
    desk.follows.note(ListingRead(Listing(desk.site.url("/"), ListingKind.SITE, read_at=EARLIER), 1))
    desk.follows.add(Listing(desk.site.url("/old"), ListingKind.FEED), EARLIER)
    assert desk.night()[1] == []
    assert desk.night()[1] == ["/ships/1"]
    assert [one.listing.read_at for one in desk.follows.readings() if one.listing.kind is ListingKind.SITE] == [NOW]
    desk.site.requests.clear()
    desk.night()
    assert "/" not in desk.site.asked()


def test_a_site_in_trouble_is_not_followed_to_its_first_day(desk: Desk) -> None:
    """A site that names no feed tonight has its sitemap of everything left alone while another feed of it works."""
    robots = f"Sitemap: {desk.site.url('/everything.xml')}".encode()
    desk.site.pages["/robots.txt"] = lambda handler: handler.answer(robots, Content_Type="text/plain")
    desk.site.pages["/"] = lambda handler: handler.answer(b"<p>Back soon")
    desk.site.pages["/works"] = feed()
    desk.follows.add(Listing(desk.site.url("/"), ListingKind.SITE), EARLIER)
    desk.follows.add(Listing(desk.site.url("/works"), ListingKind.FEED), EARLIER)
    desk.night()
    assert [listing.url for listing in desk.follows.all()] == [desk.site.url("/"), desk.site.url("/works")]
    desk.follows.note(ListingRead(Listing(desk.site.url("/works"), ListingKind.FEED), failure=Unreadable("", "404")))
    desk.follows.note(ListingRead(Listing(desk.site.url("/"), ListingKind.SITE, read_at=EARLIER), 1))
    desk.night()
    assert desk.site.url("/everything.xml") in [listing.url for listing in desk.follows.all()]


def test_a_long_listing_keeps_no_other_waiting() -> None:
    """Of what all list, each listing's first come first."""
    found = [ListedArticle(f"https://harbour.example/{n}", "long") for n in range(3)] + [
        ListedArticle("https://quay.example/1", "short")
    ]
    assert choose_links(found, 9, 9) == ([found[0], found[3], found[1], found[2]], set())
    assert choose_links(found, 2, 9) == ([found[0], found[3]], {"long"})
    assert choose_links(found, 9, 1) == ([found[0], found[3]], {"long"})


def test_a_feed_is_not_believed_for_ever() -> None:
    """One night a week it is asked for whole, each on a night of its own."""
    feeds = [Listing(f"https://harbour.example/{n}", ListingKind.FEED, '"1"', None, EARLIER) for n in range(50)]
    nights = [f"2026-11-{day}T02:00:00Z" for day in range(10, 17)]
    whole = [[night for night in nights if ask_listings(feed, night).etag is None] for feed in feeds]
    assert ({len(some) for some in whole}, len({some[0] for some in whole})) == ({1}, 7)


def test_when_a_site_is_asked_again() -> None:
    """Never asked, or a month ago, or a night ago with a feed of its that fails."""
    site = Listing("https://www.harbour.example/", ListingKind.SITE, read_at=EARLIER)
    rss = Listing("https://feeds.harbour.example/rss", ListingKind.FEED)
    failing = ListingRead(rss, failure=Unreadable(rss.url, "404"))
    assert stale_sites([ListingRead(site), ListingRead(rss)], NOW) == []
    assert stale_sites([ListingRead(site), failing], NOW) == [site]
    assert stale_sites([ListingRead(site), failing], "2026-11-21T12:00:00Z") == []
    assert stale_sites([ListingRead(site), ListingRead(rss)], "2026-12-21T02:00:00Z") == [site]


@pytest.mark.parametrize(
    ("cause", "status", "final"),
    [
        (Cause.STATUS, 404, True),
        (Cause.STATUS, 429, False),
        (Cause.STATUS, 503, False),
        (Cause.TIMEOUT, None, False),
        (Cause.ROBOTS, None, True),
        (Cause.ROBOTS, 503, False),
        (Cause.TOO_LARGE, None, True),
        (Cause.MEDIA_TYPE, 200, True),
    ],
)
def test_what_may_pass_is_not_final(cause: Cause, status: int | None, final: bool) -> None:
    """Trouble passes; a page that is not there, not allowed or no page does not."""
    assert is_final(Unreadable("https://harbour.example/", "no", NOW, cause, status)) is final
    refused = Rejected(Reason.EMPTY, "nothing")
    assert is_final(Intake(Capture("x", b"", NOW), "0" * 64, 0, b"", refused))


def test_an_item_whose_link_changes_is_one_article(desk: Desk) -> None:
    """Links that carry another token each night lead to a story that its id makes known; one in trouble is not lost."""
    desk.put(1, 2)

    def tokens(night: int) -> Answer:
        items = "".join(f"<item><link>/r/{night}-{n}</link><guid>story-{n}</guid></item>" for n in (1, 2))
        for n in (1, 2):
            status = 503 if (night, n) == (0, 2) else 302
            desk.site.pages[f"/r/{night}-{n}"] = lambda handler, n=n, status=status: handler.answer(  # type: ignore[misc]
                b"", status=status, Location=f"/ships/{n}"
            )
        return lambda handler: handler.answer(f"<rss><channel>{items}</channel></rss>".encode())

    desk.follows.add(Listing(desk.site.url("/feed"), ListingKind.FEED), EARLIER)
    for night in range(4):
        desk.site.pages["/feed"] = tokens(night)
        desk.night()
    assert [path for path in desk.site.asked() if path.startswith("/r/")] == ["/r/0-1", "/r/0-2", "/r/1-2"]


def test_ids_are_those_of_their_feed(desk: Desk) -> None:
    """Two feeds may count from one; a feed that moves keeps its ids, one that is followed no more has none."""
    first, second = (ListedArticle(desk.site.url(f"/{n}"), desk.site.url(f"/feed{n}"), "1") for n in (1, 2))
    assert desk.follows.find_new([first, second]) == [first, second]
    for one in (first, second):
        desk.follows.add(Listing(one.listing, ListingKind.FEED), EARLIER)
    desk.follows.note(ListingRead(Listing(first.listing, ListingKind.FEED), moved_to=desk.site.url("/moved")))
    desk.follows.remove(second.listing)
    with desk.database.reader() as connection:
        rows = connection.exec_driver_sql("select listing, guid, url from listed_items").all()
    assert [tuple(row) for row in rows] == [(desk.site.url("/moved"), "1", first.url)]


def test_a_page_in_vain_is_asked_for_at_growing_intervals() -> None:
    """The next night, then after twice as long each time, and seven times at most."""
    last = "2026-11-01T02:00:00Z"
    assert [is_due_again(tries, last, "2026-11-02T02:00:00Z") for tries in (1, 2)] == [True, False]
    assert is_due_again(6, last, "2026-12-01T02:00:00Z")
    assert not is_due_again(7, last, "2027-12-01T02:00:00Z")

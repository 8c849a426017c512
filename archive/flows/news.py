"""New articles by themselves: what is followed is read, and what it lists that the archive does not have is fetched.

A feed counts as read only when all that it listed is stored or refused for good: what was not reached tonight, or was
in trouble, is found in it again the next night.
"""

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import islice
from operator import itemgetter
from time import monotonic
from typing import TYPE_CHECKING
from zlib import crc32

from archive import urls
from archive.engines.local import extract_all
from archive.flows.ingest import in_batches, put_together, record_batch
from archive.judge.visit import cause_of
from archive.model import (
    Capture,
    Cause,
    Extracted,
    Fetched,
    ListedArticle,
    Listing,
    ListingKind,
    ListingRead,
    News,
    NotModified,
    PageResult,
    Request,
    Unreadable,
)
from archive.settings import Settings
from archive.store.file.database import Database
from archive.store.write.follows import Follows
from archive.store.write.ledger import Ledger
from archive.store.write.runs import Run, RunWriter
from archive.times import later

if TYPE_CHECKING:
    from archive.captures.web.session import Web

CHUNK = 500
"""Addresses looked up at a time."""
ENOUGH = 20_000
"""New articles after which no more sitemaps are read; also the most of a night whose pages are not counted."""
SITE_LASTS = 30 * 24
"""Hours for which the feeds that a site named are believed to be all."""
SITE_WAITS = 20
"""Hours until a site whose feeds fail is asked again where they are: once a night."""
TRUSTED = 7
"""Nights; in one of so many a feed is asked for whole, whatever it said before."""
FINAL = frozenset({Cause.ADDRESS, Cause.REDIRECTS, Cause.MEDIA_TYPE, Cause.TOO_LARGE})
"""Causes for which a page is not asked for again."""

Page = Extracted | Unreadable


def archive_news(
    database: Database,
    run: Run,
    web: "Web",
    *,
    settings: Settings,
    now: Callable[[], str],
    most: int | None,
    stop: threading.Event,
    tell: Callable[[PageResult], object],
    clock: Callable[[], float] = monotonic,
) -> News:
    """Read what is followed and archive at most `most` new articles; the news of the night, with those `run` has.

    `tell` is called with what became of a page once it is stored. Once `stop` is set what is in hand is finished.
    Raises StoreError.
    """
    follows, ledger, runs, tally = Follows(database), Ledger(database), RunWriter(database), Tally(run.news)
    if most == 0:
        return run.news
    readings, found = _listed(follows, web, now, stop)
    tally.read(readings)
    new, short = choose_links(found, ENOUGH if most is None else most, settings.per_host)
    missing = {one.url: one.listing for one in new}
    answers = web.watch((Request(url) for url in list(missing)), stop=stop)
    work = extract_all(_whole(answers), workers=settings.workers, timeout=settings.page_timeout)
    with closing(answers), closing(work) as pages:
        read: Iterator[list[Page]] = in_batches(pages, clock)
        for batch in read:
            # what an article's other URL shows may be a paywall: that is for a visit to judge
            results = list(record_batch(list(map(put_together, batch)), ledger, run.id, revise=False))
            for page, result in zip(batch, results, strict=True):
                tally.take(page, result)
                if is_final(page):
                    del missing[result.origin]
            runs.keep(run.id, tally.news)
            for result in results:
                tell(result)
    short.update(missing.values())
    before = {listing.url: listing for listing in follows.all()}
    for reading in readings:
        unfinished = reading.failure is None and reading.listing.url in short
        follows.note(replace(reading, listing=before[reading.listing.url]) if unfinished else reading)
    return tally.news


def _whole(answers: Iterable[Fetched | None]) -> Iterator[Capture | Unreadable | None]:
    for answer in answers:
        assert not isinstance(answer, NotModified)  # nothing was asked for conditionally
        yield answer


def _listed(
    follows: Follows, web: "Web", now: Callable[[], str], stop: threading.Event
) -> tuple[list[ListingRead], list[ListedArticle]]:
    """Each listing that was read, and the articles in them that are new."""
    from archive.captures.listings.discovery import discover_articles

    readings = list(_rediscovered(follows, web, now, stop))
    new: list[ListedArticle] = []
    listings = (ask_listings(listing, now()) for listing in follows.all() if listing.kind is not ListingKind.SITE)
    with closing(discover_articles(listings, web, stop=stop)) as listed:
        while len(new) < ENOUGH and (some := list(islice(listed, CHUNK))):
            readings += (one for one in some if isinstance(one, ListingRead))
            new += follows.unknown([one for one in some if isinstance(one, ListedArticle)])
    return readings, new


def choose_links(found: Iterable[ListedArticle], most: int, per_host: int) -> tuple[list[ListedArticle], set[str]]:
    """Those to fetch, `most` and of one host `per_host` at most; and the listings that have more.

    The first of each listing, then the second of each, and so on: a long sitemap keeps no other waiting.
    """
    ranks: Counter[str] = Counter()
    hosts: Counter[str | None] = Counter()
    ranked = []
    for one in found:
        ranks[one.listing] += 1
        ranked.append((ranks[one.listing], one))
    taken: list[ListedArticle] = []
    short: set[str] = set()
    for _, one in sorted(ranked, key=itemgetter(0)):
        host = urls.host_of(one.url)
        if len(taken) < most and hosts[host] < per_host:
            hosts[host] += 1
            taken.append(one)
        else:
            short.add(one.listing)
    return taken, short


def _rediscovered(follows: Follows, web: "Web", now: Callable[[], str], stop: threading.Event) -> Iterator[ListingRead]:
    """Sites that are asked again where their feeds are; what they name is followed from now on.

    Sitemaps only where nothing else of the site can be read: one may list all that there ever was.
    """
    from archive.captures.listings.discovery import find_listings

    known = follows.readings()
    working = {
        urls.site_of(one.listing.url) for one in known if not one.failure and one.listing.kind is not ListingKind.SITE
    }
    for site in stale_sites(known, now()):
        found = find_listings(site.url, web, stop=stop)
        if stop.is_set():
            return
        if isinstance(found, Unreadable):
            yield ListingRead(site, failure=found)
            continue
        for listing in found:
            if listing.kind is ListingKind.FEED or urls.site_of(site.url) not in working:
                follows.add(listing, now())
        yield ListingRead(replace(site, read_at=now()), len(found))


def stale_sites(readings: Iterable[ListingRead], at: str) -> list[Listing]:
    """The sites whose feeds may have changed their place: not asked for long, or lately if one of these feeds fails."""
    readings = list(readings)
    failing = {
        urls.site_of(one.listing.url) for one in readings if one.failure and one.listing.kind is not ListingKind.SITE
    }
    sites = [one.listing for one in readings if one.listing.kind is ListingKind.SITE]
    waits = {site.url: SITE_WAITS if urls.site_of(site.url) in failing else SITE_LASTS for site in sites}
    return [site for site in sites if site.read_at is None or later(site.read_at, waits[site.url]) <= at]


def ask_listings(listing: Listing, at: str) -> Listing:
    """The listing as it is asked for: now and then whole, lest a server that always says 304 hide all news."""
    night = date.fromisoformat(at[:10]).toordinal() + crc32(listing.url.encode("utf-8", "replace"))
    return listing if night % TRUSTED else replace(listing, etag=None, last_modified=None)


def is_final(page: Page) -> bool:
    """Whether the page need not be asked for again: it came, or will never come."""
    if isinstance(page, Extracted) or page.cause in FINAL:
        return True
    if page.status is None:
        return page.cause is Cause.ROBOTS
    return 400 <= page.status < 500 and page.status != 429


class Tally:
    """The news of a night, counted."""

    def __init__(self, news: News) -> None:
        self.news = news

    def read(self, readings: Iterable[ListingRead]) -> None:
        """Listings that were read, or not."""
        for reading in readings:
            if reading.failure:
                self._fail(reading.failure)
            else:
                self.news = replace(self.news, listings=self.news.listings + 1)
            self.news = replace(self.news, bytes=self.news.bytes + reading.received)

    def take(self, page: Page, result: PageResult) -> None:
        """A page that was listed, and what became of it."""
        news = self.news
        self.news = replace(news, pages=news.pages + 1)
        if isinstance(page, Unreadable):
            self._fail(page)
            return
        outcomes = Counter(news.outcomes) + Counter([result.outcome.value])
        self.news = replace(self.news, outcomes=dict(outcomes), bytes=news.bytes + (page.capture.received or 0))

    def _fail(self, failure: Unreadable) -> None:
        news, reason = self.news, cause_of(failure)
        host = urls.host_of(failure.origin) or failure.origin
        failed, hosts = Counter(news.failed) + Counter([reason]), Counter(news.failed_hosts) + Counter([host])
        self.news = replace(news, failed=dict(failed), failed_hosts=dict(hosts))

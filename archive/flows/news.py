"""Archive new articles: read the feeds and sitemaps that are followed, and fetch what they list that is not held.

What they say of articles that changed is kept, for visits.

A feed counts as read only when all that it listed is stored or refused for good: what was not reached tonight, or was
in trouble, is found in it again the next night.
"""

from collections import Counter
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from itertools import islice
from operator import itemgetter
from zlib import crc32

from archive import urls
from archive.captures.listings.discovery import discover_articles, find_listings
from archive.captures.web.session import Web
from archive.flows.batches import read_batches, record_batch, was_busy
from archive.flows.work import Work
from archive.judge.visit import cause_of
from archive.model import (
    Cause,
    Intake,
    ListedArticle,
    Listing,
    ListingKind,
    ListingRead,
    News,
    PageResult,
    Ping,
    Unreadable,
)
from archive.store.database import Database
from archive.store.write.follows import Follows
from archive.store.write.ledger import Ledger
from archive.store.write.pings import PingWriter
from archive.store.write.runs import Run, RunWriter
from archive.times import later

CHUNK = 500
"""Addresses looked up at once."""
ENOUGH = 20_000
"""New articles after which no more sitemaps are read; also the most of a night whose pages are not counted."""
SITE_LASTS = 30 * 24
"""Hours for which the feeds that a site named are believed to be all."""
SITE_WAITS = 20
"""Hours until a site whose feeds fail is asked again where they are: once a night."""
TRUSTED = 7
"""Nights; in one of so many a feed is asked for whole, whatever it said before."""
MOST_TRIES = 7
"""First readings of a page that may be in vain; the last is two months after the first."""
FINAL = frozenset({Cause.ADDRESS, Cause.REDIRECTS, Cause.MEDIA_TYPE, Cause.TOO_LARGE})
"""Causes for which a page is not asked for again."""

Page = Intake | Unreadable


@dataclass(frozen=True, slots=True)
class FoundNews:
    """What is followed, as it was read: the articles to fetch, and the listings that have more."""

    readings: tuple[ListingRead, ...]
    chosen: tuple[ListedArticle, ...]
    short: frozenset[str]


def archive_news(
    database: Database, run: Run, web: Web, work: Work, most: int | None
) -> Generator[PageResult, None, News]:
    """Read what is followed and archive at most `most` new articles; return the news of the night, with those of `run`.

    Each result is given once it is stored. Once the work is stopped what is in hand is finished. Raises StoreError.
    """
    follows, tally = Follows(database), NewsTally(run.news)
    if most == 0:
        return run.news
    found = find_news(database, web, work, most)
    tally.count_listings(found.readings)
    missing = {one.url: one.listing for one in found.chosen}
    keep = partial(RunWriter(database).keep, run.id)
    for url in (yield from fetch_news(database, run.id, web, work, tuple(missing), NewsCount(tally, keep))):
        del missing[url]
    note_readings(follows, found.readings, found.short | set(missing.values()))
    return tally.news


def find_news(database: Database, web: Web, work: Work, most: int | None) -> FoundNews:
    """Read what is followed, and choose at most `most` new articles to fetch, with those that were fetched in vain."""
    vain = Follows(database).read_in_vain()
    readings, found = _read_listings(database, web, work)
    tried = {url for url, _, _ in vain}
    again = [ListedArticle(url, "") for url, tries, last in vain if is_due_again(tries, last, work.now())]
    found = [one for one in found if one.url not in tried] + again
    new, short = choose_links(found, ENOUGH if most is None else most, work.settings.per_host)
    return FoundNews(tuple(readings), tuple(new), frozenset(short))


def fetch_news(
    database: Database, run_id: int, web: Web, work: Work, chosen: Sequence[str], count: "NewsCount"
) -> Generator[PageResult, None, set[str]]:
    """Fetch new articles and archive them, each result given once it is stored; return those that are done with."""
    # what an article's other URL shows may be a paywall: that is for a visit to judge
    record = partial(Ledger(database).record, run_id=run_id, revise=False)
    done: set[str] = set()
    with (
        closing(web.watch_urls(chosen, stop=work.stop)) as answers,
        closing(read_batches(answers, work)) as batches,
    ):
        for batch in batches:
            pages = [page for page in batch if not was_busy(page)]
            results = list(record_batch(pages, record))
            for page, result in zip(pages, results, strict=True):
                count.tally.count_page(page, result)
                if is_final(page):
                    done.add(result.origin)
            count.keep(count.tally.news)
            yield from results
    return done


def note_readings(follows: Follows, readings: Iterable[ListingRead], short: Collection[str]) -> None:
    """Note what was read; a listing in `short` has more than was archived, and counts as not read."""
    before = {listing.url: listing for listing in follows.all()}
    for reading in readings:
        unfinished = reading.failure is None and reading.listing.url in short
        follows.note(replace(reading, listing=before[reading.listing.url]) if unfinished else reading)


def _read_listings(database: Database, web: Web, work: Work) -> tuple[list[ListingRead], list[ListedArticle]]:
    """Read all listings that are followed; give their readings, and the articles in them that are new.

    What they say of articles that changed is kept for the visits.
    """
    follows, pings = Follows(database), PingWriter(database, work.now())
    readings = list(_find_moved_listings(follows, web, work))
    new: list[ListedArticle] = []
    listings = (ask_listings(listing, work.now()) for listing in follows.all() if listing.kind is not ListingKind.SITE)
    with closing(discover_articles(listings, web, stop=work.stop)) as listed:
        while len(new) < ENOUGH and (some := list(islice(listed, CHUNK))):
            readings += (one for one in some if isinstance(one, ListingRead))
            new += follows.find_new([one for one in some if isinstance(one, ListedArticle)])
            pings.record([one for one in some if isinstance(one, Ping)])
    return readings, new


def choose_links(found: Iterable[ListedArticle], most: int, per_host: int) -> tuple[list[ListedArticle], set[str]]:
    """Choose the articles to fetch, `most` and of one host `per_host` at most; give the listings that have more too.

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


def _find_moved_listings(follows: Follows, web: Web, work: Work) -> Iterator[ListingRead]:
    """Ask sites again where their feeds are, and follow what they name from now on; give the readings of the sites.

    Sitemaps are followed only where nothing else of the site can be read: one may list all that there ever was.
    """
    known = follows.readings()
    working = {
        urls.site_of(one.listing.url) for one in known if not one.failure and one.listing.kind is not ListingKind.SITE
    }
    for site in stale_sites(known, work.now()):
        found = find_listings(site.url, web, stop=work.stop)
        if work.stop.is_set():
            return
        if isinstance(found, Unreadable):
            yield ListingRead(site, failure=found)
            continue
        for listing in found:
            if listing.kind is ListingKind.FEED or urls.site_of(site.url) not in working:
                follows.add(listing, work.now())
        yield ListingRead(replace(site, read_at=work.now()), len(found))


def stale_sites(readings: Iterable[ListingRead], at: str) -> list[Listing]:
    """Give the sites whose feeds may have moved: not asked for long, or not lately if one of their feeds fails."""
    readings = list(readings)
    failing = {
        urls.site_of(one.listing.url) for one in readings if one.failure and one.listing.kind is not ListingKind.SITE
    }
    sites = [one.listing for one in readings if one.listing.kind is ListingKind.SITE]
    waits = {site.url: SITE_WAITS if urls.site_of(site.url) in failing else SITE_LASTS for site in sites}
    return [
        site
        for site in sites
        if site.read_at is None or later(site.read_at, waits[site.url]) <= at or site.read_at > at
    ]


def ask_listings(listing: Listing, at: str) -> Listing:
    """Give a listing as it is asked for: now and then whole, lest a server that always says 304 hide all news."""
    night = date.fromisoformat(at[:10]).toordinal() + crc32(listing.url.encode("utf-8", "replace"))
    return listing if night % TRUSTED else replace(listing, etag=None, last_modified=None)


def is_due_again(tries: int, last: str, at: str) -> bool:
    """Tell whether a page that was no article is asked for once more: the next night, then at ever longer intervals."""
    return tries < MOST_TRIES and later(last, SITE_WAITS * 2 ** (tries - 1)) <= at


def is_final(page: Page) -> bool:
    """Tell whether its listing need not be read again for a page: it came, or will never come."""
    if isinstance(page, Intake) or page.cause in FINAL:
        return True
    if page.status is None:
        return page.cause is Cause.ROBOTS
    return 400 <= page.status < 500 and page.status != 429


@dataclass(frozen=True, slots=True)
class NewsCount:
    """What news are counted by, and what keeps the count after each batch."""

    tally: "NewsTally"
    keep: Callable[[News], None]


class NewsTally:
    """Counts the news of a night."""

    def __init__(self, news: News) -> None:
        self.news = news

    def count_listings(self, readings: Iterable[ListingRead]) -> None:
        """Count listings, be they read or failed."""
        for reading in readings:
            if reading.failure:
                self._count_failure(reading.failure)
            else:
                self.news = replace(self.news, listings=self.news.listings + 1)
            self.news = replace(self.news, bytes=self.news.bytes + reading.received)

    def count_page(self, page: Page, result: PageResult) -> None:
        """Count a page that was listed, by what became of it."""
        news = self.news
        self.news = replace(news, pages=news.pages + 1)
        if isinstance(page, Unreadable):
            self._count_failure(page)
            return
        outcomes = Counter(news.outcomes) + Counter([result.outcome.value])
        self.news = replace(self.news, outcomes=dict(outcomes), bytes=news.bytes + (page.capture.received or 0))

    def _count_failure(self, failure: Unreadable) -> None:
        """Count a failure by its cause and its host."""
        news, reason = self.news, cause_of(failure)
        host = urls.host_of(failure.origin) or failure.origin
        failed, hosts = Counter(news.failed) + Counter([reason]), Counter(news.failed_hosts) + Counter([host])
        self.news = replace(news, failed=dict(failed), failed_hosts=dict(hosts))

"""Find the feeds and news sitemaps of a site, and the articles they list."""

from collections import Counter, deque
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from urllib.parse import urljoin
from zlib import crc32

from archive.captures.failure import Failure
from archive.captures.listings import feeds, site_links, sitemaps
from archive.captures.listings.places import LISTINGS, NEWS_SITEMAPS, USUAL_FEEDS, USUAL_SITEMAPS
from archive.captures.lists import is_url
from archive.captures.web.session import Web
from archive.model import (
    Capture,
    Cause,
    Fetched,
    ListedArticle,
    Listing,
    ListingKind,
    ListingRead,
    NotModified,
    Ping,
    Request,
    Unreadable,
)
from archive.times import parse_time
from archive.urls import canonical, join_address

AT_ONCE = 32  # listings read before what they list is passed on
MOST_SITEMAPS = 500  # files read for one listing
MOST_STALE = 50  # of them that say they are as they were at the last reading: others of them each time
DEEPEST = 3  # indexes of indexes
NOTHING_THERE = "no feed and no news sitemap was found there; name one with --feed or --sitemap"
NO_ADDRESS = "not a web address, and only those are followed: `archive follow --remove` forgets it"
NO_LISTING = "neither a feed nor a sitemap; --site finds the feeds of a site"


def find_listings(url: str, web: Web, *, stop: Event | None = None) -> list[Listing] | Unreadable:
    """Find the feeds and news sitemaps behind `url`: itself if it is one, else those its site names, else usual places.

    A site names its feeds in the head of its pages, and its sitemaps in robots.txt. Without any that are for news, the
    other sitemaps count too. What it names is an address on the web, or nothing.
    """
    answer = _first(web, url, stop)
    if not isinstance(answer, Capture):
        return answer
    if kind := _kind(answer):
        return [Listing(url, kind)]
    base = answer.url or url
    try:
        named = _addresses(base, web.named_sitemaps(base))
    except Failure:
        named = ()
    news = [sitemap for sitemap in named if "news" in sitemap.lower()]
    feeds_named = site_links.linked_feeds(answer)
    gone = _gone(feeds_named, web, stop)
    certain = [Listing(feed, ListingKind.FEED) for feed in feeds_named if feed not in gone]
    certain += [Listing(sitemap, ListingKind.SITEMAP) for sitemap in news]
    if certain:
        return certain
    guessed = _first_listing([*site_links.anchored_feeds(answer), *_usual(base, USUAL_FEEDS)], web, stop)
    general = [Listing(sitemap, ListingKind.SITEMAP) for sitemap in named]
    if found := guessed or _first_listing(_usual(base, NEWS_SITEMAPS), web, stop) or general:
        return found
    return _first_listing(_usual(base, USUAL_SITEMAPS), web, stop) or Unreadable(
        url, NOTHING_THERE, answer.captured_at, Cause.BROKEN
    )


def discover_articles(
    listings: Iterable[Listing], web: Web, *, stop: Event | None = None, files: bool = False
) -> Generator[ListedArticle | Ping | ListingRead, None, None]:
    """Give the articles that `listings` have, each once, and of each listing a ListingRead after its articles.

    Those with validators are asked for what changed since. What a listing says of when an article changed is a Ping; it
    sets the order of a sitemap too, the newest first, but leaves nothing out: it is often wrong. No visit is under way
    when this yields, so the articles can be fetched in between.

    `files`: whether a listing that is no URL is a file to read, for those that a person names at this moment. What
    listings, sites and robots.txt files name is never one: a stranger would choose what is read on this machine.
    """
    stop = stop or Event()
    round_ = _Round()
    for listing in listings:
        if listing.kind is not ListingKind.SITE:
            if not files and not is_url(listing.url):
                yield ListingRead(listing, failure=Unreadable(listing.url, NO_ADDRESS, cause=Cause.ADDRESS))
                continue
            round_.begin(listing)
        elif isinstance(found := find_listings(listing.url, web, stop=stop), Unreadable):
            yield ListingRead(listing, failure=found)
        else:
            for one in found:
                round_.begin(one)
    while (steps := round_.next_steps()) and not stop.is_set():
        for step, contents in _read(steps, web, stop):
            yield from round_.take(step, contents)


@dataclass(frozen=True, slots=True)
class _Step:
    """One file to read for a listing: itself, or a sitemap that its index names."""

    listing: Listing
    url: str
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Contents:
    pages: tuple[feeds.FeedItem, ...] = ()
    sitemaps: tuple[str, ...] = ()
    passed_over: str | None = None
    listing: Listing | None = None  # with its new validators
    failure: Unreadable | None = None
    received: int = 0
    moved_to: str | None = None


class _Round:
    """Keeps what is still to be read, and what was found so far."""

    def __init__(self) -> None:
        self._steps: deque[_Step] = deque()
        self._asked: set[str] = set()
        self._seen: set[str] = set()
        self._open: Counter[str] = Counter()
        self._files: Counter[str] = Counter()
        self._found: Counter[str] = Counter()
        self._received: Counter[str] = Counter()
        self._state: dict[str, _Contents] = {}
        self._torn: set[str] = set()
        self._told: dict[str, str | None] = {}

    def begin(self, listing: Listing) -> None:
        self._add(_Step(listing, listing.url))

    def next_steps(self) -> list[_Step]:
        return [self._steps.popleft() for _ in range(min(AT_ONCE, len(self._steps)))]

    def take(self, step: _Step, contents: _Contents) -> Generator[ListedArticle | Ping | ListingRead, None, None]:
        name = step.listing.url
        self._received[name] += contents.received
        for page in contents.pages:
            address = canonical(page.url) or page.url
            if address not in self._seen:
                self._seen.add(address)
                self._found[name] += 1
                yield ListedArticle(page.url, name, page.guid)
            if page.modified_at and (at := parse_time(page.modified_at)):
                yield Ping(address, name, at)
        left = sum(not self._add(_Step(step.listing, url, step.depth + 1)) for url in contents.sitemaps)
        told = contents.passed_over
        if left:
            told = f"{told}; " * bool(told) + f"{left:,} of its sitemaps were not read: too many, or too deep"
        if step.depth == 0:
            self._state[name] = contents
            self._told[name] = told
        elif contents.failure or told:
            self._torn.add(name)
            part = Listing(step.url, ListingKind.SITEMAP)
            yield ListingRead(part, failure=contents.failure, passed_over=told)
        self._open[name] -= 1
        if not self._open[name]:
            state = self._state.pop(name)
            # where a part could not be read, the whole counts as not read yet: it is asked for again
            told = self._told.pop(name)
            listing = step.listing if name in self._torn or told else state.listing or step.listing
            yield ListingRead(
                listing, self._found[name], state.failure, self._received[name], state.moved_to, passed_over=told
            )

    def _add(self, step: _Step) -> bool:
        """Note a file to read; tell whether it is or was noted."""
        name = step.listing.url
        if step.url in self._asked:
            return True
        if self._files[name] >= MOST_SITEMAPS or step.depth > DEEPEST:
            return False
        self._asked.add(step.url)
        self._files[name] += 1
        self._open[name] += 1
        self._steps.append(step)
        return True


def _read(steps: list[_Step], web: Web, stop: Event) -> list[tuple[_Step, _Contents]]:
    """Read one file for each step, from the web, or from disk what a person named."""
    read = [(step, _local(step)) for step in steps if step.depth == 0 and not is_url(step.url)]
    by_url = {step.url: step for step in steps if is_url(step.url)}
    for answer in web.fetch_requests(map(_request, by_url.values()), stop=stop, kinds=LISTINGS):
        step = by_url[answer.origin]
        read.append((step, _contents(step, answer)))
    return read


def _request(step: _Step) -> Request:
    listing = step.listing
    return Request(step.url, listing.etag, listing.last_modified) if step.depth == 0 else Request(step.url)


def _contents(step: _Step, answer: Fetched) -> _Contents:
    """Give what one file lists, and its validators."""
    if isinstance(answer, Unreadable):
        return _Contents(failure=answer)
    if isinstance(answer, NotModified):
        return _Contents(listing=replace(step.listing, read_at=answer.checked_at))
    headers = dict(answer.headers)
    listing = replace(
        step.listing,
        etag=headers.get("etag"),
        last_modified=headers.get("last-modified"),
        read_at=answer.captured_at,
    )
    size, moved = answer.received or 0, answer.moved_to
    if (feed := feeds.read_feed(answer)) is not None:
        return _Contents(feed.items, (), feed.passed_over, listing, received=size, moved_to=moved)
    if (sitemap := sitemaps.read_sitemap(answer)) is not None:
        if sitemap.sitemaps:  # an index stays the same while what it names changes
            listing = replace(listing, etag=None, last_modified=None)
        pages = tuple(feeds.FeedItem(one.url, modified_at=one.modified_at) for one in _newest_first(sitemap.pages))
        files = _files_to_read(sitemap.sitemaps, step.listing.read_at)
        return _Contents(pages, files, sitemap.passed_over, listing, received=size, moved_to=moved)
    told = Unreadable(step.url, NO_LISTING, answer.captured_at, Cause.MEDIA_TYPE, answer.status)
    return _Contents(failure=told, received=size)


def _newest_first(entries: Iterable[sitemaps.Entry]) -> list[sitemaps.Entry]:
    """Give entries in the order of the days that they name, the newest first; one that names none may be new."""
    return sorted(entries, key=lambda entry: (entry.modified_at or "9")[:10], reverse=True)


def _files_to_read(entries: Iterable[sitemaps.Entry], since: str | None) -> tuple[str, ...]:
    """Give the sitemaps of an index to read: all that may have changed since the day `since`, and some others."""
    # by day, so that no time zone hides anything
    day = (since or "")[:10]
    ordered = _newest_first(entries)
    stale = {entry.url for entry in ordered if entry.modified_at and entry.modified_at[:10] < day}
    chosen = set(sorted(stale, key=lambda url: crc32(f"{url} {since}".encode("utf-8", "replace")))[:MOST_STALE])
    return tuple(entry.url for entry in ordered if entry.url not in stale or entry.url in chosen)


def _local(step: _Step) -> _Contents:
    """Read a listing that is a file."""
    try:
        with Path(step.url).open("rb") as file:
            payload = file.read(sitemaps.MOST_BYTES)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        return _Contents(failure=Unreadable(step.url, f"cannot be read: {reason}"))
    return _contents(step, Capture(step.url, payload, step.listing.read_at or ""))


def _addresses(base: str, named: Iterable[str]) -> tuple[str, ...]:
    """Give the web addresses that `named` are when they stand on the page `base`, each once; all else is left out."""
    joined = (join_address(base, one) for one in named)
    return tuple(dict.fromkeys(address for address in joined if address))


def _gone(named: list[str], web: Web, stop: Event | None) -> set[str]:
    """Give the feeds that a site names and does not have; what is only in trouble is not gone."""
    answers = web.fetch_requests([Request(feed) for feed in named], stop=stop, kinds=LISTINGS)
    return {answer.origin for answer in answers if _is_gone(answer)}


def _is_gone(answer: Fetched) -> bool:
    if isinstance(answer, Capture):
        return _kind(answer) is None
    return isinstance(answer, Unreadable) and answer.status in (404, 410)


def _usual(base: str, paths: Iterable[str]) -> list[str]:
    return [urljoin(base, path) for path in paths]


def _first_listing(places: list[str], web: Web, stop: Event | None) -> list[Listing]:
    """Give the first of `places` where a listing is."""
    answers = web.fetch_requests([Request(place) for place in places], stop=stop, kinds=LISTINGS)
    found = {page.origin: kind for page in answers if isinstance(page, Capture) and (kind := _kind(page))}
    return [Listing(place, found[place]) for place in places if place in found][:1]


def _first(web: Web, url: str, stop: Event | None) -> Capture | Unreadable:
    """Fetch one address."""
    with closing(web.fetch_requests([Request(url)], stop=stop, kinds=LISTINGS)) as answers:
        for answer in answers:
            assert not isinstance(answer, NotModified)  # nothing was asked for conditionally
            return answer
    return Unreadable(url, "stopped before it was read")


def _kind(capture: Capture) -> ListingKind | None:
    """Tell which kind of listing a capture is, if any."""
    if feeds.read_feed(capture) is not None:
        return ListingKind.FEED
    return ListingKind.SITEMAP if sitemaps.read_sitemap(capture) is not None else None

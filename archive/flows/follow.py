"""The flow from an address to what is followed from now on: the feed or sitemap there, or those of its site."""

from dataclasses import replace

from archive.captures.listings.discovery import find_listings
from archive.captures.web.session import open_web
from archive.errors import FetchFailed
from archive.flows.owners import read_trust_files
from archive.flows.work import Work
from archive.model import Listing, ListingKind, ListingRead, Unreadable
from archive.store.database import Database
from archive.store.write.follows import Follows
from archive.urls import join_address


def follow_listings(database: Database, url: str, work: Work) -> list[Listing]:
    """Remember the feed or sitemap at `url`, or the site with those it has; give what is followed because of it.

    What a site says of its owner is read and stored too.

    Raises FetchFailed where there is none, StoreError.
    """
    with open_web(settings=work.settings, now=work.now) as web:
        found = find_listings(url, web)
        if not isinstance(found, Unreadable) and url not in {listing.url for listing in found}:
            for _ in read_trust_files(database, [(join_address(url, "/") or url).rstrip("/")], web, work):
                pass  # that a site has none is no failure
    if isinstance(found, Unreadable):
        raise FetchFailed(found.message, where=url)
    if url not in {listing.url for listing in found}:
        found = [Listing(url, ListingKind.SITE), *found]
    follows = Follows(database)
    for listing in found:
        follows.add(listing, work.now())
        if listing.kind is ListingKind.SITE:
            follows.note(ListingRead(replace(listing, read_at=work.now()), len(found) - 1))
    return found

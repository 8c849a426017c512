"""Places that list articles (feeds, sitemaps, sites), and what a reading of one brought."""

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum

from archive.model.captures import Unreadable


class ListingKind(StrEnum):
    """A feed (RSS, Atom, JSON Feed), a sitemap, or any page of a site, which leads to both."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Listing:
    """A place that lists articles; `etag`, `last_modified` and `read_at` are of the last time that it was read."""

    url: str
    kind: ListingKind
    etag: str | None = None
    last_modified: str | None = None
    read_at: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", ListingKind(self.kind))  # its plain text is taken too, all else a ValueError


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article's URL, spelled as it is listed, and the URL of the listing that has it.

    `guid`: the id by which a feed knows the article, however its URL changes.
    """

    url: str
    listing: str
    guid: str | None = None


@dataclass(frozen=True, slots=True)
class Ping:
    """A listing says that an article was changed at a time. `url`: in its canonical spelling."""

    url: str
    listing: str
    at: str


@dataclass(frozen=True, slots=True)
class ListingRead:
    """A listing was read: `listing` carries its new validators, `found` counts what it had (0 where nothing changed).

    Where it could not be read, `failure` says why; `passed_over`: what of it could not, in a sentence. `received`:
    bytes on the wire, with those of the files it names. `moved_to`: its address from now on, where a permanent redirect
    says so.
    """

    listing: Listing
    found: int = 0
    failure: Unreadable | None = None
    received: int = 0
    moved_to: str | None = None
    passed_over: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """The finds of a night in the feeds and sitemaps that are followed.

    `listings`: those that were read; `pages`: new pages asked for, `outcomes`: what became of those that came;
    `failed`: listings and pages that did not come, by cause, and by host; `bytes` of all of it on the wire.
    """

    listings: int = 0
    pages: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    failed_hosts: dict[str, int] = field(default_factory=dict)
    bytes: int = 0


def add_news(one: News, other: News) -> News:
    """Add up the finds of two parts of a night."""
    return News(
        one.listings + other.listings,
        one.pages + other.pages,
        dict(Counter(one.outcomes) + Counter(other.outcomes)),
        dict(Counter(one.failed) + Counter(other.failed)),
        dict(Counter(one.failed_hosts) + Counter(other.failed_hosts)),
        one.bytes + other.bytes,
    )

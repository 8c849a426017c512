"""Find the feeds that a page of a site links to: in its head, or for people to click on."""

import re

from archive.captures.content_type import media_type_in
from archive.captures.listings.markup import decode_markup, find_tags, text_between
from archive.model import Capture
from archive.urls import canonical, join_address

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
PAGE_BYTES = 1_000_000  # of a page in which feeds are looked for
MOST_FEEDS = 50
MOST_ANCHORS = 5  # links for people that are tried
TAGS = frozenset({"base", "link", "a"})
FEED_PATH = re.compile(r"(?:^|[/._-])(?:rss|atom|feeds?|rdf)(?:[/._-]|\d|$)|\.(?:rss|atom|rdf)$", re.I)
FEED_TEXT = re.compile(r"\b(?:rss|atom)\b", re.I)


def linked_feeds(capture: Capture) -> list[str]:
    """Give the feeds that a page names (`rel=alternate` with a feed's type), those of comments left out."""
    return _found_links(capture)[0]


def anchored_feeds(capture: Capture) -> list[str]:
    """Give the links of a page that look as if they led to a feed; whether they do is seen when they are read."""
    return _found_links(capture)[1][:MOST_ANCHORS]


def _found_links(capture: Capture) -> tuple[list[str], list[str]]:
    base, based = capture.url or "", False
    named: dict[str, None] = {}
    anchored: dict[str, None] = {}
    text = decode_markup(capture.payload[:PAGE_BYTES], capture.charset)
    for tag in find_tags(text, TAGS):
        if tag.closes:
            continue
        values = tag.attributes
        if tag.name == "base":
            if not based and "href" in values:  # the first counts (HTML, section 4.2.3)
                base, based = join_address(base, values["href"]) or base, True
            continue
        address = canonical(join_address(base, values.get("href", "")) or "")
        if address is None or "comments" in address:
            continue
        if media_type_in(values.get("type", "")) in FEED_TYPES:
            if tag.name == "a" or "alternate" in values.get("rel", "").lower().split():
                named[address] = None
        elif tag.name == "a" and (
            FEED_PATH.search(address.partition("://")[2].partition("/")[2])
            or FEED_TEXT.search(text_between(text, tag.end, min(len(text), tag.end + 40)))
        ):
            anchored[address] = None
    return list(named)[:MOST_FEEDS], [address for address in anchored if address not in named]

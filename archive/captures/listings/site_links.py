"""Find the feeds that a site names in the head of its pages."""

from html.parser import HTMLParser
from urllib.parse import urljoin

from archive.model import Capture
from archive.urls import canonical

FEED_TYPES = frozenset({"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"})
HEAD_BYTES = 500_000  # of a page, in which its head is
MOST_FEEDS = 50


def linked_feeds(capture: Capture) -> list[str]:
    """Give the feeds that a page links to (`rel=alternate` with a feed's type), those of comments left out."""
    reader = _Links()
    try:
        reader.feed(capture.payload[:HEAD_BYTES].decode(capture.charset or "utf-8", "replace"))
    except (LookupError, AssertionError, ValueError):  # an unknown charset; markup that html.parser gives up on
        return []
    found: dict[str, None] = {}
    for link in reader.found:
        try:
            address = canonical(urljoin(capture.url or "", link.strip()))
        except ValueError:
            continue
        if address and "comments" not in address:
            found[address] = None
    return list(found)[:MOST_FEEDS]


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        alternate = "alternate" in values.get("rel", "").lower().split()
        if tag == "link" and alternate and values.get("type", "").strip().lower() in FEED_TYPES and values.get("href"):
            self.found.append(values["href"])

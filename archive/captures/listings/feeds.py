"""Read the articles that a feed lists: RSS, Atom and RDF, well-formed or not, and JSON Feed."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from archive.captures.listings.markup import Tag, decode_markup, find_tags, has_end, has_root, text_between
from archive.captures.listings.packed import unpack_listing
from archive.captures.lists import is_url
from archive.model import Capture
from archive.urls import canonical, is_front, join_address

MOST_BYTES = 20_000_000  # of a feed that is read; the longest of news sites have one
MOST_ITEMS = 10_000
ROOTS = frozenset({"rss", "feed", "rdf"})
ITEMS = frozenset({"item", "entry"})
CHANGED = frozenset({"updated", "modified"})  # Atom, in RSS too; Atom 0.3 and Dublin Core
PARTS = frozenset({"link", "guid", "id", "source"}) | CHANGED


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An article in a feed: its address, spelled as it stands there, and the id by which the feed knows it.

    `modified_at`: when it was last changed, as the feed writes it, if it says so; when it was published is none of it.
    """

    url: str
    guid: str | None = None
    modified_at: str | None = None


@dataclass(frozen=True, slots=True)
class Feed:
    """The articles of a feed, in its order; `passed_over`: what in it could not be read, in a sentence."""

    items: tuple[FeedItem, ...] = ()
    passed_over: str | None = None


def read_feed(capture: Capture) -> Feed | None:
    """Read the feed in `capture`; None if it is none.

    Entities are not expanded and nothing is fetched: what an XML says beyond its own text is nothing to us.
    """
    payload = unpack_listing(capture.payload, MOST_BYTES)
    if payload is None:
        return None
    text = decode_markup(payload[:MOST_BYTES], capture.charset)
    faults = [f"of its {len(payload):,} bytes {MOST_BYTES:,} were read"] if len(payload) > MOST_BYTES else []
    if text[:100].lstrip("\ufeff \t\r\n").startswith("{"):
        if (found := _json_items(text)) is None:
            return None
        base, items = capture.url or "", found
    else:
        if not has_root(text, ROOTS):
            return None
        if not has_end(text, ROOTS):
            faults.append("it breaks off before its end")
        base, items = _xml_items(text, capture.url or "")
    return _feed(items, base, faults)


def _feed(items: list["_Item"], base: str, faults: list[str]) -> Feed:
    """Put a feed together; an id that several items have is none."""
    if len(items) > MOST_ITEMS:
        faults.append(f"of its {len(items):,} articles the first {MOST_ITEMS:,} were read")
        items = items[:MOST_ITEMS]
    named = Counter(item.guid for item in items if item.guid)
    links = [(join_address(base, item.link), item) for item in items]
    if missing := sum(link is None for link, _ in links):
        faults.append(f"{missing:,} of its {len(items):,} entries name no web address")
    found: dict[str, FeedItem] = {}
    for link, item in links:
        if link is not None:
            own = item.guid if item.guid and named[item.guid] == 1 and not is_front(item.guid) else None
            found.setdefault(canonical(link) or link, FeedItem(link, own, item.changed or None))
    return Feed(tuple(found.values()), "; ".join(faults) or None)


@dataclass(slots=True)
class _Item:
    """What an item of a feed says of its address, and of when it was changed."""

    guid: str = ""
    text: str = ""
    href: str = ""
    permalink: str = ""
    changed: str = ""
    guid_read: bool = False

    @property
    def link(self) -> str:
        return self.text or self.href or self.permalink


def _json_items(text: str) -> list[_Item] | None:
    """Read a JSON Feed (https://www.jsonfeed.org/version/1.1); `external_url` is elsewhere, so only `url` counts."""
    try:
        feed = json.loads(text.lstrip("\ufeff"), strict=False)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")):
        return None
    items = feed.get("items")
    return [_json_item(item) for item in items if isinstance(item, dict)] if isinstance(items, list) else []


def _json_item(item: dict[str, object]) -> _Item:
    url, guid, changed = item.get("url"), item.get("id"), item.get("date_modified")
    guid = str(guid) if isinstance(guid, str | int) else ""
    link, permalink = url if isinstance(url, str) else "", guid if is_url(guid) else ""
    return _Item(guid, link, permalink=permalink, changed=changed if isinstance(changed, str) else "")


def _xml_items(text: str, url: str) -> tuple[str, list[_Item]]:
    """Give what links in RSS, Atom or RDF are relative to, and its items."""
    base, items = url, list[_Item]()
    item: _Item | None = None
    skipped = False
    for tag, end in _with_ends(text):
        if tag.name in ITEMS:
            item = None if tag.closes else _Item()
            skipped = False
            if item is not None:
                items.append(item)
                about = tag.attributes.get("rdf:about", "")
                item.guid, item.permalink = about, about
        elif tag.name == "source":  # where another feed's entry is from: its address and id are that feed's
            skipped = not tag.closes and not tag.is_empty
        elif item is not None and not tag.closes and not skipped:
            _take_part(item, tag, text, end)
        elif item is None and tag.name == "link" and not base and not tag.closes:
            base = text_between(text, tag.end, end)
    return base, items


def _take_part(item: _Item, tag: Tag, text: str, end: int) -> None:
    """Note what an element, whose text ends at `end`, says of an item; the first of each kind counts."""
    if tag.name == "link" and not item.text and not item.href:
        attributes = tag.attributes
        if "href" in attributes:
            item.href = attributes["href"] if attributes.get("rel", "alternate").lower() == "alternate" else ""
        elif tag.prefix in ("", "rss"):
            item.text = text_between(text, tag.end, end)
    elif tag.name in CHANGED and not item.changed:
        item.changed = text_between(text, tag.end, end)
    elif tag.name in ("guid", "id") and not item.guid_read:
        item.guid_read, content = True, text_between(text, tag.end, end)
        item.guid = content or item.guid
        if tag.name == "guid" and tag.attributes.get("ispermalink", "true").lower() != "false" and is_url(content):
            item.permalink = content


def _with_ends(text: str) -> Iterator[tuple[Tag, int]]:
    """Give each tag of a feed, with where its text ends: at the next. What the end of the file cuts has none."""
    last: Tag | None = None
    for tag in find_tags(text, ITEMS | PARTS):
        if last is not None:
            yield last, tag.begin
        last = tag
    if last is not None:
        yield last, last.end

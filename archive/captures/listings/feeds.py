"""Read the articles that a feed lists: RSS, Atom and RDF by feedparser (this is its door), JSON Feed by ourselves."""

import json
import re
from io import BytesIO
from itertools import islice
from urllib.parse import urljoin

from archive.model import Capture
from archive.urls import canonical

MOST_BYTES = 3_000_000  # of a feed that is read; the longest of news sites have a third
MOST_ITEMS = 2_000
MOST_MARKS = 30_000  # "<": about 3 seconds of feedparser, 15 tags for each of the items; uncapped it took minutes
MOST_REFERENCES = 300_000  # "&": about a second
LONGEST_SECTION = 2_000  # bytes of a CDATA section: addresses fit, whole articles, with all their markup, do not
ENTITY = re.compile(rb"<!ENTITY[^>]*>?")
ITEM = re.compile(rb"<(?:item|entry)[\s>]")
MARK = re.compile(rb"<")
REFERENCE = re.compile(rb"&")
SECTION = b"<![CDATA[", b"]]>"


def feed_links(capture: Capture) -> list[str] | None:
    """Give the articles' URLs in a feed, in its order, canonical, each once; None if it is no feed.

    Entities are not expanded and nothing is fetched: what an XML says beyond its own text is nothing to us.
    """
    payload = capture.payload[:MOST_BYTES]
    base = capture.url or ""
    is_json = payload[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{")
    found = _json_links(payload) if is_json else _xml_links(payload, capture)
    if found is None:
        return None
    addresses = (canonical(_joined(base, link)) for link in found[:MOST_ITEMS])
    return list(dict.fromkeys(address for address in addresses if address))


def _json_links(payload: bytes) -> list[str] | None:
    """Read a JSON Feed (https://www.jsonfeed.org/version/1.1); `external_url` is elsewhere, so only `url` counts."""
    try:
        feed = json.loads(payload)
    except (ValueError, RecursionError):
        return None
    if not isinstance(feed, dict) or "jsonfeed.org" not in str(feed.get("version")):
        return None
    items = feed.get("items")
    urls = [item.get("url") for item in items if isinstance(item, dict)] if isinstance(items, list) else []
    return [url for url in urls if isinstance(url, str)]


def _xml_links(payload: bytes, capture: Capture) -> list[str] | None:
    """Read RSS, Atom or RDF, with what would take minutes cut off."""
    import feedparser  # type: ignore[import-untyped]  # it ships no types; a tenth of a second, for those who read feeds

    head = payload[:2_000].lower()
    if b"<rss" not in head and b"<feed" not in head and b"<rdf" not in head:
        return None
    kind = f"{capture.media_type or 'application/xml'}" + (f"; charset={capture.charset}" if capture.charset else "")
    # what feedparser takes minutes for: entities that expand, and more items or markup than any feed has
    payload = _without_long_sections(ENTITY.sub(b"", payload))
    for mark, most in ((ITEM, MOST_ITEMS), (MARK, MOST_MARKS), (REFERENCE, MOST_REFERENCES)):
        if surplus := next(islice(mark.finditer(payload), most, None), None):
            payload = payload[: surplus.start()]
    # a file object: a string might be taken for the name of a file or an address
    feed = feedparser.parse(
        BytesIO(payload),
        response_headers={"content-type": kind, "content-location": capture.url or ""},
        sanitize_html=False,
        resolve_relative_uris=False,
    )
    return [entry["link"] for entry in feed.entries if isinstance(entry.get("link"), str)]


def _without_long_sections(payload: bytes) -> bytes:
    """Leave long CDATA sections out, and one that does not end with all that follows it."""
    begin, end = SECTION
    first, *others = payload.split(begin)
    kept = [first]
    for other in others:
        section, closed, rest = other.partition(end)
        if not closed:
            break
        kept.append(begin + section + end + rest if len(section) <= LONGEST_SECTION else rest)
    return b"".join(kept)


def _joined(base: str, link: str) -> str:
    """Resolve a link; "" for one that makes no sense."""
    try:
        return urljoin(base, link.strip())
    except ValueError:
        return ""

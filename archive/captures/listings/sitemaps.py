"""Read the addresses that a sitemap lists (https://www.sitemaps.org/protocol.html): sets, indexes, news, text, gzip.

Read here: the libraries for it fetch by themselves, and hold whole trees. XML is read as a stream by lxml, with no
entity, no DTD and no network.
"""

from dataclasses import dataclass
from io import BytesIO
from typing import cast

from lxml import etree

from archive.captures.body import Body
from archive.captures.failure import Failure
from archive.captures.lists import is_list, parse_targets
from archive.model import Capture
from archive.urls import canonical

MOST_URLS = 50_000  # of one file; the protocol's own limit
MOST_BYTES = 52_428_800  # unpacked; likewise


@dataclass(frozen=True, slots=True)
class Entry:
    """One address, and when it was last changed, if the sitemap says so."""

    url: str
    modified_at: str | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap's pages, and if it is an index further sitemaps."""

    pages: tuple[Entry, ...] = ()
    sitemaps: tuple[Entry, ...] = ()


def read_sitemap(capture: Capture) -> Sitemap | None:
    """Read the sitemap in `capture`; what stands before a damage counts. None if it is no sitemap."""
    payload = capture.payload
    if payload.startswith(b"\x1f\x8b"):
        body = Body("gzip", MOST_BYTES)
        try:
            body.add_piece(payload)
        except Failure:
            return None
        payload = body.first_bytes(MOST_BYTES)
    if is_list(payload):
        urls = (canonical(line) for line in parse_targets(BytesIO(payload)))
        return Sitemap(tuple(Entry(url) for url in dict.fromkeys(urls) if url)[:MOST_URLS])
    return _xml(payload) if b"<" in payload[:100] else None


def _xml(payload: bytes) -> Sitemap | None:
    """Read an XML sitemap as a stream."""
    entries: dict[str, list[Entry]] = {"url": [], "sitemap": []}
    root: str | None = None
    text: dict[str, str] = {}
    try:
        parser = etree.iterparse(
            BytesIO(payload),
            events=("start", "end"),
            resolve_entities=False,
            load_dtd=False,
            no_network=True,
            huge_tree=False,
            remove_comments=True,
            remove_pis=True,
        )
        for event, element in parser:
            name = cast("str", element.tag).rpartition("}")[2]
            root = root or name
            if root not in ("urlset", "sitemapindex"):
                return None
            if event == "start":
                continue
            # a picture in a page has a `loc` too
            parent = element.getparent()
            of_entry = parent is not None and cast("str", parent.tag).rpartition("}")[2] in entries
            if element.text and ((of_entry and name in ("loc", "lastmod")) or name == "publication_date"):
                text.setdefault(name, element.text.strip())
            elif name in entries:
                if (url := canonical(text.get("loc", ""))) is not None:
                    entries[name].append(Entry(url, text.get("lastmod") or text.get("publication_date")))
                text = {}
                if len(entries[name]) >= MOST_URLS:
                    break
                _forget(element)
    except etree.XMLSyntaxError:
        pass  # what came before it counts
    return None if root is None else Sitemap(tuple(entries["url"]), tuple(entries["sitemap"]))


def _forget(element: object) -> None:
    """Drop an element that was read and those before it, or the tree would grow with the file."""
    assert isinstance(element, etree._Element)
    element.clear()
    while (before := element.getprevious()) is not None and (parent := element.getparent()) is not None:
        parent.remove(before)

"""Entries as an Atom feed (RFC 4287)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.etree import ElementTree

ATOM: Final = "http://www.w3.org/2005/Atom"
NEVER: Final = "1970-01-01T00:00:00Z"


@dataclass(frozen=True, slots=True)
class AtomEntry:
    """An entry. `summary`: as text; `content`: as HTML, harmless already."""

    id: str
    title: str
    link: str
    updated: str
    author: str
    published: str | None = None
    summary: str | None = None
    content: str | None = None


def write_feed(title: str, identity: str, entries: Sequence[AtomEntry], *, address: str | None = None) -> bytes:
    """Write a feed. `identity`: an IRI that stays; `address`: where the feed is read, if anywhere."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", identity)
    _add(feed, "title", title)
    if address is not None:
        _add(feed, "link", None, rel="self", href=address)
    _add(feed, "updated", max((one.updated for one in entries), default=NEVER))
    for one in entries:
        entry = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", one.id)
        _add(entry, "title", one.title)
        _add(entry, "link", None, rel="alternate", href=one.link)
        _add(entry, "updated", one.updated)
        _add(entry, "published", one.published or one.updated)
        _add(ElementTree.SubElement(entry, f"{{{ATOM}}}author"), "name", one.author)
        if one.summary is not None:
            _add(entry, "summary", one.summary)
        if one.content is not None:
            _add(entry, "content", one.content, type="html")
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ElementTree.Element, name: str, text: str | None, **attributes: str) -> None:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text is not None:  # XML has no word for other signs
        element.text = "".join(sign for sign in text if sign in "\t\n" or (sign >= " " and sign not in "\ufffe\uffff"))

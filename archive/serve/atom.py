"""A list of articles as an Atom feed (RFC 4287)."""

from collections.abc import Mapping, Sequence
from typing import Any
from xml.etree import ElementTree

ATOM = "http://www.w3.org/2005/Atom"


def atom_feed(title: str, address: str, articles: Sequence[Mapping[str, Any]]) -> bytes:
    """Write the feed. `address`: of the feed itself; `articles`: lines as `serve.answers.listing` gives them."""
    ElementTree.register_namespace("", ATOM)
    feed = ElementTree.Element(f"{{{ATOM}}}feed")
    _add(feed, "id", address)
    _add(feed, "title", title)
    _add(feed, "link", None, rel="self", href=address)
    _add(feed, "updated", max((line["last_changed_at"] for line in articles), default="1970-01-01T00:00:00Z"))
    for line in articles:
        entry = ElementTree.SubElement(feed, f"{{{ATOM}}}entry")
        _add(entry, "id", line["url"])
        _add(entry, "title", line["title"] or line["url"])
        _add(entry, "link", None, rel="alternate", href=line["url"])
        _add(entry, "updated", line["last_changed_at"])
        _add(entry, "published", line["first_seen_at"])
        author = ElementTree.SubElement(entry, f"{{{ATOM}}}author")
        _add(author, "name", line["source"] or line["site"] or "unknown")
        _add(entry, "summary", f"{line['reporting']} · {line['word_count']:,} words · {line['site'] or 'no site'}")
    written: bytes = ElementTree.tostring(feed, encoding="utf-8", xml_declaration=True)
    return written


def _add(parent: ElementTree.Element, name: str, text: str | None, **attributes: str) -> None:
    element = ElementTree.SubElement(parent, f"{{{ATOM}}}{name}", attributes)
    if text is not None:
        element.text = "".join(sign for sign in text if sign in "\t\n" or sign >= " ")  # XML has no word for others

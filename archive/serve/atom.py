"""A list of articles as an Atom feed."""

from collections.abc import Mapping, Sequence
from typing import Any

from archive.render.atom import AtomEntry, write_feed


def atom_feed(title: str, address: str, articles: Sequence[Mapping[str, Any]]) -> bytes:
    """Write the feed. `address`: of the feed itself; `articles`: lines as `serve.answers.listing` gives them."""
    return write_feed(title, address, list(map(_entry, articles)), address=address)


def _entry(line: Mapping[str, Any]) -> AtomEntry:
    return AtomEntry(
        id=line["url"],
        title=line["title"] or line["url"],
        link=line["url"],
        updated=line["last_changed_at"],
        published=line["first_seen_at"],
        author=line["source"] or line["site"] or "unknown",
        summary=f"{line['reporting']} · {line['word_count']:,} words · {line['site'] or 'no site'}",
    )

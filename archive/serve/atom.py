"""Lists as Atom feeds."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from archive.render.atom import AtomEntry, write_feed
from archive.serve.signs import visible_signs


def article_entry(line: Mapping[str, Any]) -> AtomEntry:
    """Give an article on a line as an entry."""
    return AtomEntry(
        id=line["url"],
        title=line["title"] or line["url"],
        link=line["url"],
        updated=line["last_changed_at"],
        published=line["first_seen_at"],
        author=line["source"] or line["site"] or "unknown",
        summary=f"{line['provenance']} · {line['word_count']:,} words · {line['site'] or 'no site'}",
    )


def atom_feed(title: str, address: str, entries: Sequence[AtomEntry]) -> bytes:
    """Write the feed. `address`: of the feed itself."""
    return write_feed(visible_signs(title), address, list(map(_shown, entries)), address=address)


def _shown(entry: AtomEntry) -> AtomEntry:
    """Show signs that nobody sees: a reader of feeds may act on them."""
    texts = {name: getattr(entry, name) for name in ("id", "title", "link", "author", "summary", "content")}
    return replace(entry, **{name: visible_signs(text) for name, text in texts.items() if text})

"""Read the addresses that a sitemap lists (https://www.sitemaps.org/protocol.html): sets, indexes, news, text, gzip."""

from dataclasses import dataclass, field

from archive.captures.listings.markup import Tag, decode_markup, find_tags, has_end, has_root, text_between
from archive.captures.listings.packed import unpack_listing
from archive.captures.lists import is_url
from archive.model import Capture
from archive.urls import join_address

MOST_URLS = 50_000  # of one file; the protocol's own limit
MOST_BYTES = 52_428_800  # unpacked; likewise
ROOTS = frozenset({"urlset", "sitemapindex"})
ENTRIES = frozenset({"url", "sitemap"})
FACTS = frozenset({"loc", "lastmod", "publication_date"})
OTHERS = frozenset({"image", "video"})  # in an entry, with a `loc` that is no page


@dataclass(frozen=True, slots=True)
class Entry:
    """One address, spelled as it stands there, and when it was last changed, if the sitemap says so."""

    url: str
    modified_at: str | None = None


@dataclass(frozen=True, slots=True)
class Sitemap:
    """A sitemap's pages, and if it is an index further sitemaps; `passed_over`: what could not be read of it."""

    pages: tuple[Entry, ...] = ()
    sitemaps: tuple[Entry, ...] = ()
    passed_over: str | None = None


def read_sitemap(capture: Capture) -> Sitemap | None:
    """Read the sitemap in `capture`, damaged or not; None if it is no sitemap."""
    payload = unpack_listing(capture.payload, MOST_BYTES)
    if payload is None:
        return None
    text = decode_markup(payload[:MOST_BYTES], capture.charset)
    faults = [f"of its {len(payload):,} bytes {MOST_BYTES:,} were read"] if len(payload) > MOST_BYTES else []
    base = capture.url or ""
    if has_root(text, ROOTS):
        found = _read_entries(text, base)
        if not has_end(text, ROOTS):
            faults.append("it breaks off before its end")
    elif is_url(text[:200].lstrip("\ufeff \t\r\n")):
        found = _read_lines(text, base)
    else:
        return None
    if found.missing:
        faults.append(f"{found.missing:,} of its entries name no web address")
    if found.surplus:
        faults.append(f"it lists more than {MOST_URLS:,}: the first were read")
    return Sitemap(tuple(found.pages.values()), tuple(found.sitemaps.values()), "; ".join(faults) or None)


@dataclass(slots=True)
class _Found:
    base: str
    pages: dict[str, Entry] = field(default_factory=dict)
    sitemaps: dict[str, Entry] = field(default_factory=dict)
    missing: int = 0
    surplus: bool = False

    def add(self, kind: str, link: str, modified_at: str | None) -> None:
        """Keep an entry that has an address, and count those that have none."""
        entries = self.sitemaps if kind == "sitemap" else self.pages
        if (url := join_address(self.base, link)) is None:
            self.missing += 1
        elif len(entries) < MOST_URLS:
            entries.setdefault(url, Entry(url, modified_at))
        else:
            self.surplus = True


def _read_lines(text: str, base: str) -> _Found:
    """Read a sitemap that is one address a line."""
    found = _Found(base)
    for line in text.splitlines():
        if (link := line.strip("\ufeff \t")) and not link.startswith("#"):
            found.add("url", link if is_url(link) else "", None)
        if found.surplus:
            break
    return found


def _read_entries(text: str, base: str) -> _Found:
    """Read an XML sitemap."""
    found = _Found(base)
    facts: dict[str, str] | None = None
    kind = prefix = other = ""
    begun: Tag | None = None
    for tag in find_tags(text, ENTRIES | FACTS | OTHERS):
        if begun is not None and facts is not None and not other:
            facts.setdefault(begun.name, text_between(text, begun.end, tag.begin))
        begun = None
        if tag.name in OTHERS:
            other = "" if tag.closes or tag.is_empty else tag.name
        elif tag.name in ENTRIES and (facts is None or tag.prefix == prefix):
            if facts is not None:  # it ends, or the next one begins without its end
                found.add(kind, facts.get("loc", ""), facts.get("lastmod") or facts.get("publication_date"))
            kind, prefix, other = tag.name, tag.prefix, ""
            facts = None if tag.closes else {}
        elif tag.name in FACTS and not tag.closes and (tag.prefix == prefix or tag.name == "publication_date"):
            begun = tag
        if found.surplus:
            return found
    if facts is not None:
        found.add(kind, facts.get("loc", ""), facts.get("lastmod") or facts.get("publication_date"))
    return found

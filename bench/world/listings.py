"""The feeds and sitemaps of a world, each with a fault that real ones have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bench.world.oddities import Listed
from bench.world.script import Story

RENAMED = "-renamed"
"""What a link has at its end once the house gave it another slug; its guid stays."""
RENAMED_AFTER = 3


@dataclass(frozen=True, slots=True)
class Item:
    """An article in a listing: `link` is its path as listed now, `guid` what it always was."""

    title: str
    link: str
    guid: str


def listing_path(listed: Listed) -> str:
    """Give where a host has its listing."""
    return "/sitemap.xml" if listed in (Listed.RELATIVE, Listed.BLANK) else "/feed"


def listed_items(listed: Listed, stories: Iterable[Story], night: int) -> list[Item]:
    """Give the articles of a host that a listing of its new ones has on a night."""
    items = []
    for one in stories:
        if 0 < one.since <= night:
            path = one.addresses[0][1]
            renamed = listed is Listed.GUID and night >= one.since + one.vain + RENAMED_AFTER
            items.append(Item(one.versions[0].title, path + RENAMED if renamed else path, f"urn:{one.number}"))
    return items


def print_listing(listed: Listed, items: Sequence[Item], base: str, name: str) -> str:
    """Print the feed or sitemap of a host. `base`: scheme and authority of its addresses."""
    if listed is Listed.RELATIVE:
        return _sitemap("".join(f"<url><loc>{item.link}</loc></url>" for item in items))
    if listed is Listed.BLANK:
        entries = "".join(f"<url><loc>{base}{item.link}</loc></url>" for item in items)
        return f"\n{_sitemap(f'<url><loc>{base}/?a=1&b=2</loc></url>{entries}')}"
    fault = "&euml;&hellip; " if listed is Listed.ENTITY else "Town & Country: "
    entries = "".join(
        f"<item><title>{fault}{item.title}</title><link>{base}{item.link}</link>"
        f"<guid isPermaLink='false'>{item.guid}</guid></item>"
        for item in items
    )
    return f"<?xml version='1.0'?><rss version='2.0'><channel><title>{name}</title>{entries}</channel></rss>"


def _sitemap(entries: str) -> str:
    return (
        "<?xml version='1.0' encoding='utf-8'?>"
        f"<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>{entries}</urlset>"
    )

"""A site: its volume over time, own against wire, who writes, how it edits, what jumped, its furniture."""

from archive.app import Archive
from archive.errors import NotFound
from archive.serve.pages.asked import Data, Query, plain
from archive.serve.pages.search import list_articles
from archive.store.read.edits import EditFilter
from archive.store.read.filters import Filter


def site_page(archive: Archive, name: str, query: Query) -> Data:
    """Give a site in figures, and its articles. Raises NotFound."""
    figures = archive.sites(name)
    if not figures:
        raise NotFound("no article of this site", where=name)
    wanted = Filter(site=name)
    return {
        "name": name,
        "figures": plain(figures[0]),
        "volume": [plain(one) for one in archive.volume(wanted)],
        "provenance": archive.count_by("provenance", wanted, limit=4),
        "sources": archive.count_by("source", wanted, limit=12),
        "edits": [plain(one) for one in archive.edits_by_site(EditFilter(site=name))],
        "authors": archive.authors(name, limit=12),
        "drifts": [plain(one) for one in archive.drifts(name)],
        "furniture": [plain(one) for one in archive.furniture(name, limit=25)],
    } | list_articles(archive, query, wanted)

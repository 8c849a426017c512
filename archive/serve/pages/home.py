"""The first page: what came in lately, by day and site, and what changed lately."""

from itertools import groupby

from archive.app import Archive
from archive.serve.pages.asked import Data, plain


def home_page(archive: Archive) -> Data:
    """Give the newest articles by the day they were first seen, the latest changes, and counts."""
    newest = [plain(line) | {"day": line.first_seen_at[:10]} for line in archive.lines(limit=20)]
    arrivals = archive.arrivals(days=7)
    return {
        "totals": plain(archive.totals()),
        "newest": newest,
        "changed": [plain(line) for line in archive.lines(order="changed", limit=10)],
        "arrivals": [
            {"day": day, "sites": [[one.site, one.articles] for one in some]}
            for day, some in groupby(arrivals, key=lambda one: one.day)
        ],
        "sites": archive.count_by("site", limit=12),
        "sources": archive.count_by("source", limit=12),
    }

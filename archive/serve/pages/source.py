"""A source: who prints it, how much of it when, and its stories by reach."""

from archive.app import Archive
from archive.errors import NotFound
from archive.serve.pages.asked import Data, Query, plain
from archive.serve.pages.search import list_articles
from archive.serve.pages.stories import plain_story
from archive.store.read.filters import Filter


def source_page(archive: Archive, name: str, query: Query) -> Data:
    """Give who prints a source, and its articles. Raises NotFound."""
    wanted = Filter(source=name)
    listed = list_articles(archive, query, wanted)
    if not listed["articles"] and not query.get("after"):
        raise NotFound("no article of this source", where=name)
    return {
        "name": name,
        "sites": archive.count_by("site", wanted, limit=50),
        "volume": [plain(one) for one in archive.volume(wanted)],
        "stories": [plain_story(one) for one in archive.stories(wanted, limit=15)],
    } | listed

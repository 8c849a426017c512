"""An author: the articles a name signed, on which sites, for which organisations."""

from archive.app import Archive
from archive.serve.pages.asked import Data, Query, plain
from archive.serve.pages.search import list_articles
from archive.store.read.filters import Filter


def author_page(archive: Archive, name: str, query: Query) -> Data:
    """Give what a person signed. Raises NotFound."""
    return {"name": name, "figures": plain(archive.author(name))} | list_articles(archive, query, Filter(author=name))

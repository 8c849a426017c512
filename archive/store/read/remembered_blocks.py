"""The furniture of a site as site memory has it: what stood on several of its articles."""

from dataclasses import dataclass

from sqlalchemy import select

from archive.store.database import Database
from archive.store.tables import SiteBlocks


@dataclass(frozen=True, slots=True)
class RememberedBlock:
    """A block of a site's furniture, and on how many different articles it was seen."""

    text: str
    articles: int
    last_seen_at: str


def remembered_blocks(database: Database, site: str, limit: int) -> list[RememberedBlock]:
    """Give the blocks that were seen on most articles of a site, the most frequent first."""
    found = (
        select(SiteBlocks.text, SiteBlocks.articles, SiteBlocks.last_seen_at)
        .where(SiteBlocks.site == site, SiteBlocks.text.is_not(None), SiteBlocks.articles > 1)
        .order_by(SiteBlocks.articles.desc(), SiteBlocks.hash)
        .limit(limit)
    )
    with database.reader() as connection:
        return [RememberedBlock(text or "", count, at) for text, count, at in connection.execute(found)]

"""The furniture of a site as site memory has it: what stood on several of its articles."""

from dataclasses import dataclass
from typing import Final

from archive.store.database import Database
from archive.store.plain import PlainSelect

_REMEMBERED: Final = PlainSelect(
    "SELECT text, articles, last_seen_at FROM site_blocks WHERE site = :site AND text IS NOT NULL AND articles > 1"
    " ORDER BY articles DESC, hash LIMIT :limit"
)


@dataclass(frozen=True, slots=True)
class RememberedBlock:
    """A block of a site's furniture, and on how many different articles it was seen."""

    text: str
    articles: int
    last_seen_at: str


def remembered_blocks(database: Database, site: str, limit: int) -> list[RememberedBlock]:
    """Give the blocks that were seen on most articles of a site, the most frequent first."""
    with database.asked() as asked:
        return [RememberedBlock(*row) for row in _REMEMBERED.rows(asked, site=site, limit=limit)]

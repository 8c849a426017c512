"""Blocks that one of the newest articles alone has: they wait, and come into site memory many at once, in its order."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, delete, func, insert, literal, select, tuple_

from archive.store.statements import in_list, in_pairs, insert_rows
from archive.store.tables import SiteBlocks, YoungBlocks

YOUNG = 60_000
"""Blocks that wait, of some four thousand articles; they are read through for each batch. Each would have a page of the
large table written; many at once share them."""

_COLUMNS: Final = "site", "hash", "article_id", "seen_at"
_HELD: Final = select(*YoungBlocks.__table__.columns).where(
    tuple_(YoungBlocks.site, YoungBlocks.hash).in_(in_pairs(bindparam("wanted")))
)


def find_young(connection: Connection, pairs: Mapping[str, str]) -> Sequence[Any]:
    """Give the rows of those that wait. `pairs`: sites, each with hashes, as JSON, under the name `wanted`."""
    return connection.execute(_HELD, pairs).all()


def drop_young(connection: Connection, numbers: Sequence[int]) -> None:
    """Let those wait no more that came back: they are in site memory."""
    if numbers:
        connection.execute(delete(YoungBlocks).where(YoungBlocks.id.in_(in_list(numbers))))


def keep_young(connection: Connection, rows: Sequence[tuple[Any, ...]]) -> None:
    """Let blocks wait: each its site, hash, article and time. Where many do, all come into site memory."""
    if not rows:
        return
    insert_rows(connection, YoungBlocks, [dict(zip(_COLUMNS, row, strict=True)) for row in rows])
    if (connection.scalar(select(func.count()).select_from(YoungBlocks)) or 0) > YOUNG:
        merge_blocks(connection)


def merge_blocks(connection: Connection) -> None:
    """Bring all that wait into site memory, in the order in which its rows lie."""
    columns = YoungBlocks.site, YoungBlocks.hash, literal(1), YoungBlocks.article_id, YoungBlocks.seen_at
    names = ["site", "hash", "articles", "first_article_id", "last_seen_at"]
    young = select(*columns).order_by(YoungBlocks.site, YoungBlocks.hash)
    connection.execute(insert(SiteBlocks).from_select(names, young))
    connection.execute(delete(YoungBlocks))

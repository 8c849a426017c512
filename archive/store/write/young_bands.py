"""Bands of the newest articles: they wait, and come to those of all others many at once, in their order."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, delete, func, insert, select

from archive.store.statements import in_list, insert_bare
from archive.store.tables import StoryBands, YoungBands

YOUNG: Final = 160_000
"""Bands that wait, those of four thousand articles; they are read through for each batch. Each would have a page of the
large table written, among twenty thousand; all at once, in their order, five pages an article."""


def find_holders(connection: Connection, bands: Collection[int]) -> Iterator[tuple[int, int]]:
    """Give the bands among these that articles have, each with the number of one that has it."""
    # the young are read through: the sum, or their key might be gone through article by article
    for table, hashed in ((StoryBands, StoryBands.band), (YoungBands, YoungBands.band + 0)):
        found = connection.execute(select(table.band, table.article_id).where(hashed.in_(in_list(bands))))
        yield from ((band, holder) for band, holder in found)


def keep_bands(connection: Connection, rows: Sequence[tuple[int, int]]) -> None:
    """Let bands wait: each its article and itself. Where many do, all come to the others."""
    insert_bare(connection, YoungBands, rows)  # forty a page
    if rows and (connection.scalar(select(func.count()).select_from(YoungBands)) or 0) > YOUNG:
        merge_bands(connection)


def merge_bands(connection: Connection) -> None:
    """Bring all that wait to the bands of all others, in the order in which these lie."""
    young = select(YoungBands.band, YoungBands.article_id).order_by(YoungBands.band, YoungBands.article_id)
    connection.execute(insert(StoryBands).from_select(["band", "article_id"], young))
    connection.execute(delete(YoungBands))

"""What the archive holds, in figures."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import InstrumentedAttribute

from archive.store.database import Database
from archive.store.read.filters import is_article
from archive.store.tables import Articles, Captures, Credits, Payloads, Revisions, Stories

Counts = tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Stats:
    """Counts and sizes. Where a figure is by name, the most frequent comes first.

    `articles`, `sites`, `sources`: without pages that are no articles, which `flags` counts. `reporting`: articles that
    are own, syndicated or mixed. `credits`: by role. `refused`: captures by reason.
    `first_published`, `last_published`: as the pages say. `page_bytes`: all payloads as received; `stored_bytes`: the
    same, compressed; `database_bytes`: the whole file with its log.
    """

    articles: int
    sites: int
    sources: int
    reporting: Counts
    languages: Counts
    flags: Counts
    first_published: str | None
    last_published: str | None
    credits: Counts
    revisions: int
    stories: int
    captures: int
    refused: Counts
    payloads: int
    page_bytes: int
    stored_bytes: int
    database_bytes: int

    def items(self) -> Iterator[tuple[str, int | str | None]]:
        """Give one figure a row: `("articles", 15)`, `("credits, agency", 4)`."""
        for field in fields(self):
            value = getattr(self, field.name)
            name = field.name.replace("_", " ")
            if isinstance(value, tuple):
                yield from ((f"{name}, {part}", count) for part, count in value)
            else:
                yield name, value


def archive_stats(database: Database) -> Stats:
    """Give all figures, of one state of the database."""
    with database.reader() as connection:
        articles, sites, sources, first, last = connection.execute(
            select(
                func.count(),
                func.count(Articles.site.distinct()),
                func.count(Articles.source.distinct()),
                func.min(Articles.published_at),
                func.max(Articles.published_at),
            )
            .select_from(Articles)
            .where(is_article())
        ).one()
        payloads, size, stored = connection.execute(
            select(
                func.count(),
                func.coalesce(func.sum(Payloads.size), 0),
                func.coalesce(func.sum(func.length(Payloads.zstd)), 0),
            ).select_from(Payloads)
        ).one()
        return Stats(
            articles=articles,
            sites=sites,
            sources=sources,
            reporting=_counts(connection, Articles.reporting, is_article()),
            languages=_counts(connection, Articles.language, is_article()),
            flags=_flags(connection),
            first_published=first,
            last_published=last,
            credits=_counts(connection, Credits.role),
            revisions=_count(connection, Revisions.id),
            stories=_count(connection, Stories.id),
            captures=_count(connection, Captures.id),
            refused=_counts(connection, Captures.refused),
            payloads=payloads,
            page_bytes=size,
            stored_bytes=stored,
            database_bytes=database.size(),
        )


def _count(connection: Connection, column: InstrumentedAttribute[int]) -> int:
    return connection.scalar(select(func.count(column))) or 0


def _flags(connection: Connection) -> Counts:
    """Count each flag; they are few kinds of lists."""
    counts: Counter[str] = Counter()
    for flags, count in _counts(connection, Articles.flags):
        counts.update(dict.fromkeys(json.loads(flags), count))
    return tuple(counts.most_common())


def _counts(
    connection: Connection,
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
    *conditions: ColumnElement[bool],
) -> Counts:
    number = func.count()
    known = select(column, number).where(column.is_not(None), *conditions).group_by(column)
    return tuple((str(name), count) for name, count in connection.execute(known.order_by(number.desc(), column)))

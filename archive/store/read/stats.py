"""What the archive holds, in figures."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, fields

from sqlalchemy import Connection, Select, func, select
from sqlalchemy.orm import InstrumentedAttribute

from archive.store.database import Database
from archive.store.read.filters import is_article, no_article
from archive.store.tables import Articles, Base, Captures, Credits, Payloads, StoredRevisions, Stories

Counts = tuple[tuple[str, int], ...]
_Kind = tuple[str | None, str, str | None]
"""Source, reporting and language of an article."""


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
        payloads, size, stored = connection.execute(
            select(
                func.count(),
                func.coalesce(func.sum(Payloads.size), 0),
                func.coalesce(func.sum(func.length(Payloads.zstd)), 0),
            )
            .select_from(Payloads)
            .where(Payloads.size >= 0)  # all of them, but so SQLite reads an index and not the pages
        ).one()
        kinds = _kinds(connection)
        return Stats(
            articles=kinds.total(),
            sites=_sites(connection),
            sources=len({source for source, *_ in kinds if source is not None}),
            reporting=_summed(kinds, 1),
            languages=_summed(kinds, 2),
            flags=_flags(connection),
            first_published=connection.scalar(_published().order_by(Articles.published_at).limit(1)),
            last_published=connection.scalar(_published().order_by(Articles.published_at.desc()).limit(1)),
            credits=_credits(connection),
            revisions=_count(connection, StoredRevisions),
            stories=_count(connection, Stories),
            captures=_count(connection, Captures),
            refused=_counts(connection, Captures.refused),
            payloads=payloads,
            page_bytes=size,
            stored_bytes=stored,
            database_bytes=database.size(),
        )


def _kinds(connection: Connection) -> Counter[_Kind]:
    """Count articles by source, reporting and language: all, from an index, less the few pages that are none."""
    columns = Articles.source, Articles.reporting, Articles.language
    every = connection.execute(select(*columns, func.count()).group_by(*columns))
    counts: Counter[_Kind] = Counter({(row[0], row[1], row[2]): row[3] for row in every})
    counts.subtract((row[0], row[1], row[2]) for row in connection.execute(select(*columns).where(no_article())))
    return +counts


def _sites(connection: Connection) -> int:
    """Count sites with an article: all pages by site, from an index, less the few that are none."""
    pages = select(Articles.site, func.count()).where(Articles.site.is_not(None)).group_by(Articles.site)
    counts = Counter({row[0]: row[1] for row in connection.execute(pages)})
    counts.subtract(connection.scalars(select(Articles.site).where(no_article())))
    return len(+counts)


def _credits(connection: Connection) -> Counts:
    """Count credits by role, the most frequent first: grouped as their index has them, which needs no sorting."""
    counts: Counter[str] = Counter()
    for _, role, count in connection.execute(
        select(Credits.organization_id, Credits.role, func.count()).group_by(Credits.organization_id, Credits.role)
    ):
        counts[role] += count
    return _by_frequency(counts)


def _published() -> Select[str | None]:
    return select(Articles.published_at).where(Articles.published_at.is_not(None), is_article())


def _summed(kinds: Counter[_Kind], place: int) -> Counts:
    """Sum the counts by one part of the kinds, the most frequent first."""
    counts: Counter[str] = Counter()
    for kind, count in kinds.items():
        if (name := kind[place]) is not None:
            counts[name] += count
    return _by_frequency(counts)


def _by_frequency(counts: Counter[str]) -> Counts:
    return tuple(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))


def _count(connection: Connection, table: type[Base]) -> int:
    """Count all rows: of a column they would be read one by one."""
    return connection.scalar(select(func.count()).select_from(table)) or 0


def _flags(connection: Connection) -> Counts:
    """Count each flag; they are few kinds of lists."""
    counts: Counter[str] = Counter()
    for flags, count in _counts(connection, Articles.flags):
        counts.update(dict.fromkeys(json.loads(flags), count))
    return tuple(counts.most_common())


def _counts(
    connection: Connection,
    column: InstrumentedAttribute[str] | InstrumentedAttribute[str | None],
) -> Counts:
    number = func.count()
    known = select(column, number).where(column.is_not(None)).group_by(column)
    return tuple((str(name), count) for name, count in connection.execute(known.order_by(number.desc(), column)))

"""How much came when: articles by month and provenance, by day and site, and what the archive holds in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select

from archive.store.database import Database
from archive.store.plain import PlainSelect
from archive.store.read.filters import IS_ARTICLE, Filter, is_article, wanted_values
from archive.store.tables import Articles, Revisions, Stories

RECENT: Final = 2_000
"""Articles whose arrival is counted, the newest."""


@dataclass(frozen=True, slots=True)
class Volume:
    """Articles of a month of publication, such as 2026-11, in all and by provenance."""

    month: str
    own: int
    mixed: int
    syndicated: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Arrivals:
    """Articles of a site that the archive saw first on a day."""

    day: str
    site: str | None
    articles: int


@dataclass(frozen=True, slots=True)
class ArchiveTotals:
    """How many articles, revisions beyond the first, and stories on several sites are held."""

    articles: int
    edits: int
    stories: int


def monthly_volume(database: Database, wanted: Filter) -> list[Volume]:
    """Count the articles of each month of publication by their provenance, the oldest month first."""
    conditions = " AND ".join(["articles.published_at IS NOT NULL", IS_ARTICLE, *wanted.plain_conditions()])
    counted = PlainSelect(
        "SELECT substr(articles.published_at, 1, 7) AS month, articles.provenance, count(*) FROM articles"
        f" WHERE {conditions} GROUP BY month, articles.provenance"
    )
    months: dict[str, dict[str, int]] = {}
    with database.asked() as asked:
        for name, provenance, count in counted.rows(asked, **wanted_values(wanted)):
            months.setdefault(name, dict.fromkeys(("own", "mixed", "syndicated", "unknown"), 0))[provenance] = count
    return [Volume(name, **months[name]) for name in sorted(months)]


def recent_arrivals(database: Database, days: int) -> Sequence[Arrivals]:
    """Count what came in lately, by day and site, the newest day first: among the newest articles."""
    newest = select(Articles.id).order_by(Articles.id.desc()).limit(RECENT)
    day = func.substr(Articles.first_seen_at, 1, 10).label("day")
    counted = (
        select(day, Articles.site, func.count())
        .where(Articles.id.in_(newest), is_article())
        .group_by(day, Articles.site)
        .order_by(day.desc(), func.count().desc())
    )
    found: list[Arrivals] = []
    with database.reader() as connection:
        for one in connection.execute(counted):
            found.append(Arrivals(*one))
    known = sorted({one.day for one in found}, reverse=True)[:days]
    return [one for one in found if one.day in known]


def count_totals(database: Database) -> ArchiveTotals:
    """Count what is held."""
    with database.reader() as connection:
        articles, revisions, stories = (
            connection.scalar(select(func.count()).select_from(table)) or 0 for table in (Articles, Revisions, Stories)
        )
    return ArchiveTotals(articles, max(0, revisions - articles), stories)

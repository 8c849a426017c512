"""Articles as lists show them, a line each: the newest, those that changed lately, those of an author or a story."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal, TypedDict, Unpack, get_args

from sqlalchemy import ColumnExpressionArgument, and_, select

from archive.errors import UsageError
from archive.store.database import Database
from archive.store.plain import PlainSelect
from archive.store.read.filters import Filter, is_article, wanted_values
from archive.store.tables import Articles, Revisions

Order = Literal["seen", "changed"]
"""By when the archive first saw an article, or by when it last changed; the newest first."""
Counted = Literal["source", "site", "reporting", "provenance", "language", "month"]
"""What articles are counted by; `month`: of publication."""


class Listed(TypedDict, total=False):
    """How articles are listed, as `list_lines` says."""

    order: Order
    before: int | None
    ids: Collection[int] | None
    limit: int


@dataclass(frozen=True, slots=True)
class ListedLine:
    """An article on one line. `revisions`: how many texts of it are known."""

    id: int
    url: str
    site: str | None
    title: str | None
    byline: str | None
    source: str | None
    reporting: str
    provenance: str
    language: str | None
    published_at: str | None
    first_seen_at: str
    last_changed_at: str
    word_count: int
    status: str
    story_id: int | None
    revisions: int


def list_lines(
    database: Database,
    wanted: Filter = Filter(),  # noqa: B008 - frozen
    **how: Unpack[Listed],
) -> list[ListedLine]:
    """Give at most `limit` (50) articles, the newest first.

    `order`: "changed" leaves out those that never did. `ids`: only those numbers. `before`: only articles with a
    smaller number, so that a page begins where the last ended; for "seen". Pages that are no articles are left out,
    unless numbers or a flag name them.
    """
    order, before, ids = how.get("order", "seen"), how.get("before"), how.get("ids")
    conditions: list[ColumnExpressionArgument[bool]] = list(wanted.conditions())
    if ids is None and wanted.flag is None:
        conditions.append(is_article())
    if before is not None:
        conditions.append(Articles.id < before)
    if ids is not None:
        conditions.append(Articles.id.in_(list(ids)))
    limit = how.get("limit", 50)
    newest = Articles.id.desc()
    if order == "changed":
        conditions.append(Revisions.number > 1)
        newest = Revisions.id.desc()  # no index has last_changed_at
    elif ids is None:  # an index has the numbers of a site's articles: texts are read of those that are shown alone
        conditions = [Articles.id.in_(select(Articles.id).where(*conditions).order_by(newest).limit(limit))]
    shown = [getattr(Articles, name) for name in ListedLine.__dataclass_fields__ if name != "revisions"]
    found = (
        select(*shown, Revisions.number.label("revisions"))
        .join(Revisions, and_(Revisions.id == Articles.revision_id, Revisions.article_id == Articles.id))
        .where(*conditions)
        .order_by(newest)
        .limit(limit)
    )
    with database.reader() as connection:
        return [ListedLine(**row) for row in connection.execute(found).mappings()]


def count_by(database: Database, column: Counted, wanted: Filter, limit: int) -> Sequence[tuple[str, int]]:
    """Count the articles of a kind by one of their columns, the most frequent first; months in their order."""
    if column not in get_args(Counted):
        raise UsageError.unknown("column", column, get_args(Counted))
    by = "substr(articles.published_at, 1, 7)" if column == "month" else f"articles.{column}"
    conditions = " AND ".join([f"{by} IS NOT NULL", *wanted.plain_conditions()])
    order = "counted" if column == "month" else "found DESC"
    counted = PlainSelect(
        f"SELECT {by} AS counted, count(*) AS found FROM articles WHERE {conditions}"
        f" GROUP BY {by} ORDER BY {order} LIMIT :limit"
    )
    with database.asked() as asked:
        return counted.rows(asked, **wanted_values(wanted), limit=limit)

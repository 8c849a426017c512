"""Articles as lists show them, a line each: the newest, those that changed lately, those of an author or a story."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, Literal, TypedDict, Unpack, get_args

from archive.errors import UsageError
from archive.store.database import Database
from archive.store.plain import PlainSelect
from archive.store.read.filters import IS_ARTICLE, Filter, wanted_values

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


_SHOWN: Final = ", ".join(f"articles.{name}" for name in ListedLine.__dataclass_fields__ if name != "revisions")


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
    conditions, values = list(wanted.plain_conditions()), wanted_values(wanted)
    if ids is None and wanted.flag is None:
        conditions.append(IS_ARTICLE)
    if before is not None:
        conditions.append("articles.id < :before")
        values["before"] = before
    if ids is not None:
        conditions.append("articles.id IN {ids}")
        values["ids"] = json.dumps(list(ids))
    newest = "articles.id DESC"
    if order == "changed":
        conditions.append("revisions.number > 1")
        newest = "revisions.id DESC"  # no index has last_changed_at
    among = " AND ".join(conditions or ["0 = 0"])
    if ids is None and order != "changed":
        # an index has the numbers of a site's articles: texts are read of those that are shown alone
        among = f"articles.id IN (SELECT articles.id FROM articles WHERE {among} ORDER BY {newest} LIMIT :limit)"
    found = PlainSelect(
        f"SELECT {_SHOWN}, revisions.number FROM articles JOIN revisions ON revisions.id = articles.revision_id"
        f" AND revisions.article_id = articles.id WHERE {among} ORDER BY {newest} LIMIT :limit"
    )
    with database.asked() as asked:
        return [ListedLine(*row) for row in found.rows(asked, **values, limit=how.get("limit", 50))]


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

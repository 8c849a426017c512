"""The columns `provenance` and `provenance_evidence`: what a page and its story's other copies say.

Written by the writer, in the transaction that changes what they follow from, so that a filter reads an index.
"""

from collections.abc import Collection
from typing import Final

from sqlalchemy import ColumnElement, Connection, and_, case, func, null, or_, select, update
from sqlalchemy.orm import aliased

from archive.model import Article
from archive.store.statements import greater, in_list
from archive.store.tables import Articles, InferredCredits

REWRITTEN: Final = 0.25
"""Share of changed words from which a silent copy is its house's work with an agency's material: mixed. Agencies' texts
are cut and get another lead in far less; of a copy with a part of its own every fourth word is."""

_INFERRED = select(InferredCredits.article_id).where(InferredCredits.article_id == Articles.id).exists()
_CREDITING = aliased(Articles)
_CHANGED = (
    select(func.max(greater(func.coalesce(Articles.share_changed, 0), func.coalesce(_CREDITING.share_changed, 0))))
    .select_from(InferredCredits)
    .join(_CREDITING, _CREDITING.id == InferredCredits.from_article_id)
    .where(InferredCredits.article_id == Articles.id)
    .correlate(Articles)
    .scalar_subquery()
)
"""How much a silent copy and the one that credits the agency differ, each measured against the story's first copy."""
_PROVENANCE = case(
    (Articles.reporting == "syndicated", "syndicated"),
    (and_(_INFERRED, _CHANGED >= REWRITTEN), "mixed"),
    (_INFERRED, "syndicated"),
    (and_(Articles.reporting == "own", Articles.source.is_(None)), "unknown"),
    else_=Articles.reporting,
)
_EVIDENCE = case(
    (Articles.reporting == "syndicated", "printed"),
    (_INFERRED, "inferred"),
    (Articles.reporting == "mixed", "printed"),
    else_=null(),
)


def stated_provenance(article: Article) -> dict[str, str | None]:
    """Give both columns as far as the page alone tells."""
    if article.reporting == "own":
        return {"provenance": "own" if article.source else "unknown", "provenance_evidence": None}
    return {"provenance": article.reporting, "provenance_evidence": "printed"}


def settle_provenance(connection: Connection, articles: Collection[int], stories: Collection[int] = ()) -> None:
    """Bring both columns up to date, of those articles and of all copies of those stories."""
    for column, values in ((Articles.id, articles), (Articles.story_id, stories)):
        if values:
            _settle(connection, column.in_(in_list(values)))


def _settle(connection: Connection, meant: ColumnElement[bool]) -> None:
    """Write the rows alone that are not true any more: a row of `articles` is long."""
    stale = or_(Articles.provenance != _PROVENANCE, Articles.provenance_evidence.is_distinct_from(_EVIDENCE))
    truth = update(Articles).where(meant, stale).values(provenance=_PROVENANCE, provenance_evidence=_EVIDENCE)
    connection.execute(truth)

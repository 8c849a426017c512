"""Agencies that a page does not name, but another copy of its story does: never among the printed credits."""

from collections import Counter, defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Connection, delete, insert, select, tuple_

from archive.model import Confidence, Role
from archive.store.tables import Articles, Credits, InferredCredits, Organizations
from archive.store.write.provenance import settle_provenance

Inferred = tuple[int, int, int]
"""article, organisation, the copy that credits it: as the columns of the table."""
_Copies = list[Any]
"""Rows of `infer`'s question."""


def infer_credits(connection: Connection, stories: Collection[int]) -> None:
    """Bring the inferred credits of those stories, and what follows for provenance, up to date.

    An agency is inferred for the copies that credit nobody, or contributors only, if at least half of the copies that
    credit an agency for certain name it; not for the agency's own site.
    """
    if not stories:
        return
    rows = connection.execute(
        select(
            Articles.story_id,
            Articles.id,
            Articles.site,
            Credits.organization_id,
            Organizations.name,
            Credits.role,
            Credits.confidence,
        )
        .outerjoin(Credits, Credits.article_id == Articles.id)
        .outerjoin(Organizations, Organizations.id == Credits.organization_id)
        .where(Articles.story_id.in_(stories))
        .order_by(Articles.id)
    )
    copies: defaultdict[int, _Copies] = defaultdict(list)
    for row in rows:
        copies[row.story_id].append(row)
    due = {inferred for story in copies.values() for inferred in _inferred(story)}
    columns = InferredCredits.article_id, InferredCredits.organization_id, InferredCredits.from_article_id
    known = select(*columns).join(Articles, Articles.id == InferredCredits.article_id)
    held = {tuple(row) for row in connection.execute(known.where(Articles.story_id.in_(stories)))}
    if gone := held - due:
        connection.execute(delete(InferredCredits).where(tuple_(*columns).in_(gone)))
    if new := due - held:
        names = [column.key for column in columns]
        connection.execute(insert(InferredCredits), [dict(zip(names, one, strict=True)) for one in sorted(new)])
    settle_provenance(connection, (), stories)


def _inferred(copies: _Copies) -> list[Inferred]:
    """Infer the credits of one story, whose copies come oldest first."""
    signed = {row.id for row in copies if row.role not in (None, Role.CONTRIBUTOR)}
    certain = [row for row in copies if (row.role, row.confidence) == (Role.AGENCY, Confidence.CERTAIN)]
    named = Counter(row.organization_id for row in certain)
    half = len({row.id for row in certain}) / 2
    first = {row.organization_id: row for row in reversed(certain) if named[row.organization_id] >= half}
    silent = {row.id: row.site for row in copies if row.id not in signed}
    return [
        (article, organization, row.id)
        for article, site in silent.items()
        for organization, row in first.items()
        if not _is_own(site, row.name)
    ]


def _is_own(site: str | None, name: str) -> bool:
    from archive.extraction import organizations  # a list to read, which an ingest that adds nothing does without

    owner = organizations.of_host(site) if site else None
    return owner is not None and owner.name == name

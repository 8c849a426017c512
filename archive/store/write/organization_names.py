"""Names of organisations, merged so that one is one row however it was printed."""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection, delete, insert, select, update

from archive.errors import NotFound, UsageError
from archive.model import Article, Credit, Intake, Role
from archive.store.database import Database
from archive.store.tables import (
    ArticleAuthors,
    Articles,
    Credits,
    InferredCredits,
    OrganizationAliases,
    Organizations,
    Sites,
)


def merge_organizations(database: Database, old: str, new: str) -> int:
    """Credit to `new` what is credited to `old`, now and in later ingests; give how many articles that changes.

    `old`: as credits or `articles.source` have it. `new`: likewise, or any name, which then gets a row. Both as written
    here; capitals count. Raises NotFound for an `old` nobody is credited as, UsageError if both are one already.
    """
    old, new = " ".join(old.split()), " ".join(new.split())
    with database.writer() as connection:
        whose = merged_names(connection)
        if old == new or not new or whose.get(old) is not None:
            raise UsageError(f"this is {whose.get(old, new)!r} already; give two names", where=old)
        new = whose.get(new, new)
        if old == new:
            raise UsageError("its other name is merged into it already; give two names", where=old)
        source = connection.execute(update(Articles).where(Articles.source == old).values(source=new)).rowcount
        connection.execute(update(ArticleAuthors).where(ArticleAuthors.organization == old).values(organization=new))
        connection.execute(update(Sites).where(Sites.publisher == old).values(publisher=new))
        former = connection.scalar(select(Organizations.id).where(Organizations.name == old))
        if former is None and not source:
            raise NotFound("no article is credited to this name; `archive organizations` lists who is", where=old)
        number = _number(connection, new)
        changed = _move(connection, former, number) if former is not None else 0
        connection.execute(insert(OrganizationAliases).values(alias=old, organization_id=number))
        return max(source, changed)


def merged_names(connection: Connection) -> dict[str, str]:
    """Give the merged names, and whose they are."""
    rows = connection.execute(
        select(OrganizationAliases.alias, Organizations.name).join(
            Organizations, Organizations.id == OrganizationAliases.organization_id
        )
    )
    return {row.alias: row.name for row in rows}


def with_merged_names(connection: Connection, batch: Sequence[Intake]) -> list[Intake]:
    """Replace every merged name in the credits and sources of a batch."""
    whose = merged_names(connection)
    if not whose:
        return list(batch)
    return [
        replace(intake, result=_renamed(intake.result, whose)) if isinstance(intake.result, Article) else intake
        for intake in batch
    ]


def _renamed(article: Article, whose: dict[str, str]) -> Article:
    credits: dict[str, Credit] = {}
    for credit in article.credits:
        named = replace(credit, organization=whose.get(credit.organization, credit.organization))
        held = credits.get(named.organization)
        if held is None or named.role.rank < held.role.rank:
            credits[named.organization] = named
    source = whose.get(article.source, article.source) if article.source else None
    signatures = tuple(
        replace(one, organization=whose.get(one.organization, one.organization)) if one.organization else one
        for one in article.signatures
    )
    return replace(article, credits=tuple(credits.values()), source=source, signatures=signatures)


def _number(connection: Connection, name: str) -> int:
    """Give the number of its row; a new row gets what the list of organisations says."""
    held = connection.scalar(select(Organizations.id).where(Organizations.name == name))
    if held is not None:
        return held
    from archive.extraction import organizations  # a list to read, which an ingest that adds nothing does without

    known = organizations.find(name)
    facts = (
        {"kind": known.kind.value, "country": known.country, "wikidata": known.wikidata}
        if known is not None and known.name == name
        else {}
    )
    made = insert(Organizations).values(name=name, **facts).returning(Organizations.id)
    return connection.execute(made).scalar_one()


def _move(connection: Connection, old: int, new: int) -> int:
    """Give all that is one organisation's to the other; an article that credits both keeps the stronger credit."""
    rows = connection.execute(
        select(Credits.id, Credits.article_id, Credits.organization_id, Credits.role).where(
            Credits.organization_id.in_((old, new))
        )
    ).all()
    strongest: dict[int, int] = {}
    for row in sorted(rows, key=lambda row: (Role(row.role).rank, row.id)):
        strongest.setdefault(row.article_id, row.id)
    moved = {row.article_id for row in rows if row.organization_id == old}
    weaker = [row.id for row in rows if row.article_id in moved and strongest[row.article_id] != row.id]
    for start in range(0, len(weaker), 10_000):
        connection.execute(delete(Credits).where(Credits.id.in_(weaker[start : start + 10_000])))
    connection.execute(update(Credits).where(Credits.organization_id == old).values(organization_id=new))
    both = select(InferredCredits.article_id).where(InferredCredits.organization_id == new)
    mine = InferredCredits.organization_id == old
    connection.execute(delete(InferredCredits).where(mine, InferredCredits.article_id.in_(both)))
    connection.execute(update(InferredCredits).where(mine).values(organization_id=new))
    of_old = OrganizationAliases.organization_id == old
    connection.execute(update(OrganizationAliases).where(of_old).values(organization_id=new))
    connection.execute(delete(Organizations).where(Organizations.id == old))
    return len(moved)

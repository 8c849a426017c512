"""Organisations in the archive, listed with their credits."""

from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import func, select

from archive.errors import UsageError
from archive.model import Confidence, Role
from archive.store.database import Database
from archive.store.tables import Credits, InferredCredits, OrganizationAliases, Organizations


@dataclass(frozen=True, slots=True)
class CreditedOrganization:
    """An organisation and the articles that credit it, by role; `inferred`: those that print it without saying so."""

    name: str
    kind: str | None
    country: str | None
    agency: int
    origin: int
    press_release: int
    contributor: int
    inferred: int
    aliases: tuple[str, ...]


def credited_organizations(database: Database, confidence: Confidence | None = None) -> list[CreditedOrganization]:
    """List them, those with most credits first. With `confidence` only such credits count, and who has any.

    Raises UsageError for a confidence there is none of.
    """
    if confidence is not None and confidence not in tuple(Confidence):
        raise UsageError.unknown("confidence", confidence, Confidence)
    with database.reader() as connection:
        counts: dict[int, dict[str, int]] = defaultdict(dict)
        grouped = select(Credits.organization_id, Credits.role, func.count(Credits.article_id.distinct()))
        if confidence is not None:
            grouped = grouped.where(Credits.confidence == confidence)
        for number, role, count in connection.execute(grouped.group_by(Credits.organization_id, Credits.role)):
            counts[number][role] = count
        inferred = select(InferredCredits.organization_id, func.count()).group_by(InferredCredits.organization_id)
        for number, count in connection.execute(inferred):
            counts[number]["inferred"] = count
        aliases: dict[int, list[str]] = defaultdict(list)
        for number, alias in connection.execute(select(OrganizationAliases.organization_id, OrganizationAliases.alias)):
            aliases[number].append(alias)
        rows = connection.execute(
            select(Organizations.id, Organizations.name, Organizations.kind, Organizations.country)
        ).all()
    found = [
        CreditedOrganization(
            name=row.name,
            kind=row.kind,
            country=row.country,
            **{role: counts[row.id].get(role, 0) for role in (*Role, "inferred")},
            aliases=tuple(sorted(aliases[row.id])),
        )
        for row in rows
        if confidence is None or counts[row.id].keys() - {"inferred"}
    ]
    return sorted(found, key=lambda one: (-one.agency - one.origin - one.press_release - one.contributor, one.name))

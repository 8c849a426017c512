"""The tables `site_owners` and `sites.owner`: who is said to own a site, and who does."""

from collections.abc import Collection, Iterable, Sequence
from typing import Final

from sqlalchemy import Connection, delete, select, update

from archive import urls
from archive.judge.owner import BELONGS_TO, CANONICAL, CONTROLLED_BY, LISTED, OwnerClaim, settle_owners
from archive.store.database import Database
from archive.store.statements import insert
from archive.store.storable import storable_text
from archive.store.tables import Articles, ArticleUrls, SiteOwners, Sites
from archive.store.write.holdings import REQUESTED

MOST_PAIRS: Final = 100_000
"""Pairs of sites that are remembered while they are looked for."""


def record_trust(database: Database, site: str, claims: Sequence[OwnerClaim]) -> None:
    """Store what a site says of itself, in the place of what it said before."""
    with database.writer() as connection:
        own = SiteOwners.relation.in_((CONTROLLED_BY, BELONGS_TO))
        connection.execute(delete(SiteOwners).where(SiteOwners.site == site, own))
        _add(connection, claims)
        _settle(connection)


def import_owners(database: Database, rows: Iterable[tuple[str, str]], *, evidence: str, at: str) -> int:
    """Store what a person says: (site, owner) pairs, of which an empty owner takes back what was said before.

    Pairs that are known already, from whomever, change nothing. Gives how many pairs are new or taken back.
    """
    changed = 0
    with database.writer() as connection:
        for site, owner in rows:
            named = " ".join(storable_text(owner).split())
            held = SiteOwners.site == site
            if named and connection.scalar(select(SiteOwners.site).where(held, SiteOwners.owner == named).limit(1)):
                continue
            gone = connection.execute(delete(SiteOwners).where(held, SiteOwners.relation == LISTED)).rowcount
            if named:
                _add(connection, [OwnerClaim(site, named, LISTED, storable_text(evidence), at)])
            changed += bool(named or gone)
        _settle(connection)
    return changed


def find_canonical_pairs(database: Database, at: str) -> int:
    """Look for sites each of which gives the other's address for pages found on it; give how many pairs there are.

    One direction alone says nothing: reprints name the original, and short links lead anywhere.
    """
    leads: dict[tuple[str, str], str] = {}
    with database.writer() as connection:
        led = (
            select(ArticleUrls.url, Articles.site)
            .join(Articles, Articles.id == ArticleUrls.article_id)
            .where(ArticleUrls.relation == REQUESTED, Articles.site.is_not(None))
        )
        for url, site in connection.execute(led):
            found = urls.site_of(url)
            if found and site and found != site and len(leads) < MOST_PAIRS:
                leads.setdefault((found, site), url)
        pairs = sorted(pair for pair in leads if pair[0] < pair[1] and pair[::-1] in leads)
        connection.execute(delete(SiteOwners).where(SiteOwners.relation == CANONICAL))
        told = [OwnerClaim(*pair, CANONICAL, f"{leads[pair]} and {leads[pair[::-1]]}", at) for pair in pairs]
        _add(connection, told)
        _settle(connection)
    return len(pairs)


def _add(connection: Connection, claims: Collection[OwnerClaim]) -> None:
    for one in claims:
        row = {name: storable_text(getattr(one, name)) for name in OwnerClaim.__dataclass_fields__}
        connection.execute(insert(SiteOwners).values(row).on_conflict_do_nothing())


def _settle(connection: Connection) -> None:
    """Bring `sites.owner` up to date: the table of claims is small beside that of articles."""
    names = list(OwnerClaim.__dataclass_fields__)
    rows = connection.execute(select(*(getattr(SiteOwners, name) for name in names))).mappings()
    owners = settle_owners([OwnerClaim(**row) for row in rows])
    held = {row.site: row.owner for row in connection.execute(select(Sites.site, Sites.owner).where(Sites.owner != ""))}
    for site in held.keys() - owners.keys():
        connection.execute(update(Sites).where(Sites.site == site).values(owner=None))
    for site, owner in owners.items():
        if held.get(site) != owner:
            row = insert(Sites).values(site=site, owner=owner)
            connection.execute(row.on_conflict_do_update(index_elements=["site"], set_={"owner": owner}))

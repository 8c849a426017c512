"""What is said of the owners of sites, by whom."""

from sqlalchemy import select

from archive.judge.owner import OwnerClaim
from archive.store.database import Database
from archive.store.tables import Articles, SiteOwners


def list_owner_claims(database: Database) -> list[OwnerClaim]:
    """List it, by site."""
    names = list(OwnerClaim.__dataclass_fields__)
    columns = [getattr(SiteOwners, name) for name in names]
    found = select(*columns).order_by(SiteOwners.site, SiteOwners.relation, SiteOwners.owner)
    with database.reader() as connection:
        return [OwnerClaim(**row) for row in connection.execute(found).mappings()]


def archived_sites(database: Database) -> list[str]:
    """List the sites that have articles."""
    found = select(Articles.site).where(Articles.site.is_not(None)).distinct().order_by(Articles.site)
    with database.reader() as connection:
        return [site for site in connection.scalars(found) if site]

"""The flow from sites to whom they say they belong: each one's trust.txt is read and stored."""

from collections.abc import Iterator, Sequence

from archive import urls
from archive.captures.listings.trust_txt import TrustLine, fetch_trust
from archive.captures.web.session import Web, open_web
from archive.flows.work import Work
from archive.judge.owner import BELONGS_TO, CONTROLLED_BY, OwnerClaim
from archive.model import Unreadable
from archive.store.database import Database
from archive.store.read.owners import archived_sites
from archive.store.write.owners import find_canonical_pairs, record_trust
from archive.urls import join_address

RELATIONS = {"controlledby": CONTROLLED_BY, "belongto": BELONGS_TO}


def find_owners(
    database: Database, sites: Sequence[str], work: Work
) -> Iterator[tuple[str, list[OwnerClaim] | Unreadable]]:
    """Read the trust.txt of these sites (none: of all that have articles), and look for canonical pairs."""
    named = sites or archived_sites(database)
    fronts = (join_address(one if "://" in one else f"https://{one}", "/") for one in named)
    with open_web(settings=work.settings, now=work.now) as web:
        hosts = list(dict.fromkeys(front.rstrip("/") for front in fronts if front))
        yield from read_trust_files(database, hosts, web, work)
    find_canonical_pairs(database, work.now())


def read_trust_files(
    database: Database, hosts: Sequence[str], web: Web, work: Work
) -> Iterator[tuple[str, list[OwnerClaim] | Unreadable]]:
    """Read the trust.txt of each host (`https://example.com`), store what it says, and give it as it comes.

    Where there is none, or it cannot be read, what is known of the site stays.
    """
    for host, told in fetch_trust(hosts, web):
        site = urls.site_of(host)
        if isinstance(told, Unreadable) or site is None:
            yield host, told if isinstance(told, Unreadable) else []
            continue
        claims = [_claim(site, line, work.now()) for line in told]
        record_trust(database, site, claims)
        yield host, claims


def _claim(site: str, line: TrustLine, at: str) -> OwnerClaim:
    return OwnerClaim(site, line.site, RELATIONS[line.key], line.text, at)

"""Whose a site is, as a person settles it: the name of its publisher, and its owner."""

from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING

from archive.model import Unreadable
from archive.settings import Settings
from archive.store.database import Database
from archive.store.read.filters import named_site

if TYPE_CHECKING:
    from archive.judge.owner import OwnerClaim


class Naming:
    """The part of `Archive` that says whose sites are. A site is named by its domain, or by any URL of it."""

    settings: Settings
    _database: Database
    _now: Callable[[], str]

    def rename_publisher(self, site: str, name: str | None) -> int:
        """Call a site's publisher so, whatever its pages say; None: what they say. Give how many sources changed.

        Raises NotFound for a site without articles, UsageError for an empty name.
        """
        from archive.store.write.publishers import rename_publisher

        return rename_publisher(self._database, named_site(site) or site, name)

    def import_owners(self, rows: Iterable[tuple[str, str]], evidence: str = "a list") -> int:
        """Note who owns sites: (site, owner) pairs, of which an empty owner takes back what was noted before.

        `evidence`: where that stands. Gives how many are new or taken back.
        """
        from archive.store.write.owners import import_owners

        named = ((named_site(site) or site, owner) for site, owner in rows)
        return import_owners(self._database, named, evidence=evidence, at=self._now())

    def find_owners(self, *sites: str) -> "Iterator[tuple[str, list[OwnerClaim] | Unreadable]]":
        """Read the trust.txt of these sites, or of all that have articles; give what each says once it is stored.

        Then pairs of sites are looked for that name each other as the address of pages.
        """
        from archive.flows.owners import find_owners
        from archive.flows.work import Work

        return find_owners(self._database, sites, Work(self.settings, self._now))

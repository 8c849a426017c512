"""The feeds and sitemaps that are followed: what a re-crawl reads first, and how far it got."""

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.sqlite import insert

from archive.model import Kind, Listing, Reading, Unreadable
from archive.store.database import Database
from archive.store.legible import clean
from archive.store.tables import Follows as Table


class Follows:
    """Reads and writes the table. Raises StoreError or one of its kinds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Listing]:
        """What is followed, in the order of the addresses, with the validators of the last reading."""
        columns = Table.url, Table.kind, Table.etag, Table.last_modified, Table.read_at
        with self._database.reader() as connection:
            rows = connection.execute(select(*columns).order_by(Table.url)).all()
        return [Listing(url, Kind(kind), etag, modified, read_at) for url, kind, etag, modified, read_at in rows]

    def readings(self) -> list[Reading]:
        """The same, with what the last reading of each found, or why it failed."""
        with self._database.reader() as connection:
            rows = connection.execute(select(Table.url, Table.found, Table.detail)).all()
        told = {url: (found, Unreadable(url, detail) if detail else None) for url, found, detail in rows}
        return [Reading(listing, *told[listing.url]) for listing in self.all() if listing.url in told]

    def add(self, listing: Listing, at: str) -> bool:
        """Follow a feed or sitemap from `at` on; whether it is new."""
        values = {"url": listing.url, "kind": listing.kind.value, "added_at": at}
        with self._database.writer() as connection:
            return connection.execute(insert(Table).values(values).on_conflict_do_nothing()).rowcount > 0

    def remove(self, url: str) -> bool:
        """Follow it no more; whether it was followed."""
        with self._database.writer() as connection:
            return connection.execute(delete(Table).where(Table.url == url)).rowcount > 0

    def note(self, reading: Reading) -> None:
        """Keep what a reading brought. One that failed leaves the validators as they are, so nothing is missed."""
        listing, failure = reading.listing, reading.failure
        values: dict[str, object]
        if failure is not None:
            values = {"failures": Table.failures + 1, "detail": clean(failure.message)}
        else:
            values = {
                "etag": listing.etag and clean(listing.etag),
                "last_modified": listing.last_modified and clean(listing.last_modified),
                "read_at": listing.read_at,
                "found": reading.found,
                "failures": 0,
                "detail": None,
            }
        with self._database.writer() as connection:
            connection.execute(update(Table).where(Table.url == listing.url).values(values))

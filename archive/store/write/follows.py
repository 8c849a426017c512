"""The feeds, sitemaps and sites that are followed: what a re-crawl reads first, and how far it got."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from sqlalchemy import Connection, bindparam, delete, func, insert, select, update

from archive import urls
from archive.model import ListedArticle, Listing, ListingKind, ListingRead, Reason, Unreadable
from archive.store.database import Database
from archive.store.statements import in_list, insert_unless_there
from archive.store.storable import storable_text
from archive.store.tables import ArticleUrls, Captures, ListedItems, Runs
from archive.store.tables import Follows as Table
from archive.store.write.fitting import fits_index
from archive.store.write.forgotten import find_forgotten

PASSING = (*(Reason.EMPTY, Reason.NO_ARTICLE, Reason.ERROR_PAGE, Reason.CONSENT_WALL, Reason.HUNG, Reason.CRASHED),)
"""Reasons for which a page was refused that may not hold another time: a robot check, a script's shell, a wall."""


_FORGET_ITEM = delete(ListedItems).where(ListedItems.listing == bindparam("of"), ListedItems.guid == bindparam("by"))


class Follows:
    """Reads and writes the table. Raises StoreError or one of its kinds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Listing]:
        """List what is followed, in the order of the addresses, with the validators of the last reading."""
        columns = Table.url, Table.kind, Table.etag, Table.last_modified, Table.read_at
        with self._database.reader() as connection:
            rows = connection.execute(select(*columns).order_by(Table.url)).all()
        return [Listing(url, ListingKind(kind), etag, modified, read_at) for url, kind, etag, modified, read_at in rows]

    def readings(self) -> list[ListingRead]:
        """List the same, with what the last reading of each found, or why it failed."""
        with self._database.reader() as connection:
            rows = connection.execute(select(Table.url, Table.found, Table.detail, Table.failures)).all()
        told = {url: (found, detail, bool(failures)) for url, found, detail, failures in rows}
        return [_reading(listing, *told[listing.url]) for listing in self.all() if listing.url in told]

    def add(self, listing: Listing, at: str) -> bool:
        """Follow a feed or sitemap from `at` on, unless no index holds its address; tell whether it is new."""
        values = {"url": listing.url, "kind": listing.kind.value, "added_at": at}
        with self._database.writer() as connection:
            return fits_index(connection, listing.url) and insert_unless_there(connection, Table, values)

    def remove(self, url: str) -> list[str]:
        """Follow it no more, nor, if it is a site, its feeds and sitemaps; give what that was."""
        followed = {listing.url: listing.kind for listing in self.all()}
        gone = [url] if url in followed else []
        if followed.get(url) is ListingKind.SITE:
            gone += [other for other in followed if other != url and urls.site_of(other) == urls.site_of(url)]
        with self._database.writer() as connection:
            connection.execute(delete(Table).where(Table.url.in_(gone)))
            connection.execute(delete(ListedItems).where(ListedItems.listing.in_(gone)))
        return gone

    def find_new(self, found: Sequence[ListedArticle]) -> list[ListedArticle]:
        """Give those that lead to no article yet, and were neither refused as no article nor forgotten; keep their ids.

        What a feed knows by an id is known by it, however its link changes.
        """
        with self._database.reader() as connection:
            gone = find_forgotten(connection, set(map(_address, found)))
            found = [_with_fitting_id(connection, one) for one in found if _address(one) not in gone]
            links = _links_by_id(connection, found)
        new = self._unknown(found, links)
        fresh = {(one.listing, one.guid) for one in new}
        rows = [
            {"listing": one.listing, "guid": storable_text(one.guid), "url": storable_text(_address(one))}
            for one in found
            if one.guid and ((one.listing, one.guid) not in links or (one.listing, one.guid) in fresh)
        ]
        if rows:
            with self._database.writer() as connection:
                connection.execute(_FORGET_ITEM, [{"of": row["listing"], "by": row["guid"]} for row in rows])
                connection.execute(insert(ListedItems), rows)
        return new

    def _unknown(
        self, found: Sequence[ListedArticle], links: Mapping[tuple[str, str | None], str]
    ) -> list[ListedArticle]:
        """Give those that lead to no article, neither by their link nor by that which their id had before."""
        addresses = {one: {_address(one), links.get((one.listing, one.guid), _address(one))} for one in found}
        named = list(set().union(*addresses.values()))
        refused = Captures.refused.is_not(None), Captures.refused.not_in(PASSING)
        with self._database.reader() as connection:
            known = set(connection.scalars(select(ArticleUrls.url).where(ArticleUrls.url.in_(named))))
            known.update(connection.scalars(select(Captures.url).where(Captures.url.in_(named), *refused)))
        return [one for one in found if not addresses[one] & known]

    def read_in_vain(self) -> list[tuple[str, int, str]]:
        """Give the URLs that were fetched but led to no article yet, each with how often, and when last.

        A page from a web archive was captured before the run that read it, and is not asked for again.
        """
        columns = Captures.origin, func.count(), func.max(Captures.captured_at)
        vain = (
            select(*columns)
            .join(Runs, Runs.id == Captures.run_id)
            .where(Captures.article_id.is_(None), Captures.refused.in_(PASSING), Captures.url.is_not(None))
            .where(Captures.captured_at >= Runs.started_at, Captures.origin.startswith("http"))
            .group_by(Captures.origin)
        )
        with self._database.reader() as connection:
            rows = [(urls.canonical(origin), tries, last) for origin, tries, last in connection.execute(vain)]
            led = select(ArticleUrls.url).where(ArticleUrls.url.in_(in_list(url for url, _, _ in rows if url)))
            known = set(connection.scalars(led))
        return [(url, tries, last) for url, tries, last in rows if url and url not in known]

    def note(self, reading: ListingRead) -> None:
        """Keep what a reading brought. One that failed leaves the validators as they are, so nothing is missed."""
        listing, failure = reading.listing, reading.failure
        values: dict[str, object]
        if failure is not None:
            values = {"failures": Table.failures + 1, "detail": storable_text(failure.message)}
        else:
            values = {
                "etag": listing.etag and storable_text(listing.etag),
                "last_modified": listing.last_modified and storable_text(listing.last_modified),
                "read_at": listing.read_at,
                "found": reading.found,
                "failures": 0,
                "detail": reading.passed_over and storable_text(reading.passed_over),
            }
        with self._database.writer() as connection:
            connection.execute(update(Table).where(Table.url == listing.url).values(values))
            if reading.moved_to and reading.failure is None:
                _move(connection, listing.url, storable_text(reading.moved_to))


def _address(one: ListedArticle) -> str:
    return urls.canonical(one.url) or one.url


def _with_fitting_id(connection: Connection, one: ListedArticle) -> ListedArticle:
    """Give what is listed without an id that no index of this database holds."""
    return one if not one.guid or fits_index(connection, one.listing, one.guid) else replace(one, guid=None)


def _links_by_id(connection: Connection, found: Iterable[ListedArticle]) -> dict[tuple[str, str | None], str]:
    """Give the links that articles had when they were asked for, by feed and id."""
    ids = {(one.listing, one.guid) for one in found if one.guid}
    columns = ListedItems.listing, ListedItems.guid, ListedItems.url
    query = select(*columns).where(
        ListedItems.listing.in_({listing for listing, _ in ids}), ListedItems.guid.in_({guid for _, guid in ids})
    )
    return {(listing, guid): url for listing, guid, url in connection.execute(query)} if ids else {}


def _reading(listing: Listing, found: int, detail: str | None, failed: bool) -> ListingRead:
    """Give the last reading of a listing; `detail`: why it failed, or what it passed over."""
    if failed and detail:
        return ListingRead(listing, found, Unreadable(listing.url, detail))
    return ListingRead(listing, found, passed_over=detail)


def _move(connection: Connection, before: str, after: str) -> None:
    """Give what is followed another address, if an index holds it; where that is followed too, the two become one."""
    if not fits_index(connection, after):
        return
    known = connection.scalar(select(Table.url).where(Table.url == after))
    moved = update(Table).values(url=after) if known is None else delete(Table)
    connection.execute(moved.where(Table.url == before))
    if known is None:
        connection.execute(delete(ListedItems).where(ListedItems.listing == after))
        connection.execute(update(ListedItems).where(ListedItems.listing == before).values(listing=after))

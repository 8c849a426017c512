"""The agenda of a re-crawl: which articles are due, what their servers said last, and what past visits teach."""

import json
from collections.abc import Callable, Collection, Generator, Iterable, Iterator, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select
from sqlalchemy.orm import aliased

from archive import urls
from archive.judge.pings import PingRecord
from archive.judge.schedule import Check, Learnt, Visit
from archive.judge.visit import Finding
from archive.judge.visit_choice import ALL_DUE, Floors
from archive.model import Request
from archive.store.database import Database
from archive.store.read.due_visits import born_at, due_visits
from archive.store.statements import in_list
from archive.store.tables import PINGED, Articles, Captures, Checks, Revisions, Visits
from archive.times import hours

LEARNT_FROM = 20_000
"""Checks that the curve is learnt from, the newest."""
TRUSTED = 4
"""Answers in a row that may say 304; then the page is asked for whole, so that a server that lies is found out."""
CHUNK = 200


class Agenda:
    """Reads what a night needs to know. Raises StoreError or one of its kinds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def outdated(self, url: str, extractor: str) -> int | None:
        """Give the number of the article at a URL, where another extractor read what is held of it."""
        revision = Visits.url == url, Revisions.extractor != extractor
        statement = (
            select(Articles.id)
            .join(Visits, Visits.article_id == Articles.id)
            .join(Revisions, Revisions.id == Articles.revision_id)
        )
        with self._database.reader() as connection:
            return connection.scalar(statement.where(*revision))

    def sites(self) -> Iterator[tuple[str | None, float, float]]:
        """Give each site with the changes seen of its articles, and those that an average site's would have had."""
        sums = select(Visits.site, func.sum(Visits.changes), func.sum(Visits.expected)).group_by(Visits.site)
        with self._database.reader() as connection:
            yield from ((site, changes, expected) for site, changes, expected in connection.execute(sums))

    def pings(self) -> Iterator[PingRecord]:
        """Give what is known of each site's pings."""
        counts = func.sum(Visits.pings), func.sum(Visits.pings_true), func.sum(Visits.pings_expected)
        sums = select(Visits.site, *counts, func.count(Visits.pinged_at)).where(PINGED).group_by(Visits.site)
        with self._database.reader() as connection:
            for site, answered, true, expected, waiting in connection.execute(sums):
                yield PingRecord(site, int(answered), int(true), expected, waiting)

    def due(
        self, at: str, run_id: int, learnt: Learnt, floors: Callable[[], Floors] = lambda: ALL_DUE, *, every: int = 1
    ) -> Iterator[Visit]:
        """Give the articles that may be visited now, as far as they are worth it, as `due_visits` does."""
        return due_visits(self._database, at, run_id, learnt, floors, every=every)

    def checks(self) -> Iterator[Check]:
        """Give the newest observations that tell whether an article changed."""
        columns = Checks.since, Checks.checked_at, Checks.outcome, Checks.multiplier
        statement = (
            select(*columns, Articles.published_at, Articles.first_seen_at)
            .join(Articles, Articles.id == Checks.article_id)
            .where(Checks.outcome.in_((Finding.SAME, Finding.CHANGED, Finding.MOVED)))
            .order_by(Checks.id.desc())
            .limit(LEARNT_FROM)
        )
        with self._database.reader() as connection:
            for row in connection.execute(statement):
                begin = born_at(row.published_at, row.first_seen_at)
                changed = row.outcome == Finding.CHANGED
                yield Check(begin, hours(row.since), hours(row.checked_at), changed, row.multiplier)

    def neighbours(self, addresses: Iterable[str]) -> list[str]:
        """Give another page of the site of each of these URLs, the one that was archived last, where there is one."""
        found: list[str] = []
        with self._database.reader() as connection:
            for url in addresses:
                beside = select(Visits.url).where(Visits.site == urls.site_of(url), Visits.due_at.is_not(None))
                beside = beside.where(Visits.url != url).order_by(Visits.article_id.desc()).limit(1)
                found += connection.scalars(beside)
        return found

    def unvisited(self, run_id: int, addresses: Iterable[str]) -> Iterator[str]:
        """Give those of these URLs that are to be visited, and were neither visited nor found in this run."""
        addresses = iter(addresses)
        while chunk := list(islice(addresses, CHUNK)):
            left = select(Visits.url).where(Visits.url.in_(chunk), Visits.due_at.is_not(None), _untouched(run_id))
            with self._database.reader() as connection:
                there = set(connection.scalars(left))
            yield from (url for url in chunk if url in there)

    def captured(self, run_id: int, addresses: Collection[str]) -> set[str]:
        """Give those of these URLs that something came from in this run."""
        with self._database.reader() as connection:
            came = select(Captures.origin).where(Captures.run_id == run_id, Captures.origin.in_(in_list(addresses)))
            return set(connection.scalars(came))

    def requests(self, addresses: Iterable[str]) -> Generator[Request, None, None]:
        """Turn the URLs of visits into requests, conditional where the server can be trusted with that."""
        addresses = iter(addresses)
        while chunk := list(islice(addresses, CHUNK)):
            with self._database.reader() as connection:
                validators = _validators(connection, chunk)
            for url in chunk:
                yield Request(url, *validators.get(url, (None, None)))


def _untouched(run_id: int) -> ColumnElement[bool]:
    """Choose what was neither visited nor found in a run."""
    visited = select(Checks.article_id).where(Checks.run_id == run_id, Checks.article_id.is_not(None))
    found = select(Captures.article_id).where(Captures.run_id == run_id, Captures.article_id.is_not(None))
    return Visits.article_id.not_in(visited.union(found))


def _validators(connection: Connection, wanted: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """Give ETag and Last-Modified of the last believed answer, or of the capture the text is from.

    None for a site whose server was caught lying, nor where 304 was said so often that it is time to catch it.
    """
    other = aliased(Visits)
    liars = select(other.site).where(other.lied)
    columns = Visits.url, Visits.etag, Visits.last_modified, Captures.headers
    statement = (
        select(*columns, Captures.url.label("fetched"))
        .join(Articles, Articles.id == Visits.article_id)
        .join(Revisions, Revisions.id == Articles.revision_id)
        .join(Captures, Captures.id == Revisions.capture_id)
        .where(Visits.url.in_(wanted), Visits.unmodified < TRUSTED, Visits.site.not_in(liars))
    )
    return {row.url: known_validators(row) for row in connection.execute(statement)}


def known_validators(row: Any) -> tuple[str | None, str | None]:
    """Give the validators of the last believed answer, else of the capture the text is from, if it has this URL."""
    own = row.headers and urls.canonical(row.fetched or "") == row.url
    first = validators_of(json.loads(row.headers)) if own else (None, None)
    return (row.etag, row.last_modified) if row.etag or row.last_modified else first


def validators_of(headers: Iterable[Sequence[str]]) -> tuple[str | None, str | None]:
    """Give ETag and Last-Modified among response headers."""
    named = {name.lower(): value for name, value in headers}
    return named.get("etag"), named.get("last-modified")

"""Pings: what feeds and sitemaps say of articles that changed, kept until a visit looks."""

import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, update

from archive import urls
from archive.judge.pings import PingRoom
from archive.judge.visit import Finding
from archive.model import Ping
from archive.store.database import Database
from archive.store.plain import PlainSelect
from archive.store.read.agenda import Agenda
from archive.store.storable import storable_text
from archive.store.tables import Visits

_NEWS: Final = PlainSelect(
    "SELECT told.key, told.value, visits.article_id, visits.site, visits.pinged_at, visits.due_at,"
    " CASE WHEN visits.due_at > :at THEN (SELECT outcome FROM checks WHERE checks.article_id = visits.article_id"
    " ORDER BY checks.id DESC LIMIT 1) END"
    " FROM {pairs} AS told JOIN article_urls ON article_urls.url = told.key"
    " JOIN visits ON visits.article_id = article_urls.article_id JOIN articles ON articles.id = visits.article_id"
    " WHERE visits.due_at IS NOT NULL AND told.value <= :at AND told.value > articles.last_seen_at"
    " AND (visits.last_visit_at IS NULL OR told.value > visits.last_visit_at)"
    " AND (visits.pinged_at IS NULL OR told.value > visits.pinged_at)"
    " ORDER BY told.value DESC"
)
_PINGED: Final = (
    update(Visits)
    .where(Visits.article_id == bindparam("number"))
    .values(pinged_at=bindparam("pinged"), due_at=bindparam("due"))
)


class PingWriter:
    """Keeps the pings of a night. `at`: the time, after which nothing has happened yet."""

    def __init__(self, database: Database, at: str) -> None:
        self._database = database
        self._at = at
        self._room = PingRoom(Agenda(database).pings())

    def record(self, pings: Sequence[Ping]) -> None:
        """Keep those that are news of known articles, as far as there is room. No site speaks for another.

        An article that waits because of what its last visit saw is due by its ping. One that failed waits on: the site
        may have asked for it.
        """
        sites = {one.listing: urls.site_of(one.listing) for one in pings}
        own = [one for one in pings if urls.site_of(one.url) == sites[one.listing]]
        told = {storable_text(one.url): one.at for one in sorted(own, key=lambda one: one.at)}
        if not told:
            return
        with self._database.asked() as asked:
            found = _NEWS.rows(asked, pairs=json.dumps(told), at=self._at)
        news: dict[int, dict[str, object]] = {}
        for url, time, number, site, held, due, outcome in found:
            if number not in news and site == urls.site_of(url) and (held or self._room.take(site)):
                due = due if outcome in (None, Finding.FAILED) else self._at
                news[number] = {"number": number, "pinged": time, "due": due}
        if news:
            with self._database.writer() as connection:
                connection.execute(_PINGED, list(news.values()))

"""What listings say of articles that changed: which of it is kept."""

import pytest
from sqlalchemy import insert, update

from archive.judge.pings import FIRST, PingRecord
from archive.judge.visit import Finding
from archive.model import Ping
from archive.store.file.database import Database
from archive.store.read.agenda import Agenda
from archive.store.tables import Checks, Visits
from archive.store.write.ledger import Ledger
from archive.store.write.pings import PingWriter
from archive.store.write.runs import RunWriter
from tests.build import article, page, rows

SITEMAP = "https://www.harbour.example/sitemap.xml"
SEEN = "2026-11-21T10:00:00Z"
AT, BEFORE, AFTER = "2026-12-03T02:00:00Z", "2026-12-02T08:00:00Z", "2026-12-02T20:00:00Z"


def fill(database: Database, number: int = 1, **visit: object) -> list[str]:
    """Archive so many articles, with a visit each."""
    urls = [f"https://www.harbour.example/{n}" for n in range(number)]
    articles = [article(url, f"{url} is the way to the pier.", site="harbour.example") for url in urls]
    Ledger(database).record([page(one, origin=f"{one.url}?old=1", at=SEEN) for one in articles])
    RunWriter(database).begin(AT)
    with database.writer() as connection:
        if visit:
            connection.execute(update(Visits).values(visit))
    return urls


def pinged(database: Database) -> list[tuple[str | None, str]]:
    return [tuple(row) for row in rows(database, "SELECT pinged_at, due_at FROM visits ORDER BY article_id")]


@pytest.mark.parametrize(
    ("ping", "visited", "expected"),
    [
        (Ping("https://www.harbour.example/0", SITEMAP, BEFORE), None, BEFORE),
        (Ping("https://www.harbour.example/0?old=1", SITEMAP, BEFORE), None, BEFORE),
        (Ping("https://www.harbour.example/0", SITEMAP, SEEN), None, None),
        (Ping("https://www.harbour.example/0", SITEMAP, "1970-01-01T00:00:00Z"), None, None),
        (Ping("https://www.harbour.example/0", SITEMAP, "2026-12-03T02:00:01Z"), None, None),
        (Ping("https://www.harbour.example/0", SITEMAP, BEFORE), AFTER, None),
        (Ping("https://www.harbour.example/0", SITEMAP, AFTER), BEFORE, AFTER),
        (Ping("https://www.harbour.example/0", "https://rival.example/sitemap.xml", BEFORE), None, None),
        (Ping("https://www.harbour.example/9", SITEMAP, BEFORE), None, None),
    ],
)
def test_a_ping_is_news_of_a_known_article(
    database: Database, ping: Ping, visited: str | None, expected: str | None
) -> None:
    """Under any of its addresses; later than it was seen and visited, and no later than now; of its own site alone."""
    fill(database, last_visit_at=visited)
    PingWriter(database, AT).record([ping])
    assert [at for at, _ in pinged(database)] == [expected]


def test_the_latest_word_counts(database: Database) -> None:
    """A ping that waits gives way to a later one, which takes no more room, and to no earlier one."""
    (url,) = fill(database)
    writer = PingWriter(database, AT)
    writer.record([Ping(url, SITEMAP, AFTER), Ping(f"{url}?old=1", SITEMAP, BEFORE), Ping(url, SITEMAP, BEFORE)])
    writer.record([Ping(url, SITEMAP, BEFORE)])
    assert [at for at, _ in pinged(database)] == [AFTER]
    PingWriter(database, AT).record([Ping(url, SITEMAP, AT)])
    assert [at for at, _ in pinged(database)] == [AT]
    assert list(Agenda(database).pings()) == [PingRecord("harbour.example", 0, 0, 0.0, 1)]


def test_a_site_that_is_not_known_is_believed_of_few(database: Database) -> None:
    """A sitemap that calls all its articles changed, each night anew, costs no row more while they wait."""
    urls = fill(database, FIRST + 15)
    for at in (BEFORE, AFTER):
        writer = PingWriter(database, AT)
        for begin in range(0, len(urls), 10):
            writer.record([Ping(url, SITEMAP, at) for url in urls[begin : begin + 10]])
        assert [held for held, _ in pinged(database)] == [at] * FIRST + [None] * 15
    with database.writer() as connection:
        known = {"pinged_at": None, "pings": 4, "pings_true": 1, "pings_expected": 0.5}
        connection.execute(update(Visits).where(Visits.article_id == 1).values(known))
    PingWriter(database, AT).record([Ping(url, SITEMAP, AFTER) for url in urls])
    assert sum(held is not None for held, _ in pinged(database)) == FIRST + 10
    assert list(Agenda(database).pings()) == [PingRecord("harbour.example", 4, 1, 0.5, FIRST + 10)]


@pytest.mark.parametrize(
    ("outcome", "due", "expected"),
    [
        (Finding.SUSPECT, "2026-12-20T02:00:00Z", AT),
        (Finding.BLOCKED, "2026-12-20T02:00:00Z", AT),
        (Finding.FAILED, "2026-12-20T02:00:00Z", "2026-12-20T02:00:00Z"),
        (Finding.SAME, BEFORE, BEFORE),
        (None, "2026-12-20T02:00:00Z", "2026-12-20T02:00:00Z"),
    ],
)
def test_an_article_that_waits_is_due_by_its_ping(
    database: Database, outcome: Finding | None, due: str, expected: str
) -> None:
    """Where it waits for what was seen of it; not where nothing came, for the site may have asked for a rest."""
    (url,) = fill(database, due_at=due)
    if outcome:
        check = {"url": url, "article_id": 1, "checked_at": BEFORE, "since": BEFORE, "multiplier": 1.0, "bytes": 0}
        with database.writer() as connection:
            connection.execute(insert(Checks).values(check | {"outcome": outcome.value}))
    PingWriter(database, AT).record([Ping(url, SITEMAP, AFTER)])
    assert pinged(database) == [(AFTER, expected)]

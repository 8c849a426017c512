"""An archive on a server: made, opened, refused, written by one at a time, and never told with its password."""

import random
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from string import ascii_letters

import psycopg
import pytest

from archive.errors import ArchiveClosed, ArchiveError, DatabaseBusy, DatabaseTooNew, NotAnArchive, StoreError
from archive.model import ListedArticle, Listing, ListingKind, ListingRead, Outcome
from archive.store.database import open_database
from archive.store.full_text import MOST_READ
from archive.store.postgres.database import PostgresDatabase
from archive.store.postgres.migrations import FOLDER as POSTGRES_STEPS
from archive.store.read.search import search_articles
from archive.store.read.stats import archive_stats
from archive.store.steps import FOLDER, known_revisions
from archive.store.write.fitting import with_fitting_texts
from archive.store.write.follows import Follows
from archive.store.write.ledger import Ledger
from tests.build import article, page

NOW = "2026-11-29T00:00:00Z"


@pytest.fixture
def bare(url: str) -> Iterator[psycopg.Connection]:
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        yield connection


def test_made_then_opened(empty_url: str) -> None:
    """Nothing is made for one who only asks; then the tables are, once."""
    with pytest.raises(StoreError, match="archive ingest"):
        open_database(empty_url, create=False)
    for _ in range(2):
        with PostgresDatabase(empty_url) as database:
            assert archive_stats(database).articles == 0


def test_what_was_stored_is_read_by_another(url: str, ledger: Ledger) -> None:
    """And numbers go on where they ended, be they ours or the server's."""
    assert ledger.record([page(article("https://harbour.example/a"))])[0].article_id == 1
    with PostgresDatabase(url) as other:
        assert Ledger(other).record([page(article("https://harbour.example/b", body="Other."))])[0].article_id == 2
        assert Ledger(other).start_run("ingest", "2026-11-29T00:00:00Z") == 1
        assert archive_stats(other).articles == 2


def test_one_writes_at_a_time(url: str, database: PostgresDatabase) -> None:
    """Another waits for its turn, then says who is in the way; readers never wait."""
    with database.writer(), PostgresDatabase(url, timeout=0.05) as other:
        with pytest.raises(DatabaseBusy), other.writer():
            pass
        assert archive_stats(other).articles == 0


def test_a_reader_cannot_write(database: PostgresDatabase) -> None:
    """It sees one state, and changes nothing."""
    with pytest.raises(StoreError), database.reader() as connection:
        connection.exec_driver_sql("DELETE FROM articles")


def test_closed(database: PostgresDatabase) -> None:
    """Then each use says so."""
    database.close()
    with pytest.raises(ArchiveClosed), database.reader():
        pass


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE alembic_version SET version_num = '9999'", DatabaseTooNew),
        ("COMMENT ON TABLE alembic_version IS 'ours'", NotAnArchive),
        ("DROP TABLE alembic_version", NotAnArchive),
    ],
)
def test_refused(url: str, bare: psycopg.Connection, change: str, kind: type[StoreError]) -> None:
    """A newer archive, another program's tables."""
    bare.execute(change.encode())
    with pytest.raises(kind):
        open_database(url)


@pytest.mark.parametrize(
    "target",
    [
        "postgresql://clerk:hunter2@127.0.0.1:1/news",
        "postgresql://clerk:hunter2@127.0.0.1:1/news?connect_timeout=x",
        "postgresql://clerk:hun@hunter2@127.0.0.1:1/news",
        "postgresql://127.0.0.1:1/news?password=hunter2",
        "postgresql://127.0.0.1:1/news?password=hunter2&nonsense",
        "postgresql://clerk:hunter2@",
    ],
)
def test_no_password_is_told(target: str) -> None:
    """However the URL is wrong."""
    with pytest.raises(ArchiveError) as told:
        open_database(target)
    assert "hunter2" not in str(told.value)
    assert "Traceback" not in str(told.value)


def test_steps_have_the_numbers_of_sqlites() -> None:
    """A step for SQLite needs one of that number in migrations/postgres/versions, be it empty."""
    assert known_revisions(POSTGRES_STEPS)[-1] == known_revisions(FOLDER)[-1]


def test_what_no_index_holds_costs_only_itself(database: PostgresDatabase, ledger: Ledger) -> None:
    """An address of thousands of characters, a paragraph for an author, a tag, a source; a body of a million words."""
    dice = random.Random(1)
    long, *words = ("".join(dice.choices(ascii_letters, k=size)) for size in (6_000, *[12] * 90_000))
    pages = [
        article(f"https://harbour.example/{long}", body="One."),
        article(
            "https://harbour.example/b", body="Two.", source=long, credits=(), authors=(long,), tags=(long, "port")
        ),
        article("https://harbour.example/c", body=" ".join(words)),
        article("https://harbour.example/d", body="Three."),
    ]
    told = [result.outcome for result in ledger.record([page(one) for one in pages])]
    assert told == [Outcome.REFUSED, *[Outcome.ADDED] * 3]
    assert [hit.url for hit in search_articles(database, words[0])] == ["https://harbour.example/c"]
    moved = page(article("https://harbour.example/e", body="Five.", language=long))
    capture = replace(moved.capture, moved_to=f"https://harbour.example/{long}")
    with database.writer() as connection:
        (fitting,) = with_fitting_texts(connection, [replace(moved, capture=capture)])
    assert (fitting.capture.moved_to, ledger.record([fitting])[0].outcome) == (None, Outcome.ADDED)
    feed = Listing("https://harbour.example/feed", ListingKind.FEED)
    follows, listed = Follows(database), ListedArticle("https://harbour.example/f", feed.url, guid=long)
    assert (follows.add(feed, NOW), follows.add(replace(feed, url=f"{feed.url}/{long}"), NOW)) == (True, False)
    assert [one.url for one in follows.find_new([listed])] == [listed.url]
    follows.note(ListingRead(feed, 1, moved_to=f"https://harbour.example/{long}"))
    assert [one.url for one in follows.all()] == [feed.url]


@pytest.mark.parametrize(
    ("typed", "found"),
    [("北京", [1]), ("京", [1, 2]), ("京都 title:港", [2]), ("ท่าเรือ OR 北京", [3, 1]), ("storm 港", [2]), ("都北", [])],
)
def test_words_without_spaces_are_found_by_the_index(
    typed: str, found: list[int], database: PostgresDatabase, ledger: Ledger, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many newer articles there are without their pairs of characters; a sign alone is one's begin or end."""
    texts = (
        ("新规定", "北京市政府宣布"),
        ("港の storm", "東京都と京都の港"),
        ("Boat", "เรือออกจากท่าเรือแล้ว"),
        ("Gale", "A gale."),
    )
    ledger.record([page(article(f"https://harbour.example/{title}", title=title, body=body)) for title, body in texts])
    monkeypatch.setitem(MOST_READ, "postgresql", 2)
    assert sorted(hit.article_id for hit in search_articles(database, typed)) == sorted(found)
    assert list(database.index_faults()) == []

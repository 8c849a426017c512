"""Stored pages read again: what an older extractor read is replaced in place."""

import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
import zstandard

from archive import Archive
from archive.errors import DamagedPage, NotFound
from archive.fingerprint import payload_digest
from archive.judge.rereading import Ending, PageReread
from archive.model import Capture, Intake, Outcome, PageResult, Reason, Rejected
from archive.settings import Settings
from archive.store.file.database import Database
from archive.store.read.filters import Filter
from archive.store.write.ledger import Ledger
from tests.outside import run_outside
from tests.stories import page, story, write_pages

SETTINGS = Settings(workers=1)
OLD = "archive 0.0.1"
TABLES = (
    *("articles", "revisions", "blocks", "captures", "credits", "authors", "article_authors", "tags", "article_tags"),
    *("article_urls", "site_blocks", "organizations"),
)
BOX = "<p>Every Friday our correspondents talk about the week on Radio Eastmouth.</p>"


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An archive of three articles; the first is there in two revisions."""
    folder = write_pages(tmp_path / "pages", range(3))
    with Archive(tmp_path / "news.db", SETTINGS) as opened:
        opened.ingest(folder)
        (folder / "00000.html").write_text(page(0).replace("Tuesday evening", "Monday evening"), "utf-8")
        opened.ingest(folder / "00000.html")
        yield opened


def sql(archive: Archive, statement: str, *values: object) -> list[Any]:
    """What a statement gives, run from outside."""
    return run_outside(archive.settings.db, statement, *values)


def everything(archive: Archive) -> dict[str, list[Any]]:
    """The rows of all tables an article is in."""
    return {name: sorted(sql(archive, f"SELECT * FROM {name}"), key=repr) for name in TABLES}


def older(archive: Archive) -> None:
    """Make the archive what an older extractor would have left: other titles, a menu in the text, no authors."""
    sql(
        archive,
        "UPDATE revisions SET extractor = ?, title = 'Coaster', digest = CAST(number AS text), body = 'Home ' || body",
        OLD,
    )
    sql(archive, "UPDATE articles SET title = 'Coaster', digest = '1', body = 'Home ' || body, published_at = NULL")
    sql(archive, "UPDATE blocks SET kept = true, label = 'body', rule = 'old' WHERE position = 0")
    sql(archive, "DELETE FROM article_tags")


def endings(pages: list[PageReread]) -> list[Ending]:
    return [page.ending for page in pages]


def test_what_this_version_read_is_left_alone(archive: Archive) -> None:
    """Without an upgrade there is nothing to do; asked to do all, it finds everything the same."""
    before = everything(archive)
    assert archive.reextract().pages.total() == 0
    assert archive.reextract(everything=True).pages == {Ending.SAME: 4}
    assert everything(archive) == before


def test_an_older_reading_is_replaced_in_place(archive: Archive) -> None:
    """All rows are what they would be had this version read the pages first; no revision is made, search follows."""
    before = everything(archive)
    older(archive)
    found = archive.reextract()
    assert found.pages == {Ending.CHANGED: 4}
    assert everything(archive) == before
    assert archive.search("home") == []
    assert found.fields["title"] == found.fields["body"] == 4
    (line,) = found.by_site()
    assert (line.name, line.pages, line.changed, line.blocks_after - line.blocks_before) == ("harbour.example", 4, 4, 4)
    assert {one.name: one.blocks_after - one.blocks_before for one in found.by_label() if one.changed} == {
        "body": -4,
        "navigation": 4,
    }
    assert archive.reextract().pages.total() == 0
    (run,) = sql(archive, "SELECT unchanged, finished_at IS NOT NULL FROM runs WHERE command = 'reextract' LIMIT 1")
    assert run == (4, 1)


def test_past_revisions_are_read_again_from_their_own_pages(archive: Archive) -> None:
    """Each says what its page said, and how it differs from the one before."""
    older(archive)
    sql(archive, "UPDATE revisions SET change = 'rewrite' WHERE number = 2")
    archive.reextract(references=[1])
    first, second = archive.history(1)
    assert (first.body, second.body) == (story(0), story(0).replace("Tuesday evening", "Monday evening"))
    assert (first.change, second.change) == ("first", "edit")
    assert sql(archive, "SELECT DISTINCT extractor FROM revisions WHERE article_id = 2") == [(OLD,)]


def test_a_page_that_gives_no_article_any_more_keeps_the_old_text(archive: Archive) -> None:
    """Nothing is taken away, and the report says why."""
    older(archive)
    sql(archive, "INSERT INTO payloads VALUES (?, 0, ?)", payload_digest(b""), zstandard.compress(b""))
    sql(archive, "UPDATE captures SET payload_digest = ? WHERE article_id = 2", payload_digest(b""))
    before = archive.article(2)
    found = archive.reextract(references=[2])
    assert found.pages == {Ending.KEPT: 1}
    assert [(kept.article_id, kept.detail is not None) for kept in found.kept] == [(2, True)]
    assert archive.article(2) == before


@pytest.mark.parametrize("damage", ["zstd = substr(zstd, 1, 99)", "zstd = ?", "size = size + 1", "zstd = ''"])
def test_a_damaged_page_is_left_and_stops_nothing(archive: Archive, damage: str) -> None:
    """It is named and counted, its article stays as it is, and all others are read; so each time."""
    older(archive)
    which = "digest = (SELECT payload_digest FROM captures WHERE article_id = 2)"
    values = [zstandard.compress(page(9).encode())] if "?" in damage else []
    sql(archive, f"UPDATE payloads SET {damage} WHERE {which}", *values)
    before = archive.article(2)
    found = archive.reextract()
    assert found.pages == {Ending.CHANGED: 3, Ending.DAMAGED: 1}
    assert [(one.article_id, one.url) for one in found.damaged] == [(2, before.url)]
    assert archive.article(2) == before
    assert archive.reextract().pages == {Ending.DAMAGED: 1}
    with pytest.raises(DamagedPage, match=before.url):
        archive.payload(before.url)


@pytest.mark.sqlite("a server keeps bytes that are referred to")
def test_a_page_whose_bytes_are_gone_is_left(archive: Archive) -> None:
    """Also one that was refused: its bytes may be damaged as well."""
    older(archive)
    refused(archive, 7)
    sql(archive, "DELETE FROM payloads WHERE digest = (SELECT payload_digest FROM captures WHERE article_id = 2)")
    sql(archive, "UPDATE payloads SET zstd = 'x' WHERE digest = ?", payload_digest(page(7).encode()))
    assert archive.reextract().pages == {Ending.CHANGED: 3, Ending.DAMAGED: 2}


def test_an_ingest_beside_a_damaged_page(archive: Archive, tmp_path: Path) -> None:
    """The fresh page is stored, be the one it is compared with damaged; that one is named as a failure."""
    older(archive)
    sql(archive, "UPDATE payloads SET zstd = 'x'")
    for number in (1, 2):
        changed = page(number).replace("Tuesday evening", "Friday evening")
        (tmp_path / f"{number}.html").write_text(changed, "utf-8")
    results: list[PageResult] = []
    archive.ingest(tmp_path / "1.html", tmp_path / "2.html", each=results.append)
    told = {(one.outcome, one.article_id, "damaged" in (one.detail or "")) for one in results}
    assert len(results) == len(told)  # in one batch or two: that is a matter of time
    assert told == {(Outcome.FAILED, 2, True), (Outcome.FAILED, 3, True)} | {
        (Outcome.REVISED, number, False) for number in (2, 3)
    }
    assert "Friday evening" in archive.article(2).body


@pytest.mark.parametrize(
    "damage",
    [
        "zstd = substr(zstd, 1, 99)",
        "zstd = ?",
        "size = size + 1",
        pytest.param("zstd = ''", marks=pytest.mark.sqlite("a text is no bytes; on a server it is, and was left out")),
    ],
)
def test_the_same_bytes_mend_a_damaged_page(archive: Archive, tmp_path: Path, damage: str) -> None:
    """The page as received takes the damaged copy's place; a page of other bytes never does."""
    which = "digest = (SELECT payload_digest FROM captures WHERE article_id = 2)"
    values = [zstandard.compress(page(9).encode())] if "?" in damage else []
    sql(archive, f"UPDATE payloads SET {damage} WHERE {which}", *values)
    (tmp_path / "other.html").write_text(page(1) + " ", "utf-8")
    archive.ingest(tmp_path / "other.html")
    assert not archive.check().sound
    archive.ingest(tmp_path / "pages" / "00001.html")
    assert archive.check().sound
    assert archive.payload(2) == page(1).encode()


def refused(archive: Archive, number: int, url: str | None = None) -> None:
    """Store page `number` as one that an older extractor saw no article in."""
    payload = page(number).encode()
    capture = Capture(f"pages/{number}.html", b"", "2026-11-21T10:00:00Z", url=url)
    intake = Intake(
        capture,
        payload_digest(payload),
        len(payload),
        zstandard.compress(payload),
        Rejected(Reason.NO_ARTICLE, "nothing found"),
    )
    with Database(archive.settings.db) as database:
        Ledger(database).record([intake])


def test_a_refused_page_gets_another_chance(archive: Archive) -> None:
    """It becomes an article; one whose address is an article's already does not, for that would be a revision."""
    refused(archive, 7)
    refused(archive, 1, "https://harbour.example/other")
    assert archive.reextract(dry_run=True).pages == {Ending.ADDED: 1, Ending.REFUSED: 1}
    assert archive.reextract().pages == {Ending.ADDED: 1, Ending.REFUSED: 1}
    assert archive.article("https://harbour.example/ships/7").body == story(7)
    assert archive.reextract().pages == {Ending.REFUSED: 1}
    assert sql(archive, "SELECT count(*) FROM revisions") == [(5,)]


def test_a_selection(archive: Archive) -> None:
    """By site, date or article; a filter that pages without an article cannot meet leaves them out."""
    older(archive)
    sql(archive, "UPDATE articles SET site = 'other.example', published_at = '2025-01-01' WHERE id = 3")
    refused(archive, 7, "https://harbour.example/ships/7")
    runs: list[list[int | None]] = []
    chosen = (
        {"wanted": Filter(site="other.example")},
        {"wanted": Filter(since="2025")},
        {"references": (2, "https://harbour.example/ships/0")},
        {"wanted": Filter(site="harbour.example")},
    )
    for selection in chosen:
        pages: list[PageReread] = []
        archive.reextract(**selection, dry_run=True, each=pages.append)
        runs.append([one.article_id for one in pages])
    assert runs == [[3], [3], [1, 1, 2], [1, 1, 2, None]]
    with pytest.raises(NotFound):
        archive.reextract(references=[99])


def test_a_dry_run_changes_nothing(archive: Archive) -> None:
    """It reports what the real one does."""
    older(archive)
    before, pages = everything(archive), list[PageReread]()
    archive.reextract(dry_run=True, each=pages.append)
    assert everything(archive) == before
    real: list[PageReread] = []
    archive.reextract(each=real.append)
    assert real == pages


def test_how_many_there_are_is_told_first(archive: Archive) -> None:
    """For a progress bar."""
    older(archive)
    told: list[int] = []
    archive.reextract(begin=told.append, dry_run=True)
    assert told == [4]


def test_it_stops_and_goes_on(archive: Archive) -> None:
    """Once `stop` is set nothing more is read; the next call finishes."""
    before = everything(archive)
    older(archive)
    stop = threading.Event()
    stop.set()
    assert archive.reextract(stop=stop).pages.total() == 0
    assert archive.reextract().pages.total() == 4
    assert everything(archive) == before


def test_what_a_newer_page_left_out_is_still_known(archive: Archive, tmp_path: Path) -> None:
    """The date of the first page stays the article's when its second gives none, and no date is made up."""
    undated = page(1).replace("2026-03-02T10:00:00Z", "").replace("Tuesday evening", "Monday evening")
    (tmp_path / "undated.html").write_text(undated, "utf-8")
    archive.ingest(tmp_path / "undated.html")
    older(archive)
    sql(archive, "UPDATE articles SET published_at = '1999-01-01', section = 'Ads'")
    archive.reextract()
    assert sql(archive, "SELECT published_at, section FROM articles WHERE id = 2") == [("2026-03-02T10:00:00Z", None)]


def test_site_memory_is_kept_and_made_anew(tmp_path: Path) -> None:
    """What stands on the site's other pages is stripped again, even if memory itself was lost."""
    folder = write_pages(tmp_path / "pages", range(3))
    for file in folder.iterdir():
        file.write_text(file.read_text("utf-8").replace("</article>", BOX + "</article>"), "utf-8")
    with Archive(tmp_path / "news.db", SETTINGS) as archive:
        archive.ingest(folder)
        before = everything(archive)
        assert [archive.article(number).body for number in (1, 2, 3)] == [story(number) for number in range(3)]
        for table in ("site_blocks", "young_blocks"):
            sql(archive, f"DELETE FROM {table}")
        archive.reextract(everything=True)
        assert [archive.article(number).body for number in (1, 2, 3)] == [story(number) for number in range(3)]
        assert [row[:3] for row in everything(archive)["site_blocks"]] == [row[:3] for row in before["site_blocks"]]
        assert archive.reextract(everything=True).pages == {Ending.SAME: 3}


@pytest.mark.sqlite("a process of its own opens the file")
def test_kill_loses_nothing(tmp_path: Path) -> None:
    """Killed at work, the archive is whole; the same command finishes, and all is as this version reads it."""
    with Archive(tmp_path / "news.db", SETTINGS) as archive:
        archive.ingest(write_pages(tmp_path / "pages", range(200)))
        before = everything(archive)
        older(archive)
    command = [sys.executable, str(Path(__file__).with_name("reextract_run.py")), str(tmp_path / "news.db")]
    for pages in (1, 70):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            for _ in range(pages):
                run.stdout.readline()
            run.kill()
            run.stdout.read()
        assert run.returncode == -signal.SIGKILL
        with closing(sqlite3.connect(tmp_path / "news.db")) as connection:
            assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            connection.execute("INSERT INTO articles_fts (articles_fts, rank) VALUES ('integrity-check', 1)")
    left = int(subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout.count("\n"))
    assert 0 < left < 200
    with Archive(tmp_path / "news.db", SETTINGS) as archive:
        assert everything(archive) == before

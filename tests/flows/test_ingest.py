import gzip
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from archive.flows import batches
from archive.flows.ingest import ingest_targets
from archive.flows.work import Work
from archive.model import Outcome, PageResult
from archive.settings import Settings
from archive.store.file.database import Database
from tests.flows.build import read_in_the_old_way
from tests.loopback import Handler, Site
from tests.outside import run_outside
from tests.stories import page, story, write_pages

NOW = "2026-11-22T09:30:00Z"
SETTINGS = Settings(workers=2, page_timeout=20, max_bytes=5_000_000, host_delay=0, allow_private=("localhost",))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    with Database(tmp_path / "archive.db") as database:
        yield database


def results(database: Database, *targets: str | Path, settings: Settings = SETTINGS) -> list[PageResult]:
    return list(ingest_targets(targets, database, Work(settings, lambda: NOW)))


def outcomes(found: list[PageResult]) -> list[str]:
    return [result.outcome.value for result in found]


def rows(folder: Path, sql: str) -> list[tuple[object, ...]]:
    return run_outside(folder / "archive.db", sql)


def test_pages_become_articles(database: Database, tmp_path: Path) -> None:
    """Each page is one article, told in the order of the files; the run is noted with its counts."""
    found = results(database, write_pages(tmp_path / "pages", range(70)))
    assert [result.url for result in found] == [f"https://harbour.example/ships/{number}" for number in range(70)]
    assert set(outcomes(found)) == {"added"}
    assert rows(tmp_path, "select added, failed, started_at, finished_at from runs") == [(70, 0, NOW, NOW)]


def test_the_same_again_is_unchanged(database: Database, tmp_path: Path) -> None:
    """Nothing is stored twice; a changed text is a revision; a copy under another address is a duplicate."""
    folder = write_pages(tmp_path / "pages", range(3))
    results(database, folder)
    (folder / "00001.html").write_text(page(1, story(1) + "\n\n" + story(500)), "utf-8")
    (folder / "00003.html").write_text(page(3, story(2)), "utf-8")
    assert outcomes(results(database, folder)) == ["unchanged", "revised", "unchanged", "duplicate"]
    assert rows(tmp_path, "select count(*) from articles") == [(3,)]


def test_a_better_extractor_is_no_change(database: Database, tmp_path: Path) -> None:
    """After an upgrade a page that came again is compared with what the new extractor makes of the stored one: other
    furniture is no revision, an edit is one of its kind."""
    folder = write_pages(tmp_path / "pages", range(3))
    results(database, folder)
    read_in_the_old_way(tmp_path)
    (folder / "00000.html").write_text(page(0).replace("Home", "Front page"), "utf-8")
    edited = story(1) + "\n\nTwo tugs were sent out to her after midnight, and both came back unhurt."
    (folder / "00001.html").write_text(page(1, edited), "utf-8")
    assert outcomes(results(database, folder)) == ["unchanged", "revised", "unchanged"]
    old = "extractor = 'archive 0.0.1, trafilatura 1.0' or body like 'Read%'"
    assert rows(tmp_path, "select change from revisions order by id") == [("first",)] * 3 + [("edit",)]
    assert rows(tmp_path, f"select article_id from revisions where {old}") == [(3,)]  # the same bytes need no reading


def test_a_better_extractor_is_no_change_beside_the_held_bytes(database: Database, tmp_path: Path) -> None:
    """So it is where the held bytes come along with other bytes of the same article."""
    folder = write_pages(tmp_path / "pages", range(2))
    results(database, folder)
    read_in_the_old_way(tmp_path)
    (folder / "00000b.html").write_text(page(0).replace("Home", "Front page"), "utf-8")
    assert outcomes(results(database, folder)) == ["unchanged"] * 3
    assert rows(tmp_path, "select change from revisions") == [("first",)] * 2
    assert rows(tmp_path, "select article_id from revisions where body like 'Read%'") == [(2,)]


def test_files_urls_and_lists_in_one_call(database: Database, tmp_path: Path, site: Site) -> None:
    """Targets of every kind go through one flow, and what fails does not stop the rest."""
    site.pages["/old"] = lambda handler: handler.answer(b"", status=301, Location="/ships/1")
    site.pages["/ships/1"] = lambda handler: handler.answer(page(1).encode())
    site.pages["/gone"] = lambda handler: handler.answer(b"", status=410)
    file = write_pages(tmp_path / "pages", range(1)) / "00000.html"
    found = results(database, file, site.url("/old"), site.url("/gone"), tmp_path / "none.html", file)
    assert Counter(outcomes(found)) == {"added": 2, "failed": 2, "unchanged": 1}
    told = {result.origin: result.detail for result in found if result.outcome is Outcome.FAILED}
    assert told == {
        site.url("/gone"): "410 Gone: the site has taken the page down",
        str(tmp_path / "none.html"): "there is no such file or folder",
    }


NESTED = b"<html><body>" + b"<div>" * 100_000 + b"<p>" + story(9).encode() + b"</div>" * 100_000
BAD = {
    "binary.html": bytes(range(256)) * 40,
    "empty.html": b"",
    "nested.html": NESTED,
    "paper.html": b"%PDF-1.7\n" + bytes(200),
}
GOOD = {
    "declared.html": page(1).replace("<head>", "<head><meta charset=utf-8>").encode("cp1252"),
    "nul.html": page(2).replace("coaster", "coa\0ster").encode(),
    "packed.html.gz": gzip.compress(page(3).encode()),
    "wide.html": page(4).encode("utf-16"),
}


def test_bad_input_is_refused_with_a_reason(database: Database, tmp_path: Path) -> None:
    """What holds no article says why, on one line, and is no failure."""
    for name, payload in BAD.items():
        (tmp_path / name).write_bytes(payload)
    found = results(database, *(tmp_path / name for name in BAD))
    assert outcomes(found) == ["refused"] * len(BAD)
    assert all(result.detail and "\n" not in result.detail for result in found)


def test_odd_input_is_read(database: Database, tmp_path: Path) -> None:
    """Wrong and wide encodings, NUL bytes and gzip are pages all the same."""
    for name, payload in GOOD.items():
        (tmp_path / name).write_bytes(payload)
    found = results(database, *(tmp_path / name for name in GOOD))
    assert outcomes(found) == ["added"] * len(GOOD)
    stored = rows(tmp_path, "select body, title from articles")
    assert all("kept her in the roads" in str(body) and "\0" not in str(title) for body, title in stored)


def test_what_cannot_be_read_fails_alone(database: Database, tmp_path: Path) -> None:
    """A huge file, a loop of links, a name that does not resolve: one clear line each, and the next page is added."""
    with (tmp_path / "huge.html").open("wb") as huge:
        huge.truncate(200_000_000)
    (tmp_path / "loop").symlink_to(tmp_path / "loop")
    (tmp_path / "two\nlines.html").write_text(page(1), "utf-8")
    names = ("huge.html", "loop", "two\nlines.html")
    found = results(database, "http://nowhere.invalid/", *(tmp_path / name for name in names))
    assert [(result.outcome.value, result.detail) for result in found] == [
        ("failed", "the host does not resolve: check its name and your connection"),
        ("failed", "200,000,000 bytes; a page may have 5,000,000 (setting max_bytes)"),
        ("failed", "a link that leads back to itself"),
        ("added", None),
    ]
    assert found[-1].origin == str(tmp_path / r"two\nlines.html")


def test_a_page_that_takes_too_long_has_failed(database: Database, tmp_path: Path) -> None:
    """A page over its time, twice, is named and has failed; the same call reads it when there is time."""
    folder = write_pages(tmp_path / "pages", range(2))
    found = results(database, folder, settings=Settings(workers=1, page_timeout=1e-4))
    assert {(result.outcome.value, result.detail) for result in found} == {("failed", "given up after 0.0001 s")}
    assert outcomes(results(database, folder)) == ["added", "added"]


def test_a_result_that_was_given_is_committed(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another reader of the database sees a page before its result is told."""
    monkeypatch.setattr(batches, "BATCH", 3)
    pages = ingest_targets([write_pages(tmp_path / "pages", range(7))], database, Work(SETTINGS, lambda: NOW))
    for told, result in enumerate(pages, 1):
        (stored,) = rows(tmp_path, f"select count(*) from articles where id = {result.article_id}")
        assert (stored, told) == ((1,), result.article_id)


def test_a_stop_finishes_what_is_in_hand(database: Database, tmp_path: Path) -> None:
    """Once told to stop, no more is read, and what was read is stored and told."""
    stop = threading.Event()
    targets: list[str | Path] = [write_pages(tmp_path / "pages", range(3)), "never read"]

    def until_second() -> Iterator[str | Path]:
        yield targets[0]
        stop.set()
        yield targets[1]

    found = list(ingest_targets(until_second(), database, Work(SETTINGS, lambda: NOW, stop=stop)))
    assert outcomes(found)[:3] == ["added"] * 3
    assert rows(tmp_path, "select count(*), max(finished_at) from articles, runs") == [(3, NOW)]


def test_memory_does_not_grow_with_the_input(database: Database, tmp_path: Path) -> None:
    """Targets are read as there is room: an endless list is begun, not gathered."""
    path = write_pages(tmp_path / "pages", range(1)) / "00000.html"
    read = 0

    def endless() -> Iterator[Path]:
        nonlocal read
        while True:
            read += 1
            yield path

    pages = ingest_targets(endless(), database, Work(SETTINGS, lambda: NOW))
    assert [next(pages).outcome for _ in range(2)] == [Outcome.ADDED, Outcome.UNCHANGED]
    pages.close()
    assert read < 500


def test_a_slow_host_holds_no_result_up(database: Database, site: Site) -> None:
    """What has come is stored and told while a host still thinks about its answer."""
    told = threading.Event()

    def slow(handler: Handler) -> None:
        handler.answer(page(2).encode(), status=200 if told.wait(20) else 500)

    site.pages["/1"] = lambda handler: handler.answer(page(1).encode())
    site.pages["/2"] = slow
    settings = replace(SETTINGS, allow_private=("localhost", "127.0.0.1"))
    targets = [site.url("/1"), site.url("/2", "127.0.0.1")]
    found = []
    for result in ingest_targets(targets, database, Work(settings, lambda: NOW)):
        found.append(result)
        told.set()
    assert outcomes(found) == ["added", "added"]

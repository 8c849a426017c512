"""`archive reextract` as it is typed."""

import json
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import Run


@pytest.fixture
def older(archived: Path, tmp_path: Path) -> Path:
    """A database of three articles, one of which an older extractor read, and a refused file."""
    database = tmp_path / "older.db"
    shutil.copy(archived, database)
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE revisions SET extractor = 'archive 0.0.1', title = 'Coaster' WHERE article_id = 2")
        connection.execute("UPDATE blocks SET kept = 1, label = 'body' WHERE revision_id = 2 AND position = 0")
    return database


@pytest.mark.sqlite("copies the file")
def test_report(run: Run, older: Path) -> None:
    """A dry run tells what the real one does; after it there is nothing left to do."""
    code, tried, errors = run("reextract", "--db", older, "--dry-run")
    assert (code, errors) == (0, "")
    assert "2 pages read again" in tried and "nothing stored: 1 changed, 1 refused as before" in tried
    code, done, _ = run("reextract", "--db", older)
    assert (code, done.splitlines()[1:]) == (0, tried.splitlines()[1:])
    rows = [line.split() for line in done.splitlines() if line.startswith(("harbour.example", "navigation"))]
    assert [(pages, changed, int(after) - int(before)) for _, pages, changed, *_, before, after in rows] == [
        ("1", "1", 1),
        ("1", "1", 1),
    ]
    assert run("reextract", "--db", older)[1].startswith("1 page read again")


@pytest.mark.sqlite("copies the file")
def test_report_for_programs(run: Run, older: Path) -> None:
    """--format json gives all of it as one object."""
    code, printed, _ = run("reextract", "--db", older, "--all", "--site", "harbour.example", "--format", "json")
    told = json.loads(printed)
    assert (code, told["dry_run"], told["pages"]["same"], told["pages"]["changed"]) == (0, False, 2, 1)
    assert told["fields"] == {"title": 1, "blocks": 1}
    assert told["sites"][0]["name"] == "harbour.example"


@pytest.mark.sqlite("copies the file")
def test_one_article(run: Run, older: Path) -> None:
    """--url names it by URL or number; one that is not there is an error."""
    printed = run("reextract", "--db", older, "--url", "harbour.example/ships/1", "--url", "3", "--all")[1]
    assert printed.startswith("2 pages read again")
    assert run("reextract", "--db", older, "--url", "99")[0] == 1


@pytest.mark.sqlite("copies the file")
def test_reextract_damaged_page(run: Run, archived: Path, tmp_path: Path) -> None:
    """A damaged page is named on stderr and in the report, all others are read, and the exit code is 1."""
    copy = tmp_path / "damaged.db"
    with closing(sqlite3.connect(archived)) as whole, closing(sqlite3.connect(copy)) as other, other:
        whole.backup(other)
        other.execute("UPDATE payloads SET zstd = 'x' WHERE digest = "
                      "(SELECT payload_digest FROM captures WHERE article_id = 2)")  # fmt: skip
    code, out, err = run("reextract", "--all", "--db", copy)
    assert (code, err.count("\n"), "1 damaged in the archive" in out) == (1, 1, True)
    assert err.startswith("archive: https://harbour.example/ships/1: the stored page is damaged")
    code, out, err = run("show", "2", "--format", "raw", "--db", copy)
    assert (code, out, err.count("\n")) == (1, "", 1)

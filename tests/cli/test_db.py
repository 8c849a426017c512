"""`archive db`: damage is found, copies are whole, the search index is mended."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import COUNT, Run

PAGE = "(SELECT payload_digest FROM captures WHERE article_id = 2)"
DAMAGE = {
    "page": f"UPDATE payloads SET zstd = 'x' WHERE digest = {PAGE}",
    "search index": "UPDATE articles_fts_data SET block = zeroblob(length(block)) WHERE id > 10",
    "search index\n": "INSERT INTO articles_fts_pairs (rowid, body) VALUES (1, '船长')",
    "reference": f"DELETE FROM payloads WHERE digest = {PAGE}",
    "orphan": "INSERT INTO payloads SELECT 'ab', size, zstd FROM payloads LIMIT 1",
    "revision": "UPDATE revisions SET body = '' WHERE article_id = 3",
    "article": "UPDATE articles SET revision_id = 99 WHERE id = 1",
}


@pytest.fixture
def copy(run: Run, archived: Path, tmp_path: Path) -> Path:
    """A copy of the archive, by the command."""
    assert run("db", "backup", tmp_path / "copy.db", "--db", archived)[0] == 0
    return tmp_path / "copy.db"


def sql(path: Path, statement: str) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


@pytest.mark.sqlite
def test_a_sound_copy(run: Run, copy: Path) -> None:
    """A backup is sound and holds all; a file that is there is never replaced, and no part of one is left."""
    code, out, err = run("db", "check", "--db", copy)
    assert (code, out, err) == (0, "4 stored pages read; all is sound\n", "")
    assert run("query", COUNT, "--db", copy, "--format", "csv")[1] == "articles\n3\n"
    assert run("db", "backup", copy, "--db", copy)[0] == 1
    assert [file.name for file in copy.parent.iterdir() if "copy" in file.name] == ["copy.db"]


@pytest.mark.parametrize("what", DAMAGE)
@pytest.mark.sqlite
def test_damage_is_found(run: Run, copy: Path, what: str) -> None:
    """Each kind is named, with exit code 1."""
    sql(copy, DAMAGE[what])
    code, out, err = run("db", "check", "--db", copy)
    assert (code, err) == (1, "")
    assert f"1 × {what}" in out


@pytest.mark.sqlite
def test_a_damaged_index_is_mended(run: Run, copy: Path) -> None:
    """Nothing is found in it, which is told as damage; after that what was not found is found again."""
    sql(copy, DAMAGE["search index"])
    code, out, err = run("search", "ferry OR coaster", "--db", copy)
    assert (code, out, "its search index is damaged; `archive db optimize`" in err) == (1, "", True)
    assert run("db", "optimize", "--db", copy)[0] == 0
    assert run("db", "check", "--db", copy)[0] == 0
    assert "ships/1" in run("search", "ferry OR coaster", "--db", copy, "--format", "jsonl")[1]


@pytest.mark.sqlite
def test_a_slim_copy(run: Run, archived: Path, tmp_path: Path) -> None:
    """It answers as the whole one does, but holds no page as received, and says so."""
    slim = tmp_path / "slim.db"
    assert run("db", "slim", slim, "--db", archived)[0] == 0
    code, out, _ = run("db", "check", "--db", slim)
    assert (code, out) == (0, "0 stored pages read, 4 are not in this copy; all is sound\n")
    assert run("show", "2", "--db", slim)[0] == 0
    code, _, err = run("show", "2", "--format", "raw", "--db", slim)
    assert (code, "not in this copy" in err) == (1, True)


@pytest.mark.sqlite
def test_a_database_without_its_log(run: Run, archived: Path, tmp_path: Path) -> None:
    """Each command says so, until the person goes on without."""
    copy = tmp_path / "copy.db"
    with closing(sqlite3.connect(archived)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
        target.execute("PRAGMA user_version = 1")  # as the file says while a log holds more
    for command in (("stats",), ("ingest", copy), ("db", "check")):
        code, out, err = run(*command, "--db", copy)
        assert (code, out, err.count("\n")) == (1, "", 1)
        assert "its log (copy.db-wal) is gone" in err
    assert run("db", "optimize", "--without-log", "--db", copy)[0] == 0
    assert run("db", "check", "--db", copy)[0] == 0

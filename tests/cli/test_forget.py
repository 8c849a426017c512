"""`archive forget`: nothing of a page is left in the file, and it does not come back by itself."""

import json
from pathlib import Path

import pytest

from archive.model import ListedArticle
from archive.store.file.database import Database
from archive.store.write.follows import Follows
from tests.cli.conftest import WIRE
from tests.commands import COUNT, Run, records
from tests.stories import page, story, write_pages

NAMES = "Quillonbergs", "Zephyrkapitän", "Wolframine Ostrander", "ships/0", "Coaster 0", "鯨鰐"
HEAD = '<meta name="author" content="Wolframine Ostrander"><meta name="keywords" content="Quillonbergs">'


@pytest.fixture
def archive(run: Run, tmp_path: Path) -> Path:
    """Three articles, the first of which has two revisions and words that no other has; its file has its address."""
    write_pages(tmp_path / "pages", range(1, 3))
    told = page(0, f"{story(0)}\n\nThe Quillonbergs met the Zephyrkapitän 鯨鰐.").replace("<head>", f"<head>{HEAD}")
    for text in (told, told.replace("Tuesday", "Monday")):
        (tmp_path / "first.html").write_text(text, "utf-8")
        assert run("ingest", "first.html", "pages", "-q")[0] == 0
    return tmp_path / "archive.db"


def found_in(path: Path) -> list[str]:
    """The names that stand anywhere in the file of a database or beside it."""
    held = b"".join(file.read_bytes() for file in path.parent.glob(f"{path.name}*"))
    return [name for name in NAMES if name.encode() in held]


@pytest.mark.sqlite
def test_no_word_of_it_is_left_in_the_file(run: Run, archive: Path) -> None:
    """Its texts, pages, names and addresses are gone from every byte; the others are whole; a note says how many."""
    assert run("search", "Quillonbergs", "--format", "jsonl")[1].count("\n") == 1
    assert "Zephyrkapitän" in found_in(archive)
    code, out, err = run("forget", "https://harbour.example/ships/0", "--yes")
    assert (code, err) == (0, "")
    assert out.splitlines()[0].startswith("1 article, 2 revisions; 2 pages as received, ")
    assert out.splitlines()[-1] == "forgotten: 1 article, 2 revisions, 2 pages as received"
    assert found_in(archive) == []
    assert run("db", "check")[0] == 0
    assert run("search", "Quillonbergs", "--format", "jsonl")[1] == ""
    assert run("show", "https://harbour.example/ships/0")[0] == 1
    assert [one["id"] for one in records(run("export")[1])] == [2, 3] or len(records(run("export")[1])) == 2
    (note,) = records(run("query", "select command, report from runs where command = 'forget'", "--format", "jsonl")[1])
    assert json.loads(str(note["report"])) == {"forgotten": {"articles": 1, "revisions": 2, "pages": 2, "payloads": 2}}


def test_it_comes_back_by_an_ingest_alone(run: Run, archive: Path, tmp_path: Path) -> None:
    """What a feed lists is not new while it is forgotten, nor are its words kept; who ingests it wants it again."""
    listed = [
        ListedArticle(f"https://harbour.example/ships/{number}", "https://f.example/", guid=f"g{number}")
        for number in (0, 9)
    ]
    assert run("forget", "https://harbour.example/ships/0", "--yes")[0] == 0
    with Database(archive) as database:
        assert [one.url[-1] for one in Follows(database).find_new(listed)] == ["9"]
    assert found_in(archive) == []
    assert "added" in run("ingest", "first.html")[1]
    with Database(archive) as database:
        assert [one.url[-1] for one in Follows(database).find_new(listed)] == ["9"]
    assert run("query", "select count(*) as n from forgotten_urls", "--format", "csv")[1] == "n\n0\n"


def test_it_asks_first(run: Run, archive: Path) -> None:
    """Where nobody can be asked nothing is forgotten; --dry-run says what it would be; what is not there is told."""
    code, out, err = run("forget", "1")
    assert (code, err.count("\n"), "Coaster 0 is in" in out) == (2, 1, True)
    assert run("forget", "1", "--dry-run")[0] == 0
    assert run("forget", "https://nowhere.example/", "--yes")[0] == 1
    for wrong in ((), ("1", "--site", "harbour.example"), ("--before", "soon")):
        assert run("forget", *wrong, "--yes")[0] == 2
    assert run("query", COUNT, "--format", "csv")[1] == "articles\n3\n"


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        (("--site", "www.harbour.example"), 0),
        (("--site", "elsewhere.example"), 3),
        (("--before", "2000"), 3),
        (("--before", "2999"), 0),
        (("--before", "2999", "--site", "elsewhere.example"), 3),
    ],
)
def test_all_of_a_site_or_an_age(run: Run, archive: Path, asked: tuple[str, ...], left: int) -> None:
    """Both conditions hold; pages that gave no article go too, and what was learnt of the site."""
    (archive.parent / "empty.html").write_text("<title>Zephyrkapitän</title>", "utf-8")
    run("ingest", "empty.html", "--url", "https://www.harbour.example/empty", "-q")
    assert run("forget", *asked, "--yes")[0] == 0
    counted = (f"(select count(*) from {table}) as {table}" for table in ("articles", "captures"))
    learnt = "(select count(*) from site_blocks) + (select count(*) from young_blocks) as learnt"
    rows = f"select {', '.join(counted)}, {learnt}"
    (counts,) = records(run("query", rows, "--format", "jsonl")[1])
    assert counts["articles"] == left
    assert (counts["captures"] == 0) == (left == 0) == (counts["learnt"] == 0)
    assert run("db", "check")[0] == 0


def test_copies_are_told_anew(run: Run, wire: Path, tmp_path: Path) -> None:
    """An agency that only a forgotten copy named is inferred no more; a story of one copy is none; of two it stays."""
    third = page(2, WIRE.replace("Norwick", "Sandvig", 1)).replace("https://harbour.", "https://lakeside.")
    (tmp_path / "third.html").write_text(third, "utf-8")
    assert run("ingest", "third.html", "--db", wire, "-q")[0] == 0
    told = "select site, story_id is not null as story, provenance from articles order by site"

    def rows() -> list[tuple[object, ...]]:
        return [tuple(one.values()) for one in records(run("query", told, "--db", wire, "--format", "jsonl")[1])]

    assert {row[2] for row in rows()} == {"syndicated"}
    assert run("forget", "--site", "eastmoor.example", "--yes", "--db", wire)[0] == 0
    assert [row[:2] for row in rows()] == [("harbour.example", 1), ("lakeside.example", 1)]
    assert {row[2] for row in rows()} <= {"own", "unknown"}
    assert run("forget", "--site", "lakeside.example", "--yes", "--db", wire)[0] == 0
    assert [row[:2] for row in rows()] == [("harbour.example", 0)]
    assert run("ingest", "third.html", "--db", wire, "-q")[0] == 0
    assert [row[1] for row in rows()] == [1, 1]

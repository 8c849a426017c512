"""The commands about stories and organisations: stories, show --copies, organizations."""

import json
from pathlib import Path

import pytest

from tests.commands import Run, records
from tests.stories import page

WIRE = " ".join(
    f"On day {day} of the strike {day * 37 % 113} ships lay off Norwick, said pilot {day * 7}." for day in range(30)
)


@pytest.fixture
def wire(run: Run, tmp_path: Path) -> Path:
    """A database in which a story is printed by two sites; the second credits it and has one word changed."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for number, (site, text) in enumerate(
        (("harbour", WIRE), ("eastmoor", f"(Reuters) - {WIRE.replace('Norwick', 'Tarrow', 1)}"))
    ):
        told = page(number, text).replace("https://harbour.example", f"https://{site}.example")
        (pages / f"{number}.html").write_text(told, "utf-8")
    assert run("ingest", pages, "--db", tmp_path / "wire.db", "-q")[0] == 0
    return tmp_path / "wire.db"


def test_stories(run: Run, wire: Path) -> None:
    """One row a story, in any format."""
    code, out, _ = run("stories", "--db", wire, "--format", "jsonl")
    (story,) = records(out)
    assert (code, story["copies"], story["sites"], story["url"]) == (0, 2, 2, "https://harbour.example/ships/0")
    assert run("stories", "--db", wire, "--min-copies", "3", "--format", "csv")[1].count("\n") == 1


def test_copies(run: Run, wire: Path) -> None:
    """What each changed, and where; as text and as JSON."""
    code, out, _ = run("show", "2", "--copies", "--db", wire)
    assert code == 0
    assert "2 copies" in out
    assert "eastmoor.example" in out
    told = json.loads(run("show", "1", "--copies", "--db", wire, "--format", "json")[1])
    assert [copy["article_id"] for copy in told] == [1, 2]
    assert 0 < told[1]["share_changed"] < 0.1
    assert run("show", "1", "--copies", "--db", wire, "--format", "raw")[0] == 2


def test_no_copies(run: Run, archived: Path) -> None:
    """Said, not left blank."""
    assert run("show", "2", "--copies", "--db", archived) == (0, "no copies on other sites\n", "")


def test_organizations(run: Run, wire: Path) -> None:
    """Who is credited; merged, the old name is gone, and cannot be merged again."""
    (listed,) = records(run("organizations", "--db", wire, "--format", "jsonl")[1])
    assert listed["name"] == "Reuters"
    assert records(run("organizations", "--db", wire, "--format", "jsonl", "--confidence", "likely")[1]) == []
    code, out, _ = run("organizations", "merge", "Reuters", "Reuters News Service", "--db", wire)
    assert (code, out) == (0, "1 article of 'Reuters' now credited to 'Reuters News Service'\n")
    (listed,) = records(run("organizations", "--db", wire, "--format", "jsonl")[1])
    assert (listed["name"], listed["aliases"]) == ("Reuters News Service", "Reuters")
    assert run("organizations", "merge", "Reuters", "Reuters", "--db", wire)[0] == 2
    assert run("organizations", "merge", "Nobody", "Reuters", "--db", wire)[0] == 1


def test_all_organizations(run: Run) -> None:
    """The known list needs no archive."""
    code, out, _ = run("organizations", "--all", "--format", "jsonl")
    names = [one["name"] for one in records(out)]
    assert code == 0
    assert {"Reuters", "Associated Press"} <= set(names)
    assert len(names) >= 250

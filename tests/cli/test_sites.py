"""`archive sites` as it is typed."""

import json
from pathlib import Path

from tests.commands import Run, records
from tests.outside import run_outside
from tests.stories import write_pages

SHARES = "own", "mixed", "syndicated"


def test_figures(run: Run, archived: Path) -> None:
    """A row a site, in every format."""
    code, printed, errors = run("sites", "--db", archived)
    assert (code, errors, printed.splitlines()[2].split()[:4]) == (0, "", ["harbour.example", "Harbour", "Times", "3"])
    (site,) = records(run("sites", "--db", archived, "--format", "jsonl")[1])
    assert list(site) == [
        "site",
        "publisher",
        "pages",
        "words",
        "stripped",
        "no_author",
        "no_date",
        "no_source",
        "own",
        "mixed",
        "syndicated",
    ]
    assert json.loads(run("sites", "--db", archived, "--site", "www.nowhere.example", "--format", "json")[1]) == []


def test_drift_is_an_exit_code(run: Run, tmp_path: Path) -> None:
    """1 if figures jumped, with a row for each; else 0 and none."""
    database = tmp_path / "news.db"
    run("ingest", "-q", "--db", database, write_pages(tmp_path / "pages", range(20)))
    assert run("sites", "--drift", "--newest", "10", "--db", database)[0] == 0
    run_outside(database, "UPDATE articles SET published_at = NULL WHERE id > 10")
    code, printed, _ = run("sites", "--drift", "--newest", "10", "--db", database, "--format", "jsonl")
    assert (code, [(row["figure"], row["before"], row["now"]) for row in records(printed)]) == (
        1,
        [("no_date", 0.0, 1.0)],
    )


def test_rename(run: Run, wire: Path) -> None:
    """The publisher's name is the source of its own articles; without a name its pages have their say again."""
    own = "select source from articles where reporting = 'own'"
    before = run("query", own, "--db", wire)[1]
    code, out, _ = run("sites", "rename", "harbour.example", "The Harbour Press", "--db", wire)
    assert (code, out) == (0, "harbour.example is called 'The Harbour Press'; 1 article changed\n")
    (told,) = records(run("sites", "--site", "harbour.example", "--db", wire, "--format", "jsonl")[1])
    assert told["publisher"] == "The Harbour Press"
    assert run("sites", "rename", "https://harbour.example/ships/1", "--db", wire)[0] == 0
    assert run("query", own, "--db", wire)[1] == before
    code, _, err = run("sites", "rename", "nowhere.example", "Nowhere", "--db", wire)
    assert (code, err) == (1, "archive: nowhere.example: no article of this site\n")


def test_owners(run: Run, wire: Path, tmp_path: Path) -> None:
    """A list goes in, comes out as it can go in again; a bad one is named with its line, and nothing of it is noted."""
    pairs = tmp_path / "owners.csv"
    pairs.write_text("site,owner\nharbour.example,Kessel Press\neastmoor.example,Kessel Press\n", "utf-8")
    assert run("sites", "owners", pairs, "--db", wire)[::2] == (0, "2 owners noted or taken back\n")
    code, listed, _ = run("sites", "owners", "--db", wire, "--format", "csv")
    assert (code, listed.count("list owners.csv")) == (0, 2)
    assert run("sites", "owners", "-", "--db", wire, stdin=listed)[2] == "0 owners noted or taken back\n"
    shared = "select count(*) as n from articles join sites using (site) where story_id = 1 and owner = 'Kessel Press'"
    assert run("query", shared, "--db", wire, "--format", "csv")[1].split() == ["n", "2"]
    for text, told in (("name\n", "columns site and owner"), ("site,owner\na.example,A\n,B\n", "line 3 names no site")):
        code, _, err = run("sites", "owners", "-", "--db", wire, stdin=text)
        assert (code, told in err) == (2, True)
    assert "cannot be read" in run("sites", "owners", tmp_path / "none.csv", "--db", wire)[2]
    assert len(records(run("sites", "owners", "--db", wire, "--format", "jsonl")[1])) == 2

"""`archive export`: a stream, a file, a folder."""

import csv
import hashlib
import json
import shutil
import sqlite3
import subprocess
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from tests.commands import Run, records
from tests.stories import page, write_pages


def test_export(run: Run, archived: Path, tmp_path: Path) -> None:
    """JSON lines on stdout or in a file, CSV, and a folder of Markdown files."""
    lines = run("export", "--db", archived)[1]
    assert [one["id"] for one in records(lines)] == [1, 2, 3]
    code, out, err = run("export", "--db", archived, "-o", "out.jsonl")
    assert (code, out, err) == (0, "", "3 articles written to out.jsonl\n")
    assert (tmp_path / "out.jsonl").read_text("utf-8") == lines
    run("export", "--db", archived, "--format", "csv", "-o", "out.csv")
    with (tmp_path / "out.csv").open(encoding="utf-8", newline="") as file:
        assert [row["id"] for row in csv.DictReader(file)] == ["1", "2", "3"]
    run("export", "--db", archived, "--format", "markdown", "-o", "out")
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == [
        "1-coaster-2j-0-owned0-is-in.md",
        "2-coaster-1-is-in.md",
        "3-coaster-2-is-in.md",
    ]
    cards = {"out.card.json", "out.csv.card.json", "out.jsonl.card.json"}
    assert {path.name for path in tmp_path.iterdir()} == {"out", "out.csv", "out.jsonl", *cards}


def test_export_some(run: Run, archived: Path) -> None:
    """Only the articles asked for."""
    assert run("export", "--db", archived, "--site", "elsewhere.example") == (0, "", "")


@pytest.mark.parametrize("target", ["nowhere/out.jsonl", "."])
def test_export_cannot_write(run: Run, archived: Path, target: str) -> None:
    """A place that cannot be written is one line that names it."""
    code, out, err = run("export", "--db", archived, "-o", target)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith(f"archive: {target}: cannot be written: ")


def test_export_markdown_needs_a_folder(run: Run, archived: Path) -> None:
    """Many files cannot go to standard output."""
    code, _, err = run("export", "--db", archived, "--format", "markdown")
    assert (code, err) == (2, "archive: --output: is one file an article: name a folder for them\n")


def test_export_by_the_name(run: Run, archived: Path, tmp_path: Path) -> None:
    """The ending of the name tells the form; one that there is not is refused before anything is written."""
    assert run("export", "--db", archived, "-o", "out.tsv")[0] == 0
    assert (tmp_path / "out.tsv").read_text("utf-8").startswith("id\turl\tsite\t")
    code, _, err = run("export", "--db", archived, "-o", "out.xlsx")
    assert (code, err.startswith("archive: out.xlsx: no export form ends in .xlsx")) == (2, True)
    assert not (tmp_path / "out.xlsx").exists()


def test_export_again_gives_the_same_bytes(run: Run, archived: Path, tmp_path: Path) -> None:
    """In each form; the card names the digest."""
    pytest.importorskip("pyarrow")
    asked = "query", "select id, title, word_count / 7.0 as share, digest from articles"
    files = ("out.jsonl", "out.csv", "out.tsv", "out.parquet")
    told = [(("export",), name) for name in files] + [(asked, f"a{name}") for name in (*files, "out.json")]
    for question, name in told:
        taken = []
        for _ in range(2):
            assert run(*question, "--db", archived, "-o", name)[0] == 0
            taken.append((tmp_path / name).read_bytes())
        assert taken[0] == taken[1]
        card = json.loads((tmp_path / f"{name}.card.json").read_text("utf-8"))
        assert (card["sha256"], card["count"]) == (hashlib.sha256(taken[0]).hexdigest(), 3)
    digests = set()
    for folder in ("one", "two"):
        run("export", "--db", archived, "--format", "markdown", "-o", folder)
        digests.add(json.loads((tmp_path / f"{folder}.card.json").read_text("utf-8"))["sha256"])
    assert len(digests) == 1


def test_export_parquet(run: Run, archived: Path, tmp_path: Path) -> None:
    """Lists stay lists, credits stay records, and numbers numbers."""
    parquet = pytest.importorskip("pyarrow.parquet")
    run("export", "--db", archived, "-o", "out.parquet")
    first, *others = parquet.read_table(tmp_path / "out.parquet").to_pylist()
    assert (first["id"], len(others), first["tags"], first["credits"], first["inferred_credits"]) == (1, 2, [], [], [])
    code, _, err = run("export", "--db", archived, "--format", "parquet")
    assert (code, err) == (2, "archive: --output: parquet is no text: name a file for it\n")


def test_bundle(run: Run, archived: Path, tmp_path: Path) -> None:
    """All files are in the list of digests and agree with it; the page is as received; the same again is the same."""
    code, out, err = run("export", "--db", archived, "--bundle", "1", "-o", "one.zip")
    assert (code, out, err.startswith("one.zip: SHA-256 ")) == (0, "", True)
    first = (tmp_path / "one.zip").read_bytes()
    with zipfile.ZipFile(tmp_path / "one.zip") as packed:
        packed.extractall(tmp_path / "one")
        names = set(packed.namelist())
    listed = (tmp_path / "one" / "SHA256SUMS").read_text().splitlines()
    sums = {line.split("  ")[1]: line.split("  ")[0] for line in listed}
    assert set(sums) | {"SHA256SUMS"} == names
    assert all(hashlib.sha256((tmp_path / "one" / name).read_bytes()).hexdigest() == sums[name] for name in sums)
    if (tool := shutil.which("sha256sum")) is not None:
        checked = subprocess.run([tool, "-c", "SHA256SUMS"], cwd=tmp_path / "one", capture_output=True, text=True)
        assert (checked.returncode, checked.stdout.count(": OK\n")) == (0, len(sums))
    card = json.loads((tmp_path / "one" / "card.json").read_text("utf-8"))
    assert (card["question"], card["archive"]["articles"]) == ({"bundle": "https://harbour.example/ships/0"}, 3)
    assert {"README.txt", "article.json", "captures.json", "revisions.json", "revisions/1.txt"} < names
    (page,) = (name for name in names if name.startswith("pages/"))
    assert sums[page] == Path(page).stem
    run("export", "--db", archived, "--bundle", "1", "-o", "one.zip")
    assert (tmp_path / "one.zip").read_bytes() == first
    assert run("export", "--db", archived, "--bundle", "99", "-o", "none.zip")[0] == 1


def test_export_by_the_rights_that_pages_state(run: Run, tmp_path: Path) -> None:
    """What a page states on its use leaves with it, and an export can ask for it or leave it out."""
    pages = tmp_path / "pages"
    write_pages(pages, range(2))
    (pages / "00000.html").write_text(page(0).replace("<head>", '<head><meta name="robots" content="noAI">'), "utf-8")
    assert run("ingest", pages, "-q")[0] == 0

    def ids(*asked: str) -> list[object]:
        return [one["id"] for one in records(run("export", *asked)[1])]

    assert [ids("--rights", "noai"), ids("--rights", "*"), ids("--rights", "tdm")] == [[1], [1], []]
    assert [ids("--without-rights", "noai"), ids("--without-rights", "*")] == [[2], [2]]
    assert ids("--without-rights", "tdm", "--without-rights", "meta robots") == [2]
    first, second = records(run("export")[1])
    assert (first["rights"], second["rights"]) == ([{"place": "meta robots", "words": "noAI"}], [])
    assert "meta robots: noAI" in run("export", "--format", "csv")[1]
    assert "Rights stated in: meta robots\n" in run("show", "1")[1]


@pytest.mark.sqlite
def test_rights_of_pages_from_before_are_unknown_until_they_are_read_again(run: Run, tmp_path: Path) -> None:
    """What nobody looked at is neither said nor not said; `reextract` looks, and keeps what robots.txt said then."""
    write_pages(tmp_path / "pages", range(2))
    assert run("ingest", "pages", "-q")[0] == 0
    said = '[["robots.txt", "User-agent: GPTBot"], ["meta robots", "old"]]'
    with closing(sqlite3.connect("archive.db")) as database, database:
        database.execute("UPDATE captures SET rights = iif(id = 1, NULL, ?)", (said,))
    assert [run("export", asked, "noai")[1].count("\n") for asked in ("--rights", "--without-rights")] == [0, 1]
    assert run("reextract", "--all")[0] == 0
    told = [one["rights"] for one in records(run("export")[1])]
    assert told == [[], [{"place": "robots.txt", "words": "User-agent: GPTBot"}]]

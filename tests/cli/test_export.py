"""`archive export`: a stream, a file, a folder."""

import csv
from pathlib import Path

import pytest

from tests.commands import Run, records


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
    assert {path.name for path in tmp_path.iterdir()} == {"out", "out.csv", "out.jsonl"}


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

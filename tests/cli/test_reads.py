"""The commands that ask: query, search, show, explain, export, stats."""

import csv
import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from tests.commands import HOSTILE, Run, records
from tests.stories import page

COUNT = "select count(*) as articles from articles"


@pytest.mark.parametrize(
    ("form", "printed"),
    [
        ("table", "articles\n--------\n       3\n"),
        ("json", '[\n  {"articles": 3}\n]\n'),
        ("jsonl", '{"articles": 3}\n'),
        ("csv", "articles\n3\n"),
        ("markdown", "| articles |\n| --- |\n| 3 |\n"),
    ],
)
def test_query_formats(run: Run, archived: Path, form: str, printed: str) -> None:
    """The same answer in each format."""
    assert run("query", COUNT, "--db", archived, "--format", form) == (0, printed, "")


def test_query_database_from_environment(run: Run, archived: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """ARCHIVE_DB names the database."""
    monkeypatch.setenv("ARCHIVE_DB", str(archived))
    assert run("query", COUNT, "--format", "csv") == (0, "articles\n3\n", "")


def test_query_stdin_and_parameters(run: Run, archived: Path) -> None:
    """SQL from standard input, values from -p: what stands in them is never SQL."""
    sql = "select url from articles where title = :title or id = :id"
    code, out, _ = run(
        "query", "-", "--db", archived, "-p", "title", "x' or 1 --", "-p", "id", "2", "--format", "csv", stdin=sql
    )
    assert (code, out) == (0, "url\nhttps://harbour.example/ships/1\n")


@pytest.mark.parametrize(
    "sql",
    [
        "delete from articles",
        "select * from nowhere",
        "attach 'x.db' as x",
        "select :missing",
        "",
        "select 1; select 2",
    ],
)
def test_query_that_cannot_be_run(run: Run, archived: Path, sql: str) -> None:
    """SQL that is wrong or would write is one line on stderr, and exit code 1."""
    code, out, err = run("query", sql, "--db", archived)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert err.startswith("archive: SQL: ")


def test_query_schema(run: Run) -> None:
    """The tables are explained without a database."""
    code, out, _ = run("query", "--schema", "--format", "jsonl")
    assert code == 0
    found = {(one["table"], one["column"]): one["meaning"] for one in records(out)}
    assert str(found["articles", "title"]).startswith("Headline")


def test_query_without_sql(run: Run) -> None:
    """No question is a usage error that says how to ask."""
    code, _, err = run("query")
    assert (code, err.startswith("archive: give a question: ")) == (2, True)


@pytest.mark.parametrize(
    "command", [["query", COUNT], ["search", "timber"], ["show", "1"], ["explain", "1"], ["stats"], ["export"]]
)
def test_reading_makes_no_database(run: Run, tmp_path: Path, command: list[str]) -> None:
    """A question to an archive that is not there says so, and makes none."""
    code, out, err = run(*command)
    assert (code, out) == (1, "")
    assert err == "archive: archive.db: there is no archive yet; `archive ingest` makes one, --db names another\n"
    assert list(tmp_path.iterdir()) == []


def test_search(run: Run, archived: Path) -> None:
    """Number, title, site, time and the place where the word stands."""
    code, out, _ = run("search", "coaster", "Marta", "--db", archived, "-n", "1", "--language", "en")
    assert code == 0
    assert "harbour.example" in out
    assert "[coaster] [Marta]" in out
    assert out.endswith("\n1 article\n")


def test_search_for_programs(run: Run, archived: Path) -> None:
    """The hits as rows."""
    found = records(run("search", "breakwater", "--db", archived, "--format", "jsonl")[1])
    assert {one["site"] for one in found} == {"harbour.example"}
    assert len(found) == 3


@pytest.mark.parametrize("words", ['"', "AND", "*", "--", "(", "NEAR(a b"])
def test_search_takes_any_words(run: Run, archived: Path, words: str) -> None:
    """What a person types is never an error of the index's own language."""
    code, _, err = run("search", "--db", archived, "--", words)
    assert code in (0, 1)
    assert "fts5" not in err


def test_search_bad_date(run: Run, archived: Path) -> None:
    """A date that is none is a usage error that says how to write it."""
    code, _, err = run("search", "coaster", "--since", "yesterday", "--db", archived)
    assert (code, err) == (2, "archive: --since: 'yesterday' is no date; write 2026, 2026-11 or 2026-11-22\n")


def test_show(run: Run, archived: Path) -> None:
    """An article is found by number and by URL, and printed to be read."""
    code, out, _ = run("show", "2", "--db", archived)
    lines = out.splitlines()
    assert (code, lines[0]) == (0, "Coaster 1 is in")
    assert "https://harbour.example/ships/1" in lines
    assert run("show", "harbour.example/ships/1", "--db", archived)[1] == out


def test_show_json(run: Run, archived: Path) -> None:
    """All fields, the blocks too."""
    read = json.loads(run("show", "2", "--format", "json", "--db", archived)[1])
    assert (read["id"], read["title"], read["status"]) == (2, "Coaster 1 is in", "live")
    assert {"navigation", "body"} <= {block["label"] for block in read["blocks"]}


def test_show_raw(run: Run, archived: Path) -> None:
    """The page exactly as it was received."""
    assert run("show", "2", "--format", "raw", "--db", archived)[1] == page(1)


def test_show_markdown(run: Run, archived: Path) -> None:
    """A Markdown file with what is known in its head."""
    out = run("show", "2", "--format", "markdown", "--db", archived)[1]
    assert out.startswith('---\ntitle: "Coaster 1 is in"\n')


@pytest.mark.parametrize("wanted", ["999", "https://nowhere.example/", "../../etc/passwd", "\x1b[2J"])
def test_show_nothing_there(run: Run, archived: Path, wanted: str) -> None:
    """An article that is not there is one harmless line."""
    code, out, err = run("show", "--db", archived, "--", wanted)
    assert (code, out, err.count("\n"), "\x1b" in err) == (1, "", 1, False)


def test_explain(run: Run, archived: Path) -> None:
    """Every block of the page, kept or stripped, with label, rule and text."""
    code, out, _ = run("explain", "2", "--db", archived)
    assert code == 0
    assert any(text.startswith("✓ body") for text in out.splitlines())
    assert any(text.startswith("✗ ") and "All rights reserved" in text for text in out.splitlines())
    read = json.loads(run("explain", "2", "--format", "json", "--db", archived)[1])
    assert [block["position"] for block in read] == list(range(len(read)))


@pytest.mark.parametrize(
    "command", [["show", "1"], ["explain", "1"], ["search", "Coaster"], ["query", "select title from articles"]]
)
def test_nothing_hostile_is_printed(run: Run, archived: Path, command: list[str]) -> None:
    """An escape sequence in a page does not reach the terminal, whatever the format."""
    for form in ([], ["--format", "json"]):
        code, out, _ = run(*command, "--db", archived, *form)
        assert (code, "\x1b" in out, "\x07" in out) == (0, False, False)


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


def test_stats(run: Run, archived: Path) -> None:
    """Figures by name."""
    figures = {one["figure"]: one["value"] for one in records(run("stats", "--db", archived, "--format", "jsonl")[1])}
    assert (figures["articles"], figures["sites"], figures["refused, empty"]) == (3, 1, 1)


def test_closed_pipe_is_silent(archived: Path) -> None:
    """`archive … | head -1` ends as programs do there: nothing on stderr."""
    sql = "with recursive n(x) as (select 1 union all select x + 1 from n limit 200000) select x from n"
    command = [sys.executable, "-m", "archive", "query", sql, "--format", "csv", "--db", str(archived)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline() == b"x\n"
    process.stdout.close()
    with process.stderr:
        assert (process.stderr.read(), process.wait(timeout=30)) == (b"", 141)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a device of Linux")
def test_output_cannot_be_written(archived: Path) -> None:
    """A full disk behind standard output is one line and exit code 1; a closed standard output is no error."""
    command = [sys.executable, "-m", "archive", "export", "--db", str(archived)]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (1, "archive: reading or writing failed: No space left on device\n")
    done = subprocess.run(["sh", "-c", '"$@" >&-', "sh", *command], stderr=subprocess.PIPE, text=True)
    assert (done.returncode, done.stderr) == (0, "")


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """What a command prints on a terminal of 60 columns."""
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "archive", *arguments]
    environment = dict(os.environ) | {"COLUMNS": "60", "TERM": "xterm"} | environment
    process = subprocess.Popen(command, stdout=slave, stderr=slave, stdin=slave, env=environment)
    os.close(slave)
    printed = b""
    while True:
        try:
            printed += os.read(master, 10_000)
        except OSError:  # Linux's way to say that the other side is closed
            break
    process.wait(timeout=30)
    os.close(master)
    return printed.decode()


def test_terminal_colours(archived: Path) -> None:
    """On a terminal: colours, cut lines, and still no escape sequence of a page's own."""
    printed = on_a_terminal("explain", "1", "--db", str(archived))
    assert "\x1b[32m✓\x1b[0m" in printed
    assert HOSTILE[:4] not in printed
    plain = on_a_terminal("explain", "1", "--db", str(archived), NO_COLOR="1")
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 60

"""`archive query`: SQL, its values, its formats."""

import json
from pathlib import Path

import pytest

from tests.commands import COUNT, Run, records


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


@pytest.mark.parametrize("sql", [f"-- how many\n{COUNT}", f"--how many\n{COUNT}", f"/* how many */ {COUNT}"])
def test_query_that_begins_with_a_comment(run: Run, archived: Path, sql: str) -> None:
    """A saved question often does; a value that looks like a comment stays as it is, a wrong option is told."""
    assert run("query", sql, "--db", archived, "--format", "csv") == (0, "articles\n3\n", "")
    told = run("query", "select :a as a", "-p", "a", "-- x", f"--db={archived}", "--format", "csv", "--raw-cells")
    assert told == (0, "a\n-- x\n", "")
    assert run("query", sql, "--fromat", "csv")[0] == 2


@pytest.mark.sqlite
def test_query_table_too_large(run: Run, archived: Path) -> None:
    """A table is drawn when all rows are there, so they are bounded; the line says what to do."""
    many = "with recursive n (x) as (select 1 union all select x + 1 from n where x < 9)"
    code, out, err = run("query", f"{many} select printf('%.*c', 9000000, 'x') from n", "--db", archived)
    assert (code, out, err.count("\n")) == (1, "", 1)
    assert "jsonl" in err


def test_query_into_a_file(run: Run, archived: Path, tmp_path: Path) -> None:
    """In the form its name ends in, with a card that holds the question."""
    code, out, err = run("query", COUNT, "--db", archived, "-o", "out.csv")
    assert (code, out, err) == (0, "", "1 row written to out.csv\n")
    assert (tmp_path / "out.csv").read_text("utf-8") == "articles\n3\n"
    assert json.loads((tmp_path / "out.csv.card.json").read_text("utf-8"))["question"]["sql"] == COUNT
    parquet = pytest.importorskip("pyarrow.parquet")
    run("query", "select id, title, 1.5 as x, null as y from articles", "--db", archived, "-o", "out.parquet")
    assert parquet.read_table(tmp_path / "out.parquet").to_pylist()[1]["id"] == 2
    assert run("query", COUNT, "--db", archived, "--format", "parquet")[0] == 2
    assert run("query", COUNT, "--db", archived, "-o", "out.doc")[0] == 2

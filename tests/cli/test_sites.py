"""`archive sites` as it is typed."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

from tests.commands import Run, records
from tests.stories import write_pages

SHARES = "own", "mixed", "syndicated"


def test_figures(run: Run, archived: Path) -> None:
    """A row a site, in every format."""
    code, printed, errors = run("sites", "--db", archived)
    assert (code, errors, printed.splitlines()[2].split()[:2]) == (0, "", ["harbour.example", "3"])
    (site,) = records(run("sites", "--db", archived, "--format", "jsonl")[1])
    assert list(site) == [
        "site",
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
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("UPDATE articles SET published_at = NULL WHERE id > 10")
    code, printed, _ = run("sites", "--drift", "--newest", "10", "--db", database, "--format", "jsonl")
    assert (code, [(row["figure"], row["before"], row["now"]) for row in records(printed)]) == (
        1,
        [("no_date", 0.0, 1.0)],
    )

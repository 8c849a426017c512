"""User SQL: everything can be read, nothing else can be done."""

import os
import signal
import threading
import time
from datetime import date
from itertools import islice
from pathlib import Path

import numpy
import pytest

from archive.errors import QueryError
from archive.store.file.database import Database
from archive.store.read.query import run_query
from archive.store.write.ledger import Ledger
from tests.build import FERRY, one, page, sound

pytestmark = pytest.mark.sqlite  # tests/store/postgres/test_user_sql.py asks PostgreSQL


@pytest.fixture
def filled(database: Database, ledger: Ledger) -> Database:
    ledger.record([page(flags=("paywalled",))])
    return database


def test_an_answer_has_columns_and_rows(filled: Database) -> None:
    """With parameters by name or by place."""
    answer = run_query(filled.ask, "SELECT site, count(*) AS articles FROM articles WHERE id = :id", {"id": "1"})
    assert (answer.columns, list(answer.rows)) == (("site", "articles"), [("harbourtimes.example", 1)])
    assert list(run_query(filled.ask, "SELECT ? || 'b'", ["a"]).rows) == [("ab",)]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM article_credits",
        "SELECT value FROM articles, json_each(articles.flags)",
        "SELECT name FROM pragma_table_info('articles')",
        "PRAGMA table_info(articles)",
        "SELECT snippet(articles_fts, 2, '[', ']', '…', 8) FROM articles_fts WHERE articles_fts MATCH 'ferry'",
        "SELECT url, bm25(articles_fts) FROM articles_fts f JOIN articles ON id = f.rowid WHERE articles_fts = 'noon'",
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 9) SELECT sum(x) FROM n",
        "SELECT title, row_number() OVER (ORDER BY published_at) FROM articles",
        "SELECT strftime('%Y-%m', published_at) AS month, count(*) FROM articles GROUP BY month",
        "SELECT zstd FROM payloads",
        "SELECT name, sql FROM sqlite_master",
        "EXPLAIN QUERY PLAN SELECT * FROM articles WHERE site = 'x'",
    ],
)
def test_what_researchers_ask_is_answered(sql: str, filled: Database) -> None:
    """Views, JSON, full text, windows, dates, bytes, the schema."""
    assert list(run_query(filled.ask, sql).rows)


@pytest.mark.parametrize(
    "sql",
    [
        "INSERT INTO tags VALUES (99, 'x')",
        "UPDATE articles SET title = 'x' RETURNING id",
        "DELETE FROM articles",
        "DROP TABLE articles",
        "CREATE TABLE x (y)",
        "CREATE TEMP TABLE x (y)",
        "CREATE TEMP TRIGGER x AFTER INSERT ON tags BEGIN SELECT 1; END",
        "CREATE VIRTUAL TABLE temp.x USING fts5(y)",
        "INSERT INTO articles_fts (articles_fts) VALUES ('rebuild')",
        "ATTACH '{folder}/stolen.db' AS other",
        "ATTACH ':memory:' AS other",
        "DETACH main",
        "VACUUM",
        "VACUUM INTO '{folder}/stolen.db'",
        "PRAGMA writable_schema = 1",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA query_only = 0",
        "PRAGMA user_version = 7",
        "PRAGMA temp_store_directory = '/tmp'",
        "SELECT * FROM pragma_user_version",
        "SELECT load_extension('{folder}/x.so')",
        "SELECT readfile('/etc/passwd')",
        "SELECT writefile('{folder}/stolen.db', 'x')",
        "SELECT fts5(1)",
        "SELECT zeroblob(1000000000)",
        "SELECT randomblob(1000000000)",
        "BEGIN IMMEDIATE",
        "SAVEPOINT a",
        "ANALYZE",
        "REINDEX",
        "SELECT 1; DELETE FROM articles",
        "WITH x AS (SELECT 1) DELETE FROM articles",
        "EXPLAIN DELETE FROM articles",
    ],
)
def test_what_is_no_reading_is_refused(sql: str, filled: Database, tmp_path: Path) -> None:
    """One clear line; no file, no row, no setting changes."""
    with pytest.raises(QueryError) as told:
        list(run_query(filled.ask, sql.format(folder=tmp_path)).rows)
    assert "\n" not in str(told.value)
    assert not (tmp_path / "stolen.db").exists()
    assert one(filled, "SELECT count(*) FROM articles") == 1
    assert one(filled, "PRAGMA journal_mode") == "wal"
    sound(filled)


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("SELECT nosuch FROM articles", "SQL: no such column: nosuch"),
        ("SELEC 1", 'SQL: near "SELEC": syntax error'),
        ("", "SQL: this is no question; write a SELECT"),
        ("-- only a comment", "SQL: this is no question; write a SELECT"),
        ("SELECT * FROM articles WHERE site = :site", "SQL: no value for :site; give it with -p site VALUE"),
        ("SELECT 1; SELECT 2", "SQL: You can only execute one statement at a time"),
        ("DELETE FROM tags", "SQL: not allowed in a question: anything but reading"),
        ("SELECT load_extension('x')", "SQL: not allowed in a question: the function load_extension"),
        ("SELECT 'a\0b'", "SQL: the query contains a null character"),
        ("SELECT '\ud83d'", "SQL: "),
    ],
)
def test_wrong_sql_is_told_in_one_line(sql: str, line: str, filled: Database) -> None:
    """What is wrong, in SQLite's words where they are clear."""
    with pytest.raises(QueryError) as told:
        run_query(filled.ask, sql)
    assert str(told.value).startswith(line)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(
    "sql",
    [
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n",
        "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n WHERE x < 0",
    ],
)
def test_what_never_ends_is_stopped(sql: str, filled: Database) -> None:
    """After the time allowed, counted by the clock that is given."""
    ticks = iter(range(10_000))
    with pytest.raises(QueryError, match="stopped after 5 seconds"):
        list(run_query(filled.ask, sql, seconds=5, clock=lambda: next(ticks)).rows)


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT trim(printf('%.*c', 800000, 'a'), printf('%.*c', 400000, 'b') || 'a')",
        "SELECT instr(printf('%.*c', 8000000, 'a'), printf('%.*c', 4000000, 'a') || 'b')",
    ],
)
def test_a_function_that_takes_hours_is_stopped(sql: str, filled: Database) -> None:
    """SQLite looks at no clock while it works; the process is ended all the same, and the next question answered."""
    begun = time.monotonic()
    with pytest.raises(QueryError, match=r"stopped after 0\.2 seconds"):
        list(run_query(filled.ask, sql, seconds=0.2).rows)
    assert time.monotonic() - begun < 10
    assert list(run_query(filled.ask, "SELECT 1").rows) == [(1,)]


def test_ctrl_c_ends_a_question(filled: Database) -> None:
    """At once, whatever SQLite is doing."""
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a test before this one may have left another
    timer = threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT))
    timer.start()
    begun = time.monotonic()
    with pytest.raises(KeyboardInterrupt):
        run_query(filled.ask, "SELECT trim(printf('%.*c', 800000, 'a'), printf('%.*c', 400000, 'b') || 'a')")
    assert time.monotonic() - begun < 10


SIX = "printf('%.*c', 6000000, 'x')"
MANY = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 100)"


def test_rows_can_not_fill_the_memory(filled: Database) -> None:
    """They are fetched by their size; all of them at once are bounded, so is one row, and what SQLite itself takes."""
    large = f"{MANY} SELECT printf('%.*c', 10000000, 'x') FROM n"
    with pytest.raises(QueryError, match="more than 150,000,000 bytes of rows"):
        run_query(filled.ask, large).fetch_all()
    assert sum(len(str(text)) for (text,) in islice(run_query(filled.ask, large).rows, 20)) == 200_000_000
    with pytest.raises(QueryError, match="a row of more than"):
        list(run_query(filled.ask, f"SELECT {', '.join([SIX] * 3)}").rows)
    with pytest.raises(QueryError, match="of memory"):
        list(run_query(filled.ask, f"SELECT {', '.join([SIX] * 30)}").rows)


def test_values_of_other_kinds(filled: Database) -> None:
    """Numbers and dates of other libraries are asked for as what they are; what is none of these is told."""
    values = [True, numpy.float64(0.5), date(2026, 11, 28), bytearray(b"x")]
    assert list(run_query(filled.ask, "SELECT ?, ?, ?, ?", values).rows) == [(1, 0.5, "2026-11-28", b"x")]  # type: ignore[arg-type]
    with pytest.raises(QueryError, match="type object cannot be asked for"):
        run_query(filled.ask, "SELECT ?", [object()])  # type: ignore[list-item]


def test_the_time_between_rows_is_the_callers(filled: Database) -> None:
    """A slow reader of many rows is not stopped, only a slow question."""
    now = [0.0]
    rows = run_query(
        filled.ask,
        "SELECT 1 FROM pragma_function_list a, pragma_function_list b LIMIT 300",
        seconds=1,
        clock=lambda: now[0],
    ).rows
    count = 0
    for _ in rows:
        now[0] += 10
        count += 1
    assert count == 300


def test_a_value_can_not_fill_the_memory(filled: Database) -> None:
    """Nor can many small ones be joined to one that does."""
    many = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n WHERE x < 90)"
    with pytest.raises(QueryError, match="more than 16,000,000 bytes"):
        list(run_query(filled.ask, f"{many} SELECT group_concat(printf('%900000d', x)) FROM n").rows)


def test_too_many_rows_are_told(filled: Database) -> None:
    """After the last row that is allowed."""
    endless = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x FROM n"
    rows = run_query(filled.ask, endless, max_rows=250).rows
    assert list(islice(rows, 250)) == [(number,) for number in range(1, 251)]
    with pytest.raises(QueryError, match="more than 250 rows"):
        next(rows)


def test_text_that_is_no_text_is_shown_anyway(filled: Database) -> None:
    """Bytes that are not UTF-8 become replacement characters."""
    assert list(run_query(filled.ask, "SELECT CAST(x'61ff' AS TEXT)").rows) == [("a\ufffd",)]


def test_an_answer_that_is_dropped_holds_nothing(filled: Database, ledger: Ledger) -> None:
    """Its connection is closed; the log is folded back when the database is closed."""
    rows = run_query(filled.ask, "SELECT * FROM articles, pragma_function_list").rows
    next(rows)
    del rows
    ledger.record([page(body=FERRY + " More.")])
    filled.close()
    assert sorted(file.name for file in filled.path.parent.iterdir()) == ["archive.db"]

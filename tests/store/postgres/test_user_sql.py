"""A user's SQL on a server: it reads the archive, and reaches nothing else."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
import pytest

from archive.errors import QueryError
from archive.store.postgres.database import PostgresDatabase
from archive.store.read.query import run_query
from archive.store.write.ledger import Ledger
from tests.build import article, page

REFUSED = (
    *("select pg_read_file('/etc/passwd')", "select * from pg_ls_dir('/')", "select lo_import('/etc/passwd')"),
    *("select pg_sleep(60)", "select set_config('role', 'none', true)", "select current_setting('data_directory')"),
    *("select query_to_xml('select 1', true, true, '')", "select ts_rewrite('a'::tsquery, 'select 1')"),
    *("select * from pg_authid", "select passwd from pg_shadow", "select * from pg_stat_activity"),
    *("select nextval('articles_id_seq')", "select title from articles for update", "select 1 into kept"),
    *("copy articles to '/tmp/x'", "copy (select 1) to program 'id'", "delete from articles", "do $$ begin end $$"),
    *("with gone as (delete from articles returning 1) select * from gone", "select 1; delete from articles"),
    *("select 1) as q; drop table articles; select (1", "select 1) as q, (select pg_read_file('/etc/passwd')"),
    *("select /* */ 1 --\n) as q, pg_ls_dir('/') as (a", "set role none", "select * from outside", "select leak()"),
    *("select * from seen", "explain analyze delete from articles", "table pg_authid", "values (pg_sleep(60))"),
    *("select count(*) filter (where pg_sleep(1) is null) from articles", "select 1 order by pg_ls_waldir()"),
    *("select * from articles tablesample system (lo_creat(1))", "select max(pg_backend_pid()) over () from articles"),
)


@pytest.fixture
def filled(database: PostgresDatabase, ledger: Ledger) -> PostgresDatabase:
    ledger.record([page(article("https://harbour.example/a", title="Frost in the orchards"))])
    return database


@pytest.mark.parametrize(
    ("sql", "parameters", "rows"),
    [
        ("select site, count(*) from articles where id = :id group by site;", {"id": "1"}, [("harbour.example", 1)]),
        ("select ? || 'b?', '{\"a\": 1}'::jsonb ? 'a'", (), None),
        ("select ? || 'b?'", ["a"], [("ab?",)]),
        ("select :a::int + :a::int, ':a', $$ :a $$ -- :b", {"a": 4}, [(8, ":a", " :a ")]),
        ("/* of two tables */ select a.id, b.id from articles a, revisions b", (), [(1, 1)]),
        ("select true, 1.5, sum(word_count) > 0, '2026-11-29'::date, array['a'], null from articles", (), None),
        ("with recent as (select * from article_list) select title from recent", (), [("Frost in the orchards",)]),
        ("table alembic_version", (), None),
        ("select group_concat(distinct site) from articles", (), [("harbour.example",)]),
        ("select table_name from information_schema.tables where table_name = 'tags'", (), [("tags",)]),
    ],
)
def test_answered(
    filled: PostgresDatabase, sql: str, parameters: Mapping[str, Any] | Sequence[Any], rows: list[Any] | None
) -> None:
    """With values by name or in their order; types that SQLite lacks come as it has them."""
    if rows is None and "?" in sql:
        with pytest.raises(QueryError):  # a question mark without a value is PostgreSQL's own
            list(run_query(filled.ask, sql, parameters).rows)
        return
    found = list(run_query(filled.ask, sql, parameters).rows)
    assert found and rows in (None, found)
    assert all(isinstance(cell, str | int | float | bytes | None) for row in found for cell in row)


@pytest.mark.parametrize("sql", REFUSED)
def test_refused(filled: PostgresDatabase, url: str, sql: str, tmp_path: Path) -> None:
    """Files, other servers, waiting, writing, rights; also through views and functions that somebody made."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("create schema other")
        connection.execute("create view seen as select pg_ls_dir('/')")
        connection.execute("create function leak() returns text immutable language sql as 'select ''x''::text'")
        connection.execute("create table other.outside (a int)")
    with pytest.raises(QueryError) as told:
        list(run_query(filled.ask, sql, seconds=20).rows)
    assert "stopped" not in str(told.value)
    assert list(run_query(filled.ask, "select count(*) from articles").rows) == [(1,)]


def test_bounded(filled: PostgresDatabase) -> None:
    """In time and in rows."""
    with pytest.raises(QueryError, match=r"stopped after 0\.3 seconds"):
        list(run_query(filled.ask, "select count(*) from generate_series(1, 10000000000)", seconds=0.3).rows)
    rows = run_query(filled.ask, "select generate_series(1, 100)", max_rows=30).rows
    with pytest.raises(QueryError, match="more than 30 rows"):
        list(rows)
    with pytest.raises(QueryError, match=r"no value for :name; give it with -p name VALUE"):
        run_query(filled.ask, "select :name")

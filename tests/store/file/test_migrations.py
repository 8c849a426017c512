"""The migrations, as alembic's own commands run them from a checkout."""

import os
import random
import re
import sqlite3
import subprocess
import sys
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from archive.scripts import UNSPACED
from archive.store.file.database import Database
from archive.store.write.ledger import Ledger
from archive.store.write.publishers import choose_names_again
from tests.build import FERRY, URL, article, one, page, rows, sound
from tests.store.read.test_stories import AP, OTHER, WIRE, told

CHECKOUT = Path(__file__).parents[3]


def alembic(*arguments: str, **environ: str) -> str:
    ran = subprocess.run(
        [sys.executable, "-m", "alembic", *arguments],
        cwd=CHECKOUT,
        env=os.environ | environ,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_upgrade_check_downgrade(path: Path) -> None:
    """Up gives what the models describe, down leaves nothing; then the program makes it anew."""
    alembic("-x", f"db={path}", "upgrade", "head")
    assert "No new upgrade operations" in alembic("check", ARCHIVE_DB=str(path))
    with Database(path) as database:
        Ledger(database).record([page()])
        sound(database)
    alembic("-x", f"db=sqlite:///{path}", "downgrade", "base")
    with Database(path) as database:
        assert one(database, "SELECT count(*) FROM articles") == 0


def test_a_database_of_the_first_schema_is_upgraded(path: Path) -> None:
    """Its authors stay, with nothing known beside their names; a step back leaves them too."""
    alembic("-x", f"db={path}", "upgrade", "0001")
    with closing(sqlite3.connect(path)) as old, old:
        old.execute("PRAGMA foreign_keys = OFF")
        old.execute("INSERT INTO authors VALUES (1, 'Ada Larkin')")
        old.execute("INSERT INTO article_authors VALUES (1, 1, 0)")
    with Database(path) as database:
        assert rows(database, "SELECT * FROM article_authors") == [(1, 1, 0, None, None, None)]
        sql = one(database, "SELECT sql FROM sqlite_master WHERE name = 'article_authors'")
        assert "place TEXT /* Where the byline says the person reported from */" in sql
    assert "No new upgrade operations" in alembic("check", ARCHIVE_DB=str(path))
    alembic("-x", f"db={path}", "downgrade", "0001")
    with closing(sqlite3.connect(path)) as old:
        assert old.execute("SELECT * FROM article_authors").fetchall() == [(1, 1, 0)]


def test_the_schema_explains_itself(database: Database) -> None:
    """`.schema articles` in sqlite3 shows what each column means."""
    sql = one(database, "SELECT sql FROM sqlite_master WHERE name = 'articles'")
    assert "published_at TEXT /* When the page says it was published */" in sql


def test_datasette_finds_the_search_index(database: Database) -> None:
    """The question that its `detect_fts` asks."""
    assert rows(
        database,
        """
        SELECT name FROM sqlite_master WHERE rootpage = 0
        AND sql LIKE '%VIRTUAL TABLE%USING FTS%content="articles"%'
        """,
    ) == [("articles_fts",)]


def test_the_indexes_follow_a_hand_edit(database: Database) -> None:
    """What somebody changes, adds or deletes with sqlite3 is found, or found no more."""
    Ledger(database).record([page()])
    found = "SELECT rowid FROM {0} WHERE {0} MATCH '{1}'"
    words, pairs = found.format("articles_fts", "zeppelin"), found.format("articles_fts_pairs", '"渡船"')
    with database.writer() as connection:
        connection.exec_driver_sql("UPDATE articles SET title = 'Zeppelin over the harbour', standfirst = '渡船'")
        connection.exec_driver_sql("UPDATE articles SET title = title, body = body || '好'")
    assert (rows(database, words), rows(database, pairs)) == ([(1,)], [(1,)])
    sound(database)
    with database.writer() as connection:
        connection.exec_driver_sql("UPDATE articles SET standfirst = NULL")
    assert (rows(database, words), rows(database, pairs)) == ([(1,)], [])
    sound(database)
    with database.writer() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for table in ("credits", "article_authors", "article_tags", "article_urls"):
            connection.exec_driver_sql(f"DELETE FROM {table}")
        connection.exec_driver_sql("UPDATE captures SET article_id = NULL")
        connection.exec_driver_sql("DELETE FROM blocks")
        connection.exec_driver_sql("DELETE FROM revisions")
        connection.exec_driver_sql("DELETE FROM articles")
    assert rows(database, words) == rows(database, found.format("articles_fts_pairs", '"好"')) == []
    sound(database)


def test_pairs_of_characters_are_those_of_the_text(path: Path) -> None:
    """However long it is and wherever it is cut; an old archive gets them, an article without such text none."""
    sign = re.compile(f"[{UNSPACED}]")
    dice = random.Random(23)
    texts = ["".join(dice.choices("渡船好ก๚ሀ한a ，。", k=length)) for length in (1, 64, 65, 4_096, 4_097, 4_160, 9_000)]
    texts += ["Fähre “nord” 한국 ሀ 😀.", FERRY]
    with Database(path) as database:
        Ledger(database).record([page(article(f"{URL}/{n}", body=text)) for n, text in enumerate(texts)])
    alembic("-x", f"db={path}", "downgrade", "0024")
    with Database(path) as database:
        assert f"GLOB '*[{UNSPACED}]*'" in one(database, "SELECT sql FROM sqlite_master WHERE name = 'article_pairs'")
        for number, text in enumerate(texts, 1):
            pairs = [
                one + (two if sign.match(two) else "") for one, two in pairwise((*text, " ")) if sign.match(one)
            ]  # fmt: skip
            told = rows(database, f"SELECT body FROM article_pairs WHERE id = {number}")
            assert told == ([(" ".join(pairs),)] if pairs else [])
        sound(database)


def test_names_of_old_articles_are_counted(path: Path) -> None:
    """What the pages of an archive made before said of their publisher; the name follows when it is chosen next."""
    with Database(path) as database:
        said = article(credits=(), reporting="own", site_name="Harbour Times News", source="Harbour Times")
        Ledger(database).record([page(said)])
    alembic("-x", f"db={path}", "downgrade", "0006")
    with Database(path) as database:
        counted = rows(database, "SELECT name, articles FROM site_names ORDER BY name")
        assert counted == [("Harbour Times", 1), ("Harbour Times News", 1)]
        with database.writer() as connection:
            choose_names_again(connection, ["harbourtimes.example"])
        assert rows(database, "SELECT publisher, articles FROM sites") == [("Harbour Times", 1)]


def test_old_copies_that_were_rewritten_are_mixed(path: Path) -> None:
    """As those are that come from now on."""
    with Database(path) as database:
        Ledger(database).record([told("harbour", f"{OTHER[:900]} {WIRE}", reporting="own"), told("eastmoor", WIRE, AP)])
        with database.writer() as connection:
            connection.exec_driver_sql("UPDATE articles SET provenance = 'syndicated'")
    alembic("-x", f"db={path}", "downgrade", "0013")
    with Database(path) as database:
        assert rows(database, "SELECT provenance FROM articles") == [("mixed",), ("syndicated",)]


SAID = "SELECT number, body, digest FROM revisions ORDER BY number"
PAGES = "SELECT revision_id, position, kept, label, rule, text FROM blocks ORDER BY 1, 2"


def test_texts_are_stored_once(path: Path) -> None:
    """Of an older archive all revisions and blocks are as they were, and so they are a step back; a text that its
    blocks do not say stays beside them.
    """
    with Database(path) as database:
        Ledger(database).record([page()])
        Ledger(database).record([page(article(body=f"{FERRY} It is open.", blocks=()), at="2026-11-22T10:00:00Z")])
        Ledger(database).record([page(body=f"{FERRY} It is shut.", at="2026-11-23T10:00:00Z")])
        newest = rows(database, SAID), rows(database, PAGES)
        stored = rows(database, "SELECT body FROM stored_revisions ORDER BY number")
        assert stored == [(None,), (f"{FERRY} It is open.",), (None,)]
    alembic("-x", f"db={path}", "downgrade", "0018")
    with closing(sqlite3.connect(path)) as old:
        assert (old.execute(SAID).fetchall(), old.execute(PAGES).fetchall()) == newest
    with Database(path) as database:
        assert (rows(database, SAID), rows(database, PAGES)) == newest
        assert rows(database, "SELECT body FROM stored_revisions ORDER BY number") == stored
        sound(database)
    assert "No new upgrade operations" in alembic("check", ARCHIVE_DB=str(path))

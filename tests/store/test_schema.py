"""The views, as the schema tells of them."""

import pytest

from archive.store.file.database import Database
from archive.store.schema import VIEWS, schema_rows
from archive.store.write.ledger import Ledger
from tests.build import FERRY, ORCHARD, article, page, rows
from tests.store.read.test_stories import AP, edited, told

TITLE = "Last ferry leaves the harbour"


@pytest.mark.sqlite
def test_views_have_the_columns_that_are_told(database: Database) -> None:
    """In their order; none is a text that fills a screen."""
    for view, (_, columns) in VIEWS.items():
        found = [row[1] for row in rows(database, f"PRAGMA table_info({view})")]
        assert found == list(columns)
        assert "body" not in found


def test_null_is_told_where_it_is(database: Database, ledger: Ledger) -> None:
    """What the schema calls NOT NULL is never NULL, in no view."""
    ledger.record([told("harbour"), told("eastmoor", edited(20), AP)])
    for view, column, kind, _ in schema_rows():
        if view in VIEWS and kind.endswith("NOT NULL"):
            assert rows(database, f"SELECT count(*) FROM {view} WHERE {column} IS NULL") == [(0,)]


def test_dates_are_of_one_form(database: Database, ledger: Ledger) -> None:
    """A day is a day, and a time of which only the day is known is none."""
    ledger.record([page(article("https://a.example/1", published_at="2026-11-20"))])
    ledger.record([page(article(body=ORCHARD, published_at="2026-11-21T08:00:00Z"))])
    assert rows(database, "SELECT published_date, published_time FROM article_list ORDER BY published_date") == [
        ("2026-11-20", None),
        ("2026-11-21", "2026-11-21T08:00:00Z"),
    ]


def test_a_hand_changes_revisions_and_blocks(database: Database, ledger: Ledger) -> None:
    """As if they were tables; a revision's text stays what it was when its blocks are changed, or taken away."""
    ledger.record([page(), page(article("https://orchard.example/1", body=ORCHARD))])
    for statement in (
        "UPDATE blocks SET kept = false, label = 'promo', rule = 'by hand' WHERE revision_id = 1 AND position = 1",
        "DELETE FROM blocks WHERE revision_id = 1 AND position = 2",
        "INSERT INTO blocks SELECT 1, 9, true, 'body', 'mine', 'Late.'",
        "UPDATE revisions SET body = 'By hand', title = NULL WHERE id = 2",
    ):
        with database.writer() as connection:
            connection.exec_driver_sql(statement)
    assert rows(database, "SELECT body, title FROM revisions ORDER BY id") == [(FERRY, TITLE), ("By hand", None)]
    assert rows(database, "SELECT position, label, rule FROM blocks WHERE revision_id = 1 ORDER BY 1") == [
        (0, "navigation", "links"),
        (1, "promo", "by hand"),
        (3, "body", "prose"),
        (4, "related", "after the body"),
        (9, "body", "mine"),
    ]
    for statement in (
        "DELETE FROM blocks WHERE revision_id = 2",
        "DELETE FROM revisions WHERE id = 2",
        "INSERT INTO revisions SELECT 2, 2, 1, 2, seen_at, extractor, title, standfirst, byline, digest, change,"
        " 'Anew', modified_at FROM revisions WHERE id = 1",
    ):
        with database.writer() as connection:
            connection.exec_driver_sql(statement)
    assert rows(database, "SELECT id, body FROM revisions ORDER BY id") == [(1, FERRY), (2, "Anew")]

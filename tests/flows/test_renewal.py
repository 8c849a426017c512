"""Stored pages read again: until the work is stopped, but beside a fresh page whatever happens."""

import threading
from pathlib import Path

from archive.extraction.version import EXTRACTOR
from archive.flows.ingest import ingest_targets
from archive.flows.renewal import renew_articles, reread_pages
from archive.flows.work import Work
from archive.settings import Settings
from archive.store.file.database import Database
from archive.store.read.stored_pages import Selection, StoredPages
from tests.build import rows
from tests.flows.build import read_in_the_old_way
from tests.stories import write_pages

WORK = Work(Settings(workers=1, page_timeout=20), lambda: "2026-11-22T09:30:00Z")


def test_a_stop_ends_a_rereading_and_no_renewal(tmp_path: Path) -> None:
    """An article beside a fresh page is renewed though the work is stopped; no other is touched, no revision made."""
    stopped = WORK.with_stop(threading.Event())
    stopped.stop.set()
    with Database(tmp_path / "archive.db") as database:
        list(ingest_targets([write_pages(tmp_path / "pages", range(2))], database, WORK))
        read_in_the_old_way(tmp_path)
        shelf = StoredPages(database, Selection(EXTRACTOR))
        assert list(reread_pages(shelf, stopped)) == []
        assert [page.article_id for batch in reread_pages(shelf, WORK) for page, _ in batch] == [1, 2]
        renew_articles(database, [1], stopped)
        assert rows(database, "select id from articles where body like 'Read in the old way%'") == [(2,)]
        assert rows(database, "select count(*) from revisions") == [(2,)]

"""Read stored pages again: for a person who asks, or beside a fresh page of an article that an older extractor read."""

import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from archive.extraction.version import EXTRACTOR
from archive.flows.batches import read_batches
from archive.flows.work import Work
from archive.model import Capture, Intake
from archive.store.file.database import Database
from archive.store.read.stored_pages import Selection, StoredPage, StoredPages


def reread_pages(shelf: StoredPages, work: Work) -> Generator[list[tuple[StoredPage, Intake]], None, None]:
    """Give the stored pages with what the present extractor makes of them, in batches, until the work is stopped."""
    waiting: deque[StoredPage] = deque()

    def captures() -> Iterator[Capture]:
        for stored in shelf.pages():
            if work.stop.is_set():
                return
            waiting.append(replace(stored, capture=replace(stored.capture, payload=b"")))
            yield stored.capture

    with closing(read_batches(captures(), work)) as batches:
        for batch in batches:
            yield [(waiting.popleft(), page) for page in batch]


def renew_articles(database: Database, article_ids: Sequence[int], work: Work) -> None:
    """Read again what is held of these articles, and put the new reading in the old one's place.

    So a fresh page and what it is compared with are seen through one pair of eyes: a better extractor is no change of
    the article. No stop cuts this off, for the fresh pages are in hand, and what was not read again would make false
    revisions. Each call that has work opens a pool of processes of its own, which takes about 0.1 s; an article that is
    renewed needs it no more.
    """
    if not article_ids:
        return
    from archive.store.write.rereadings import RereadingWriter  # a tenth of a second, after an upgrade only

    writer = RereadingWriter(database)
    shelf = StoredPages(database, Selection(EXTRACTOR, references=tuple(article_ids)))
    for batch in reread_pages(shelf, work.with_stop(threading.Event())):
        writer.record(batch)
    writer.finish()

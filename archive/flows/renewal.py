"""Read stored pages again: for a person who asks, or beside a fresh page of an article that an older extractor read."""

import threading
from collections import deque
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import replace

from archive.extraction.version import EXTRACTOR
from archive.flows.batches import read_batches
from archive.flows.work import Work
from archive.judge.rereading import Ending
from archive.model import Capture, Intake, Outcome, PageResult, Unreadable
from archive.store.database import Database
from archive.store.read.stored_pages import Selection, StoredPage, StoredPages


def reread_pages(shelf: StoredPages, work: Work) -> Generator[list[tuple[StoredPage, Intake | Unreadable]], None, None]:
    """Give the stored pages with what the present extractor makes of them, in batches, until the work is stopped.

    Unreadable: a page whose stored bytes are damaged.
    """
    waiting: deque[StoredPage] = deque()

    def captures() -> Iterator[Capture | Unreadable]:
        for stored in shelf.pages():
            if work.stop.is_set():
                return
            waiting.append(replace(stored, capture=replace(stored.capture, payload=b"")))
            yield Unreadable(stored.capture.origin, stored.damage) if stored.damage else stored.capture

    with closing(read_batches(captures(), work)) as batches:
        read: Iterator[list[Intake | Unreadable]] = batches
        for batch in read:
            yield [(waiting.popleft(), page) for page in batch]


def renew_articles(database: Database, article_ids: Sequence[int], work: Work) -> list[PageResult]:
    """Read again what is held of these articles, and put the new reading in the old one's place.

    So a fresh page and what it is compared with are seen through one pair of eyes: a better extractor is no change of
    the article. No stop cuts this off, for the fresh pages are in hand, and what was not read again would make false
    revisions. Each call that has work opens a pool of processes of its own, which takes about 0.1 s; an article that is
    renewed needs it no more. Gives the pages whose stored bytes are damaged: their articles stay as they were read.
    """
    if not article_ids:
        return []
    from archive.store.write.rereadings import RereadingWriter  # a tenth of a second, after an upgrade only

    writer = RereadingWriter(database)
    shelf = StoredPages(database, Selection(EXTRACTOR, references=tuple(article_ids)))
    damaged: list[PageResult] = []
    for batch in reread_pages(shelf, work.with_stop(threading.Event())):
        for page in writer.record(batch):
            if page.ending is Ending.DAMAGED:
                told = PageResult(Outcome.FAILED, page.origin, page.url, page.article_id, page.site, detail=page.detail)
                damaged.append(told)
    writer.finish()
    return damaged

"""The flow from stored pages to better articles: read from the database, extracted in processes, compared, replaced."""

import threading
from collections import Counter
from collections.abc import Callable, Generator
from contextlib import closing
from time import monotonic

from archive.flows.ingest import reread_pages
from archive.judge.rereading import Ending, PageReread
from archive.model import Outcome
from archive.settings import Settings
from archive.store.file.database import Database
from archive.store.read.stored_pages import StoredPages
from archive.store.write.ledger import Ledger
from archive.store.write.rereadings import RereadingWriter

COUNTED_AS = {Ending.ADDED: Outcome.ADDED, Ending.REFUSED: Outcome.REFUSED}


def reextract(
    database: Database,
    shelf: StoredPages,
    *,
    settings: Settings,
    now: Callable[[], str],
    dry_run: bool = False,
    stop: threading.Event | None = None,
    clock: Callable[[], float] = monotonic,
) -> Generator[PageReread, None, None]:
    """What became of each page of the `shelf`, in its order. A result that was given is committed.

    Memory is bounded whatever there is to read, and nothing is fetched. A different extractor is no change of an
    article: no revision is made. Once `stop` is set no more pages are read, and what is in hand is finished. A run that
    was cut off is gone on with by the same call: what the present extractor has read is left out. With `dry_run`
    nothing is changed. Raises StoreError.
    """
    ledger, rewrites = Ledger(database), RereadingWriter(database, dry_run=dry_run)
    run_id = None if dry_run else ledger.start_run("reextract", now())
    counts: Counter[Outcome] = Counter()
    with closing(reread_pages(shelf, settings=settings, stop=stop or threading.Event(), clock=clock)) as batches:
        for batch in batches:
            for page in rewrites.record(batch, run_id):
                counts[COUNTED_AS.get(page.ending, Outcome.UNCHANGED)] += 1
                yield page
    rewrites.finish()
    if run_id is not None:
        ledger.finish_run(run_id, counts, now())

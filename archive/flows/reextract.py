"""The flow from stored pages to better articles: read from the database, extracted in processes, compared, replaced."""

from collections import Counter
from collections.abc import Generator
from contextlib import closing

from archive.flows.renewal import reread_pages
from archive.flows.work import Work
from archive.judge.rereading import Ending, PageReread
from archive.model import Outcome
from archive.store.database import Database
from archive.store.read.stored_pages import StoredPages
from archive.store.write.ledger import Ledger
from archive.store.write.rereadings import RereadingWriter

COUNTED_AS = {Ending.ADDED: Outcome.ADDED, Ending.REFUSED: Outcome.REFUSED, Ending.DAMAGED: Outcome.FAILED}


def reextract_pages(
    database: Database, shelf: StoredPages, work: Work, *, dry_run: bool = False
) -> Generator[PageReread, None, None]:
    """Read each page of the `shelf` again, and tell in its order what became of it, once that is committed.

    Memory is bounded whatever there is to read, and nothing is fetched. A different extractor is no change of an
    article: no revision is made. Once the work is stopped no more pages are read, and what is in hand is finished. A
    run that was cut off is gone on with by the same call: what the present extractor has read is left out. With
    `dry_run` nothing is changed. Raises StoreError.
    """
    ledger, writer = Ledger(database), RereadingWriter(database, dry_run=dry_run)
    run_id = None if dry_run else ledger.start_run("reextract", work.now())
    counts: Counter[Outcome] = Counter()
    with closing(reread_pages(shelf, work)) as batches:
        for batch in batches:
            for page in writer.record(batch, run_id):
                counts[COUNTED_AS.get(page.ending, Outcome.UNCHANGED)] += 1
                yield page
    writer.finish()
    if run_id is not None:
        ledger.finish_run(run_id, counts, work.now())

"""The flow from shards into the archive: the same as an ingest, less the extraction that was done elsewhere."""

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import replace

from archive.errors import DamagedPage, UnreadableFile
from archive.extraction.version import EXTRACTOR
from archive.flows.ingest import ingest_captures
from archive.flows.work import Work
from archive.model import Capture, Intake, PageResult, Receipt, Unreadable
from archive.payloads import unpack_payload
from archive.render.shards import list_receipts, read_receipt, read_shard
from archive.store.database import Database

COMMAND = "load"


def load_shards(folders: Iterable[str], database: Database, work: Work) -> Generator[PageResult, None, None]:
    """Archive the pages of the shards in `folders`, and tell what became of each, as `ingest_captures` does.

    In the order in which an ingest would have read their files. A shard that is damaged is a failure, told behind the
    pages that came of it before. What another extractor read is read again, by this one.
    """
    with closing(ingest_captures(_pages(folders), database, work, COMMAND)) as results:
        yield from results


def _pages(folders: Iterable[str]) -> Generator[Capture | Intake | Unreadable, None, None]:
    found: list[tuple[list[str], str, Receipt]] = []
    for folder in folders:
        names = list_receipts(folder)
        if not names:
            yield Unreadable(folder, "holds no shards with receipts; `archive bulk` makes them")
        for name in names:
            try:
                receipt = read_receipt(folder, name)
            except UnreadableFile as error:
                yield Unreadable(str(error.where), error.message)
            else:
                found.append((receipt.file.split("/"), folder, receipt))
    for _, folder, receipt in sorted(found, key=lambda one: one[0]):
        try:
            for page in read_shard(folder, receipt):
                yield page if receipt.extractor == EXTRACTOR else _to_read_again(page)
        except UnreadableFile as error:
            yield Unreadable(str(error.where), error.message)


def _to_read_again(page: Intake | Unreadable) -> Capture | Unreadable:
    """Give the bytes of a page that another extractor read."""
    if isinstance(page, Unreadable):
        return page
    try:
        payload = unpack_payload(page.payload_zstd, page.payload_size, page.payload_digest)
    except DamagedPage as damage:
        return Unreadable(page.capture.origin, damage.message)
    return replace(page.capture, payload=payload, rights=())

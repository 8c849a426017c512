"""Whether a database is sound: its file, its references, its search index, its stored pages."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import func, select

from archive.errors import DamagedPage
from archive.payloads import LEFT_OUT
from archive.store.database import Database
from archive.store.read.payload_bytes import load_payload
from archive.store.tables import Articles, Captures, Payloads, Revisions

CHUNK = 500
"""Digests looked up at a time."""
NAMED = 20
"""Places that are named of each kind of fault."""

Fault = tuple[str, str, str]
"""What is faulty, where, and why."""


@dataclass(frozen=True, slots=True)
class Soundness:
    """What a check found. `faults`: the first of each kind; `counts`: how many of each kind.

    `pages`: stored pages that were read; `left_out`: those that this copy does not hold; `outdated`: revisions that
    another extractor read, which `archive reextract` may mend.
    """

    faults: tuple[Fault, ...]
    counts: dict[str, int]
    pages: int
    left_out: int
    outdated: int

    @property
    def sound(self) -> bool:
        """Tell whether nothing is faulty."""
        return not self.counts


def check_database(database: Database, extractor: str) -> Soundness:
    """Look at all that can be damaged. Reads the whole file, and changes nothing. Raises StoreError."""
    counts: Counter[str] = Counter()
    faults: list[Fault] = []
    for fault in _faults(database):
        counts[fault[0]] += 1
        if counts[fault[0]] <= NAMED:
            faults.append(fault)
    with database.reader() as connection:
        pages = connection.scalar(select(func.count()).select_from(Payloads)) or 0
        left_out = connection.scalar(select(func.count()).where(Payloads.zstd == LEFT_OUT)) or 0
        outdated = connection.scalar(select(func.count()).where(Revisions.extractor != extractor)) or 0
    return Soundness(tuple(faults), dict(counts), pages - left_out, left_out, outdated)


def _faults(database: Database) -> Iterator[Fault]:
    yield from database.faults(NAMED)
    with database.reader() as connection:
        texts = select(Articles.url).outerjoin(Revisions, Revisions.id == Articles.revision_id)
        for url in connection.scalars(texts.where(Revisions.id.is_(None))):
            yield "article", url, "has no newest revision"
        empty = select(Articles.url, Revisions.number).join(Articles, Articles.id == Revisions.article_id)
        for url, number in connection.execute(empty.where(func.coalesce(Revisions.body, "") == "")):
            yield "revision", url, f"revision {number} has no text"
        used = select(Captures.id).where(Captures.payload_digest == Payloads.digest).exists()
        for digest in connection.scalars(select(Payloads.digest).where(~used)):
            yield "orphan", f"payload {digest[:12]}", "no capture has these bytes"
    yield from database.index_faults()
    yield from _page_faults(database)


def _page_faults(database: Database) -> Iterator[Fault]:
    last = ""
    digests = select(Payloads.digest).where(Payloads.zstd != LEFT_OUT).order_by(Payloads.digest).limit(CHUNK)
    while True:
        with database.reader() as connection:
            chunk = connection.scalars(digests.where(Payloads.digest > last)).all()
            for digest in chunk:
                try:
                    load_payload(connection, digest)
                except DamagedPage as damage:
                    named = select(func.coalesce(Captures.url, Captures.origin)).where(
                        Captures.payload_digest == digest
                    )
                    yield "page", connection.scalar(named.limit(1)) or f"payload {digest[:12]}", damage.message
        if not chunk:
            return
        last = chunk[-1]

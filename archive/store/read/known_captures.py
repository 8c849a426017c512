"""Which captures the archive has word for word, so that they need not be read again."""

from sqlalchemy import BindParameter, and_, bindparam, func, or_, select

from archive.fingerprint import payload_digest
from archive.model import Capture, Outcome, PageResult
from archive.payloads import holds_payload
from archive.store.compiled import CompiledSelect
from archive.store.database import Database
from archive.store.tables import Articles, Blocks, Captures, Payloads, Revisions


class KnownCaptures:
    """Tells of captures that are stored already: the same bytes from the same place and time, as where a folder or a
    WARC file is ingested again.

    Only of those that this extractor has read, and whose article's newest text is its too: what another one read or
    refused is read again. What took too long or ended its process is tried again, too.
    """

    def __init__(self, database: Database, extractor: str) -> None:
        self._database = database
        self._extractor = extractor

    def result_of(self, capture: Capture, digest: str | None = None) -> PageResult | None:
        """Give what an ingest of a capture would find: unchanged or refused; None if it must be read to know.

        `digest`: of its bytes, where it has left them.
        """
        digest = digest or payload_digest(capture.payload)
        given = {
            "digest": digest,
            "origin": capture.origin,
            "url": capture.url,
            "at": capture.captured_at,
            "extractor": self._extractor,
        }
        with self._database.reader() as connection:
            found = _KNOWN.records(connection, **given)
        if not found:
            return None
        (row,) = found
        zstd, size, refused, detail = (row.pop(name) for name in ("zstd", "size", "refused", "detail"))
        if not holds_payload(zstd, size, capture.payload):
            return None  # read again, the stored bytes are mended
        if row["article_id"] is None:
            return PageResult(Outcome.REFUSED, capture.origin, capture.url, detail=detail or refused)
        return PageResult(Outcome.UNCHANGED, capture.origin, **row)


def _known() -> CompiledSelect:
    """Ask for the capture of these bytes, from there and then, if this extractor read it, with its article if any.

    One question for all: a folder asks it for each of its files.
    """
    shown = Articles.id.label("article_id"), Articles.url, Articles.site, Articles.title, Articles.source
    reader: BindParameter[str] = bindparam("extractor")
    of_newest = Revisions.capture_id == Captures.id
    read = and_(Revisions.extractor == reader, or_(of_newest, Captures.extractor == reader))
    refused = and_(Captures.article_id.is_(None), Captures.extractor == reader)
    page = Blocks.revision_id == Articles.revision_id
    stripped = select(func.count()).where(page, Blocks.kept.is_(False)).scalar_subquery().label("stripped")
    return CompiledSelect(
        select(
            *shown,
            Articles.word_count.label("words"),
            stripped,
            Captures.refused,
            Captures.detail,
            Payloads.zstd,
            Payloads.size,
        )
        .select_from(Captures)
        .join(Payloads, Payloads.digest == Captures.payload_digest)
        .outerjoin(Articles, Articles.id == Captures.article_id)
        .outerjoin(Revisions, Revisions.id == Articles.revision_id)
        .where(
            Captures.payload_digest == bindparam("digest"),
            Captures.origin == bindparam("origin"),
            Captures.captured_at == bindparam("at"),
            Captures.url.is_not_distinct_from(bindparam("url")),
            or_(read, refused),
        )
        .limit(1)
    )


_KNOWN = _known()

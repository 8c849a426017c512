"""Which captures the archive has word for word, so that they need not be read again."""

from typing import Final

from archive.fingerprint import payload_digest
from archive.model import Capture, Outcome, PageResult
from archive.payloads import holds_payload
from archive.store.database import Database
from archive.store.plain import PlainSelect


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
        with self._database.asked() as asked:
            found = _KNOWN.records(asked, **given)
        if not found:
            return None
        (row,) = found
        zstd, size, refused, detail = (row.pop(name) for name in ("zstd", "size", "refused", "detail"))
        if not holds_payload(zstd, size, capture.payload):
            return None  # read again, the stored bytes are mended
        if row["article_id"] is None:
            return PageResult(Outcome.REFUSED, capture.origin, capture.url, detail=detail or refused)
        return PageResult(Outcome.UNCHANGED, capture.origin, **row)


_KNOWN: Final = PlainSelect(
    """SELECT articles.id AS article_id, articles.url, articles.site, articles.title, articles.source,
        articles.word_count AS words,
        (SELECT count(*) FROM blocks WHERE blocks.revision_id = articles.revision_id AND NOT blocks.kept) AS stripped,
        captures.refused, captures.detail, payloads.zstd, payloads.size
    FROM captures JOIN payloads ON payloads.digest = captures.payload_digest
        LEFT JOIN articles ON articles.id = captures.article_id
        LEFT JOIN revisions ON revisions.id = articles.revision_id
    WHERE captures.payload_digest = :digest AND captures.origin = :origin AND captures.captured_at = :at
        AND (captures.url = :url OR (captures.url IS NULL AND CAST(:url AS TEXT) IS NULL))
        AND ((revisions.extractor = :extractor
                AND (revisions.capture_id = captures.id OR captures.extractor = :extractor))
            OR (captures.article_id IS NULL AND captures.extractor = :extractor))
    LIMIT 1"""
)
"""The capture of these bytes, from there and then, if this extractor read it, with its article if any.

One question for all: a folder asks it for each of its files.
"""

"""Pages as they were received, in the order in which they came, with what came of each: for a WARC file."""

from collections.abc import Iterator

from sqlalchemy import Connection, RowMapping, select
from sqlalchemy.orm import aliased

from archive.model import StoredCapture
from archive.store.database import Database
from archive.store.read.articles import load_articles
from archive.store.read.filters import Filter
from archive.store.read.payload_bytes import load_payload
from archive.store.read.stored_pages import CAPTURE_COLUMNS, capture_of
from archive.store.tables import Articles, Captures, Revisions

CHUNK = 100
"""Captures looked up at a time; their bytes are read one by one."""


def stored_captures(database: Database, wanted: Filter) -> Iterator[StoredCapture]:
    """Give the pages of `wanted` articles; where that is all of them, those that gave no article too.

    Raises DamagedPage for bytes that are not what was received, StoreError.
    """
    newest = aliased(Revisions)
    statement = (
        select(
            *CAPTURE_COLUMNS,
            Captures.refused,
            Captures.detail,
            Articles.url.label("article_url"),
            newest.article_id.label("newest_of"),
        )
        .outerjoin(Articles, Articles.id == Captures.article_id)
        .outerjoin(newest, (newest.id == Articles.revision_id) & (newest.capture_id == Captures.id))
        .order_by(Captures.id)
        .limit(CHUNK)
    )
    if wanted != Filter():
        statement = statement.where(*wanted.conditions())
    last = 0
    while True:
        with database.reader() as connection:
            rows = connection.execute(statement.where(Captures.id > last)).mappings().all()
        if not rows:
            return
        for row in rows:
            with database.reader() as connection:  # a new one each time: a long one would keep the log from folding
                page = _stored(connection, row)
            yield page
        last = rows[-1]["id"]


def _stored(connection: Connection, row: RowMapping) -> StoredCapture:
    capture = capture_of(row, load_payload(connection, row["payload_digest"]))
    article = None
    if row["newest_of"] is not None:
        (article,) = load_articles(connection, [row["newest_of"]], blocks=False)
    return StoredCapture(capture, row["article_url"], article, row["refused"], row["detail"])

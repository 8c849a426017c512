"""All that is held of one article, for a bundle."""

from sqlalchemy import Connection, or_, select

from archive.render.bundle import Bundle, BundledPage, BundledText
from archive.store.database import Database
from archive.store.read.articles import load_articles
from archive.store.read.catalog import article_id_of
from archive.store.read.payload_bytes import load_payload
from archive.store.tables import Captures, Revisions


def load_bundle(database: Database, reference: int | str) -> Bundle:
    """Give an article with all its revisions and pages. Raises NotFound, DamagedPage."""
    with database.reader() as connection:
        number = article_id_of(connection, reference)
        (stored,) = load_articles(connection, [number], blocks=True)
        names = [name for name in BundledText.__dataclass_fields__ if name != "capture"]
        columns = [getattr(Revisions, name) for name in names]
        rows = connection.execute(
            select(*columns, Revisions.capture_id.label("capture"))
            .where(Revisions.article_id == number)
            .order_by(Revisions.seen_at, Revisions.number)
        )
        return Bundle(stored, [BundledText(**row) for row in rows.mappings()], _pages(connection, number))


def _pages(connection: Connection, number: int) -> list[BundledPage]:
    """Give the pages that gave the article, oldest first."""
    names = [name for name in BundledPage.__dataclass_fields__ if name != "payload"]
    columns = [getattr(Captures, name) for name in names]
    revised = select(Revisions.capture_id).where(Revisions.article_id == number)
    rows = connection.execute(
        select(*columns)
        .where(or_(Captures.article_id == number, Captures.id.in_(revised)))
        .order_by(Captures.captured_at, Captures.id)
    ).mappings()
    return [BundledPage(**row, payload=load_payload(connection, row["payload_digest"])) for row in rows.all()]

"""What is in the archive, as values: an article with its page, its revisions; all articles in turn."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from sqlalchemy import Connection, bindparam, or_, select

from archive import urls
from archive.copies import find_original
from archive.errors import DamagedPage, NotFound
from archive.model import StoredArticle
from archive.store.compiled import CompiledSelect
from archive.store.database import Database
from archive.store.read.articles import load_articles
from archive.store.read.filters import Filter
from archive.store.read.payload_bytes import load_payload
from archive.store.read.revision_order import in_order, was_fetched
from archive.store.tables import Articles, ArticleUrls, Captures, Revisions, Runs

CHUNK = 200
"""Articles read at a time when all are asked for: a few megabytes."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What an article said once. `change`: how it differs from the one before."""

    number: int
    seen_at: str
    change: str
    extractor: str
    title: str | None
    standfirst: str | None
    body: str = field(repr=False)
    byline: str | None
    digest: str


_NUMBERED: Final = CompiledSelect(select(Articles.id).where(Articles.id == bindparam("number")))
_TOLD: Final = (
    select(was_fetched(), *(getattr(Revisions, name) for name in Revision.__dataclass_fields__))
    .join(Captures, Captures.id == Revisions.capture_id)
    .outerjoin(Runs, Runs.id == Captures.run_id)
    .where(Revisions.article_id == bindparam("article"))
    .order_by(Revisions.number)
)


class Catalog:
    """Reads. An article is named by its number, by any URL that leads to it, or by the file it came from.

    Raises NotFound where there is none, StoreError or one of its kinds where the database fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def article(self, reference: int | str) -> StoredArticle:
        """Give the article as it is now, with every block of its page."""
        with self._database.reader() as connection:
            return load_articles(connection, [article_id_of(connection, reference)], blocks=True)[0]

    def revisions(self, reference: int | str) -> tuple[Revision, ...]:
        """Give all it ever said, oldest first.

        Their order is that of `revision_order`.
        """
        with self._database.reader() as connection:
            rows = connection.execute(_TOLD, {"article": article_id_of(connection, reference)}).all()
        return tuple(Revision(*row[1:]) for row in in_order(rows))

    def payload(self, reference: int | str) -> bytes:
        """Give the bytes of the page its newest revision was read from, as received. Raises DamagedPage."""
        with self._database.reader() as connection:
            article_id = article_id_of(connection, reference)
            digest = connection.scalar(
                select(Captures.payload_digest)
                .join(Revisions, Revisions.capture_id == Captures.id)
                .join(Articles, Articles.revision_id == Revisions.id)
                .where(Articles.id == article_id)
            )
            try:
                return load_payload(connection, digest or "")
            except DamagedPage as damage:
                raise DamagedPage(damage.message, where=str(reference)) from damage

    def articles(self, wanted: Filter = Filter()) -> Iterator[StoredArticle]:  # noqa: B008 - frozen
        """All articles of a kind in the order of their numbers, without blocks; memory holds a few at a time."""
        last = 0
        with self._database.reader() as connection:
            ids = select(Articles.id).where(*wanted.conditions()).order_by(Articles.id).limit(CHUNK)
            while chunk := connection.scalars(ids.where(Articles.id > last)).all():
                yield from load_articles(connection, chunk, blocks=False)
                last = chunk[-1]


def article_id_of(connection: Connection, reference: int | str) -> int:
    """Give the number of the article meant. Raises NotFound."""
    text = str(reference).strip()
    if text.isdecimal() and len(text) < 19:  # SQLite's integers end there
        if not _NUMBERED.rows(connection, number=int(text)):
            raise NotFound("no article has this number", where=text)
        return int(text)
    spellings = spellings_of(text)
    rows = connection.execute(select(ArticleUrls.url, ArticleUrls.article_id).where(ArticleUrls.url.in_(spellings)))
    found = {row.url: row.article_id for row in rows}
    for spelling in spellings:
        if spelling in found:
            return int(found[spelling])
    return _from_capture(connection, text, spellings)


def spellings_of(text: str) -> list[str]:
    """Give what may be meant by an address as people write it, likeliest first."""
    address = text if "://" in text or text.startswith("file:") else f"https://{text}"
    first = urls.canonical(address)
    if first is None:
        return [text]
    scheme, rest = first.split("://", 1)
    other = "http" if scheme == "https" else "https"
    slashed = rest.rstrip("/") if rest.endswith("/") else f"{rest}/"
    near = [f"{one}://{place}" for place in (rest, slashed) for one in (scheme, other)]
    near += [f"{one}://{_other_host(place)}" for place in (rest, slashed) for one in (scheme, other)]
    original = find_original(first)
    return [*near, *(spellings_of(original.url) if original else ())]


def _other_host(place: str) -> str:
    """Give an address less its scheme without `www.`, or with it."""
    return place.removeprefix("www.") if place.startswith("www.") else f"www.{place}"


def _from_capture(connection: Connection, text: str, spellings: Sequence[str]) -> int:
    """Give the article that a file gave; if it gave none, NotFound tells why."""
    named = or_(Captures.origin == text, Captures.url.in_(spellings))
    newest = select(Captures.article_id, Captures.detail).where(named).order_by(Captures.id.desc()).limit(1)
    row = connection.execute(newest).first()
    if row is None:
        raise NotFound("no article in the archive has this URL or number", where=text)
    if row.article_id is None:
        raise NotFound(f"this page holds no article: {row.detail}", where=text)
    return int(row.article_id)

"""What is in the archive, as values: an article with its page, its revisions; all articles in turn."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from archive import urls
from archive.errors import DamagedPage, NotFound
from archive.model import StoredArticle
from archive.store.database import Database
from archive.store.plain import Asked, PlainSelect
from archive.store.read.articles import load_articles
from archive.store.read.filters import Filter
from archive.store.read.revision_order import in_order

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


_NUMBERED: Final = PlainSelect("SELECT id FROM articles WHERE id = :number")
_ADDRESSED: Final = PlainSelect("SELECT url, article_id FROM article_urls WHERE url IN {texts}")
_CAPTURED: Final = PlainSelect(
    "SELECT article_id, detail FROM captures WHERE origin = :origin OR url IN {texts} ORDER BY id DESC LIMIT 1"
)
_TOLD: Final = PlainSelect(
    "SELECT revisions.seen_at >= runs.started_at, "
    + ", ".join(f"revisions.{name}" for name in Revision.__dataclass_fields__)
    + " FROM revisions JOIN captures ON captures.id = revisions.capture_id LEFT JOIN runs ON runs.id = captures.run_id"
    " WHERE revisions.article_id = :article ORDER BY revisions.number"
)
_DIGEST: Final = PlainSelect(
    "SELECT captures.payload_digest FROM articles JOIN revisions ON revisions.id = articles.revision_id"
    " JOIN captures ON captures.id = revisions.capture_id WHERE articles.id = :article"
)


class _Told(NamedTuple):
    fetched: bool | None
    seen_at: str
    revision: Revision


class Catalog:
    """Reads. An article is named by its number, by any URL that leads to it, or by the file it came from.

    Raises NotFound where there is none, StoreError or one of its kinds where the database fails.
    """

    def __init__(self, database: Database) -> None:
        self._database = database

    def article(self, reference: int | str) -> StoredArticle:
        """Give the article as it is now, with every block of its page."""
        with self._database.asked() as asked:
            return load_articles(asked, [article_id_of(asked, reference)], blocks=True)[0]

    def revisions(self, reference: int | str) -> tuple[Revision, ...]:
        """Give all it ever said, oldest first.

        Their order is that of `revision_order`.
        """
        with self._database.asked() as asked:
            rows = [(row[0], Revision(*row[1:])) for row in _TOLD.rows(asked, article=article_id_of(asked, reference))]
        told = in_order(_Told(fetched, revision.seen_at, revision) for fetched, revision in rows)
        return tuple(one.revision for one in told)

    def payload(self, reference: int | str) -> bytes:
        """Give the bytes of the page its newest revision was read from, as received. Raises DamagedPage."""
        with self._database.asked() as asked:
            digest = _DIGEST.value(asked, article=article_id_of(asked, reference))
            try:
                from archive.store.read.payload_bytes import load_payload  # late: most questions are not for pages

                return load_payload(asked, digest or "")
            except DamagedPage as damage:
                raise DamagedPage(damage.message, where=str(reference)) from damage

    def articles(self, wanted: Filter = Filter()) -> Iterator[StoredArticle]:  # noqa: B008 - frozen
        """All articles of a kind in the order of their numbers, without blocks; memory holds a few at a time."""
        from sqlalchemy import select

        from archive.store.tables import Articles

        last = 0
        with self._database.reader() as connection:
            ids = select(Articles.id).where(*wanted.conditions()).order_by(Articles.id).limit(CHUNK)
            while chunk := connection.scalars(ids.where(Articles.id > last)).all():
                yield from load_articles(connection, chunk, blocks=False)
                last = chunk[-1]


def article_id_of(asked: Asked, reference: int | str) -> int:
    """Give the number of the article meant. Raises NotFound."""
    text = str(reference).strip()
    if text.isdecimal() and len(text) < 19:  # SQLite's integers end there
        if not _NUMBERED.rows(asked, number=int(text)):
            raise NotFound("no article has this number", where=text)
        return int(text)
    spellings = spellings_of(text)
    found: dict[str, int] = dict(_ADDRESSED.rows(asked, texts=json.dumps(spellings)))
    for spelling in spellings:
        if spelling in found:
            return found[spelling]
    return _from_capture(asked, text, spellings)


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
    from archive.copies import find_original  # late: its patterns take time to compile

    original = find_original(first)
    return [*near, *(spellings_of(original.url) if original else ())]


def _other_host(place: str) -> str:
    """Give an address less its scheme without `www.`, or with it."""
    return place.removeprefix("www.") if place.startswith("www.") else f"www.{place}"


def _from_capture(asked: Asked, text: str, spellings: Sequence[str]) -> int:
    """Give the article that a file gave; if it gave none, NotFound tells why."""
    rows = _CAPTURED.rows(asked, origin=text, texts=json.dumps(spellings))
    if not rows:
        raise NotFound("no article in the archive has this URL or number", where=text)
    ((number, detail),) = rows
    if number is None:
        raise NotFound(f"this page holds no article: {detail}", where=text)
    return int(number)

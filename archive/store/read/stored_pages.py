"""Pages that are stored, with their bytes, to be read again: those of all revisions, and those that gave no article."""

import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnExpressionArgument, RowMapping, func, not_, or_, select
from sqlalchemy.orm import aliased

from archive import urls
from archive.errors import DamagedPage
from archive.model import SITE_PLACES, Article, Capture, Intake
from archive.store.database import Database
from archive.store.read.catalog import article_id_of
from archive.store.read.filters import Filter, named_site
from archive.store.read.payload_bytes import load_payload
from archive.store.tables import Articles, ArticleUrls, Captures, Revisions

Query = Any
"""A SELECT; the parameters of SQLAlchemy's own type differ between 2.0 and 2.1."""

CHUNK = 100
"""Articles, or refused captures, looked up at a time; their bytes are read one by one."""

CAPTURE_COLUMNS = (
    *(Captures.id, Captures.origin, Captures.url, Captures.captured_at, Captures.media_type, Captures.charset),
    *(Captures.status, Captures.headers, Captures.payload_digest, Captures.rights),
)


@dataclass(frozen=True, slots=True)
class Selection:
    """Which pages are read again: those of `wanted` articles, of these `references` (numbers or URLs) if any are given.

    `extractor`: the present one; what it read already is left out. With `everything` it is not.
    """

    extractor: str
    wanted: Filter = Filter()  # noqa: RUF009  # frozen
    references: tuple[int | str, ...] = ()
    everything: bool = False

    @property
    def refused_too(self) -> bool:
        """Tell whether pages that gave no article are meant too: of these only the site is known."""
        return not self.references and self.wanted == Filter(site=self.wanted.site)


@dataclass(frozen=True, slots=True)
class StoredPage:
    """A stored page. `article_id`, `revision_id`: what it gave; None for a page that was refused.

    `damage`: why its bytes cannot be read, if they cannot.
    """

    capture: Capture
    article_id: int | None = None
    revision_id: int | None = None
    damage: str | None = None


class StoredPages:
    """Reads stored pages. Raises NotFound for a reference to nothing, StoreError if the database fails."""

    def __init__(self, database: Database, selection: Selection) -> None:
        self._database = database
        self._selection = selection
        self._conditions = self._articles()

    def count(self) -> int:
        """Count the pages to read; of those refused, about."""
        revisions = select(func.count()).select_from(Revisions).join(Articles, Articles.id == Revisions.article_id)
        with self._database.reader() as connection:
            number = connection.scalar(revisions.where(*self._conditions)) or 0
            if self._selection.refused_too and self._selection.wanted.site is None:
                number += connection.scalar(select(func.count()).select_from(Captures).where(*_REFUSED)) or 0
            return number

    def pages(self) -> Iterator[StoredPage]:
        """Give each page: all revisions of an article one after the other, oldest first; then those refused."""
        columns = *CAPTURE_COLUMNS, Revisions.article_id, Revisions.id.label("revision_id")
        for ids in self._chunks(select(Articles.id).where(*self._conditions), Articles.id):
            of_articles = (
                select(*columns)
                .join(Revisions, Revisions.capture_id == Captures.id)
                .where(Revisions.article_id.in_(ids))
                .order_by(Revisions.article_id, Revisions.number)
            )
            yield from self._read(of_articles)
        if self._selection.refused_too:
            for ids in self._chunks(select(Captures.id).where(*_REFUSED), Captures.id):
                yield from self._read(select(*CAPTURE_COLUMNS).where(Captures.id.in_(ids)).order_by(Captures.id))

    def _articles(self) -> list[ColumnExpressionArgument[bool]]:
        chosen = self._selection
        conditions = chosen.wanted.conditions()
        if chosen.references:
            with self._database.reader() as connection:
                numbers = [article_id_of(connection, reference) for reference in chosen.references]
            conditions.append(Articles.id.in_(numbers))
        if not chosen.everything:
            other = aliased(Revisions)
            read = other.article_id == Articles.id, other.extractor != chosen.extractor
            conditions.append(select(other.id).where(*read).exists())
        return conditions

    def _chunks(self, ids: Query, column: Any) -> Iterator[Sequence[int]]:
        last = 0
        while True:
            with (
                self._database.reader() as connection
            ):  # a new one each time: a long one would keep the log from folding
                chunk = connection.scalars(ids.where(column > last).order_by(column).limit(CHUNK)).all()
            if not chunk:
                return
            yield chunk
            last = chunk[-1]

    def _read(self, captures: Query) -> Iterator[StoredPage]:
        with self._database.reader() as connection:
            rows = connection.execute(captures).mappings().all()
        for row in rows:
            if "revision_id" not in row and not self._of_site(row["url"] or row["origin"]):
                continue
            payload, damage = self._bytes(row["payload_digest"])
            yield StoredPage(capture_of(row, payload), row.get("article_id"), row.get("revision_id"), damage)

    def _bytes(self, digest: str) -> tuple[bytes, str | None]:
        """Give the bytes of a page, and why there are none, if so."""
        with self._database.reader() as connection:
            try:
                return load_payload(connection, digest), None
            except DamagedPage as damage:
                return b"", damage.message

    def _of_site(self, address: str) -> bool:
        wanted = named_site(self._selection.wanted.site)
        return wanted is None or urls.site_of(address) == wanted


def capture_of(row: RowMapping, payload: bytes) -> Capture:
    """Put a capture together from `CAPTURE_COLUMNS` and its bytes, with what its site, and not the page, stated."""
    facts = {name: row[name] for name in ("origin", "captured_at", "url", "media_type", "charset", "status")}
    headers = tuple((name, value) for name, value in json.loads(row["headers"] or "[]"))
    stated = json.loads(row["rights"] or "[]")
    of_site = tuple((place, words) for place, words in stated if place in SITE_PLACES)
    return Capture(payload=payload, headers=headers, rights=of_site, **facts)


_LED = select(ArticleUrls.url).where(or_(ArticleUrls.url == Captures.url, ArticleUrls.url == Captures.origin))
_REFUSED = (Captures.article_id.is_(None), Captures.refused.is_not(None), not_(_LED.exists()))
"""What a re-crawl was refused at an article's address is an observation, and no page that waits to be read."""


def outdated_articles(database: Database, batch: Sequence[Intake], extractor: str) -> tuple[int, ...]:
    """Give the articles that a batch has other bytes of, and of which another extractor read what is held."""
    pages: defaultdict[str, set[str]] = defaultdict(set)
    for page in batch:
        if isinstance(page.result, Article):
            pages[page.result.url].add(page.payload_digest)
    statement = (
        select(Articles.id, ArticleUrls.url, Captures.payload_digest)
        .join(ArticleUrls, ArticleUrls.article_id == Articles.id)
        .join(Revisions, Revisions.id == Articles.revision_id)
        .join(Captures, Captures.id == Revisions.capture_id)
        .where(ArticleUrls.url.in_(pages), Revisions.extractor != extractor)
    )
    with database.reader() as connection:
        held = connection.execute(statement).all()
    return tuple(dict.fromkeys(number for number, url, digest in held if pages[url] - {digest}))

"""What is to be forgotten: articles and the captures that gave none, by name, site or age."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, func, or_, select

from archive import urls
from archive.errors import NotFound, UsageError
from archive.store.database import Database
from archive.store.read.catalog import article_id_of, spellings_of
from archive.store.read.filters import check_time, named_site
from archive.store.statements import in_list
from archive.store.tables import Articles, Captures, Payloads, Revisions

NAMED = 5
"""Articles that are named before they are forgotten."""


@dataclass(frozen=True, slots=True)
class ForgetRequest:
    """What a person wants forgotten: these `references`, or all of a `site`, first seen `before` a date, or both.

    Raises UsageError where nothing is named, or both ways.
    """

    references: tuple[str, ...] = ()
    site: str | None = None
    before: str | None = None

    def __post_init__(self) -> None:
        check_time("before", self.before)
        if bool(self.references) == bool(self.site or self.before):
            raise UsageError("say what to forget: an article's URL or number, or --site, --before, or both of these")


@dataclass(frozen=True, slots=True)
class Forgettable:
    """What that is. `articles`, `captures`: their numbers, the captures without an article; the rest to be told."""

    articles: tuple[int, ...]
    captures: tuple[int, ...]
    revisions: int = 0
    pages: int = 0
    bytes: int = 0
    first: tuple[tuple[str, str | None], ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Forgotten:
    """How much was forgotten. `pages`: captures; `payloads`: stored pages that nobody else had."""

    articles: int = 0
    revisions: int = 0
    pages: int = 0
    payloads: int = 0

    def __add__(self, other: "Forgotten") -> "Forgotten":
        return Forgotten(
            self.articles + other.articles,
            self.revisions + other.revisions,
            self.pages + other.pages,
            self.payloads + other.payloads,
        )


def find_forgettable(database: Database, asked: ForgetRequest) -> Forgettable:
    """Find what is to be forgotten. Raises NotFound for a reference to nothing."""
    with database.reader() as connection:
        articles, captures = _named(connection, asked) if asked.references else _of_kind(connection, asked)
        return _told(connection, articles, captures)


def _named(connection: Connection, asked: ForgetRequest) -> tuple[list[int], list[int]]:
    articles: set[int] = set()
    captures: set[int] = set()
    for reference in asked.references:
        names = [reference, *spellings_of(reference)]
        refused = select(Captures.id).where(
            Captures.article_id.is_(None), or_(Captures.origin.in_(names), Captures.url.in_(names))
        )
        found = set(connection.scalars(refused))
        try:
            articles.add(article_id_of(connection, reference))
        except NotFound:
            if not found:
                raise
        captures |= found
    return sorted(articles), sorted(captures)


def _of_kind(connection: Connection, asked: ForgetRequest) -> tuple[list[int], list[int]]:
    articles, captures = select(Articles.id), select(Captures.id, Captures.url, Captures.origin)
    captures = captures.where(Captures.article_id.is_(None))
    site = named_site(asked.site)
    if site is not None:
        articles = articles.where(Articles.site == site)
    if asked.before is not None:
        articles = articles.where(Articles.first_seen_at < asked.before)
        captures = captures.where(Captures.captured_at < asked.before)
    alone = [
        row.id for row in connection.execute(captures) if site is None or urls.site_of(row.url or row.origin) == site
    ]
    return list(connection.scalars(articles.order_by(Articles.id))), alone


def _told(connection: Connection, articles: Sequence[int], captures: Sequence[int]) -> Forgettable:
    of_articles, alone = in_list(articles), in_list(captures)
    meant = or_(Captures.article_id.in_(of_articles), Captures.id.in_(alone))
    pages, size = connection.execute(
        select(func.count(), func.coalesce(func.sum(Payloads.size), 0))
        .select_from(Captures)
        .join(Payloads, Payloads.digest == Captures.payload_digest)
        .where(meant)
    ).one()
    revisions = select(func.count()).select_from(Revisions).where(Revisions.article_id.in_(of_articles))
    first = connection.execute(select(Articles.url, Articles.title).where(Articles.id.in_(articles[:NAMED])))
    return Forgettable(
        tuple(articles),
        tuple(captures),
        connection.scalar(revisions) or 0,
        pages,
        size,
        tuple((row.url, row.title) for row in first),
    )

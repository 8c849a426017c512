"""An article as it is in the database, put together from its tables."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from archive.model import ARTICLE_COLUMNS, Article, Block, Confidence, Credit, Label, Role, Signature
from archive.store.tables import (
    ArticleAuthors,
    Articles,
    ArticleTags,
    ArticleUrls,
    Authors,
    Blocks,
    Credits,
    Organizations,
    Revisions,
    Tags,
)


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article and what the archive knows of it. `revision`: number of the newest. `urls`: all that lead to it."""

    id: int
    article: Article
    status: str
    first_seen_at: str
    last_seen_at: str
    last_changed_at: str
    revision: int
    story_id: int | None
    urls: tuple[str, ...]

    def __repr__(self) -> str:
        return f"<StoredArticle {self.id} · {self.status} · revision {self.revision} · {self.article!r}>"


def load_articles(connection: Connection, ids: Sequence[int], *, blocks: bool) -> list[StoredArticle]:
    """Give those articles, in that order, in one query a table. `blocks`: with their pages block by block."""
    facts = connection.execute(
        select(Articles.__table__, Revisions.number, Revisions.extractor)
        .join(Revisions, Revisions.id == Articles.revision_id)
        .where(Articles.id.in_(ids))
    )
    rows = {row["id"]: row for row in facts.mappings()}
    signed = _signed(connection, ids)
    parts: dict[str, dict[int, list[Any]]] = {
        "authors": _grouped((number, signature.author) for number, signature in signed),
        "signatures": _grouped(
            (number, signature)
            for number, signature in signed
            if signature.role or signature.organization or signature.place
        ),
        "tags": _tags(connection, ids),
        "credits": _credits(connection, ids),
        "blocks": _blocks(connection, ids) if blocks else {},
    }
    addresses = _grouped(
        connection.execute(
            select(ArticleUrls.article_id, ArticleUrls.url)
            .where(ArticleUrls.article_id.in_(ids))
            .order_by(ArticleUrls.relation, ArticleUrls.url)
        )
    )
    return [
        _one(rows[number], {name: tuple(part.get(number, ())) for name, part in parts.items()}, addresses[number])
        for number in ids
    ]


def _one(row: RowMapping, parts: dict[str, tuple[Any, ...]], addresses: list[str]) -> StoredArticle:
    flags = tuple(json.loads(row["flags"])) if row["flags"] else ()
    fields: dict[str, Any] = {name: row[name] for name in ARTICLE_COLUMNS} | parts
    article = Article(**fields, extractor=row["extractor"], flags=flags)
    names = "id", "status", "first_seen_at", "last_seen_at", "last_changed_at", "story_id"
    return StoredArticle(
        **{name: row[name] for name in names}, article=article, revision=row["number"], urls=tuple(addresses)
    )


def _signed(connection: Connection, ids: Sequence[int]) -> list[tuple[int, Signature]]:
    columns = ArticleAuthors.role, ArticleAuthors.organization, ArticleAuthors.place
    rows = connection.execute(
        select(ArticleAuthors.article_id, Authors.name, *columns)
        .join(Authors, Authors.id == ArticleAuthors.author_id)
        .where(ArticleAuthors.article_id.in_(ids))
        .order_by(ArticleAuthors.position)
    )
    return [(row.article_id, Signature(row.name, row.role, row.organization, row.place)) for row in rows]


def _tags(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    return _grouped(
        connection.execute(
            select(ArticleTags.article_id, Tags.name)
            .join(Tags, Tags.id == ArticleTags.tag_id)
            .where(ArticleTags.article_id.in_(ids))
            .order_by(Tags.id)
        )
    )


def _credits(connection: Connection, ids: Sequence[int]) -> dict[int, list[Credit]]:
    rows = connection.execute(
        select(Credits.__table__, Organizations.name.label("organization"))
        .join(Organizations, Organizations.id == Credits.organization_id)
        .where(Credits.article_id.in_(ids))
        .order_by(Credits.id)
    )
    return _grouped(
        (
            row.article_id,
            Credit(
                organization=row.organization,
                role=Role(row.role),
                credited_as=row.credited_as,
                evidence=row.evidence,
                rule=row.rule,
                confidence=Confidence(row.confidence),
                position=row.position,
            ),
        )
        for row in rows
    )


def _blocks(connection: Connection, ids: Sequence[int]) -> dict[int, list[Block]]:
    rows = connection.execute(
        select(Articles.id, Blocks.position, Blocks.text, Blocks.label, Blocks.rule)
        .join(Blocks, Blocks.revision_id == Articles.revision_id)
        .where(Articles.id.in_(ids))
        .order_by(Blocks.position)
    )
    return _grouped((row.id, Block(row.position, row.text, Label(row.label), row.rule)) for row in rows)


def _grouped(pairs: Iterable[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups

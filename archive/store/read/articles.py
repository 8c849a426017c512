"""An article as it is in the database, put together from its tables."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import BindParameter, Connection, RowMapping, bindparam, select

from archive.model import (
    ARCHIVE_COLUMNS,
    ARTICLE_COLUMNS,
    Article,
    Block,
    Confidence,
    Credit,
    InferredCredit,
    Label,
    Role,
    Signature,
    StoredArticle,
)
from archive.store.tables import (
    ArticleAuthors,
    Articles,
    ArticleTags,
    ArticleUrls,
    Authors,
    Blocks,
    Captures,
    Credits,
    InferredCredits,
    Organizations,
    Revisions,
    Tags,
)

_ORIGIN = Captures.origin, Captures.origin_file, Captures.origin_record, Captures.origin_offset


IDS: Final[BindParameter[Any]] = bindparam("ids", expanding=True)
"""The numbers of the articles in the statements below, which are built once: that takes as long as to ask them."""
_FACTS: Final = (
    select(Articles.__table__, Revisions.number, Revisions.extractor, *_ORIGIN, Captures.rights)
    .join(Revisions, Revisions.id == Articles.revision_id)
    .join(Captures, Captures.id == Revisions.capture_id)
    .where(Articles.id.in_(IDS))
)
_ADDRESSES: Final = (
    select(ArticleUrls.article_id, ArticleUrls.url)
    .where(ArticleUrls.article_id.in_(IDS))
    .order_by(ArticleUrls.relation, ArticleUrls.url)
)
_INFERRED: Final = (
    select(InferredCredits.article_id, Organizations.name, InferredCredits.from_article_id)
    .join(Organizations, Organizations.id == InferredCredits.organization_id)
    .where(InferredCredits.article_id.in_(IDS))
    .order_by(InferredCredits.article_id, Organizations.name)
)
_SIGNED: Final = (
    select(
        ArticleAuthors.article_id, Authors.name, ArticleAuthors.role, ArticleAuthors.organization, ArticleAuthors.place
    )
    .join(Authors, Authors.id == ArticleAuthors.author_id)
    .where(ArticleAuthors.article_id.in_(IDS))
    .order_by(ArticleAuthors.position)
)
_TAGS: Final = (
    select(ArticleTags.article_id, Tags.name)
    .join(Tags, Tags.id == ArticleTags.tag_id)
    .where(ArticleTags.article_id.in_(IDS))
    .order_by(Tags.id)
)
_CREDITS: Final = (
    select(Credits.__table__, Organizations.name.label("organization"))
    .join(Organizations, Organizations.id == Credits.organization_id)
    .where(Credits.article_id.in_(IDS))
    .order_by(Credits.id)
)
_BLOCKS: Final = (
    select(Articles.id, Blocks.position, Blocks.text, Blocks.label, Blocks.rule)
    .join(Blocks, Blocks.revision_id == Articles.revision_id)
    .where(Articles.id.in_(IDS))
    .order_by(Blocks.position)
)


def load_articles(connection: Connection, ids: Sequence[int], *, blocks: bool) -> list[StoredArticle]:
    """Give those articles, in that order, in one query a table. `blocks`: with their pages block by block."""
    facts = connection.execute(_FACTS, {"ids": ids})
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
    inferred = _inferred(connection, ids)
    addresses = _grouped(connection.execute(_ADDRESSES, {"ids": ids}))
    return [
        _one(
            rows[number],
            {name: tuple(part.get(number, ())) for name, part in parts.items()},
            {"inferred": tuple(inferred[number]), "urls": tuple(addresses[number])},
        )
        for number in ids
    ]


def _one(row: RowMapping, parts: dict[str, tuple[Any, ...]], known: dict[str, tuple[Any, ...]]) -> StoredArticle:
    flags = tuple(json.loads(row["flags"])) if row["flags"] else ()
    fields: dict[str, Any] = {name: row[name] for name in ARTICLE_COLUMNS} | parts
    article = Article(**fields, extractor=row["extractor"], flags=flags)
    facts: dict[str, Any] = {name: row[name] for name in ARCHIVE_COLUMNS} | known
    facts["rights"] = None if row["rights"] is None else tuple(map(tuple, json.loads(row["rights"])))
    return StoredArticle(**facts, article=article, revision=row["number"])


def _inferred(connection: Connection, ids: Sequence[int]) -> defaultdict[int, list[InferredCredit]]:
    rows = connection.execute(_INFERRED, {"ids": ids})
    return _grouped((row.article_id, InferredCredit(row.name, row.from_article_id)) for row in rows)


def _signed(connection: Connection, ids: Sequence[int]) -> list[tuple[int, Signature]]:
    rows = connection.execute(_SIGNED, {"ids": ids})
    return [(row.article_id, Signature(row.name, row.role, row.organization, row.place)) for row in rows]


def _tags(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    return _grouped(connection.execute(_TAGS, {"ids": ids}))


def _credits(connection: Connection, ids: Sequence[int]) -> dict[int, list[Credit]]:
    rows = connection.execute(_CREDITS, {"ids": ids})
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
    rows = connection.execute(_BLOCKS, {"ids": ids})
    return _grouped((row.id, Block(row.position, row.text, Label(row.label), row.rule)) for row in rows)


def _grouped(pairs: Iterable[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups

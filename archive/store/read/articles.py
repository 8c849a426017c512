"""An article as it is in the database, put together from its tables."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, select

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
from archive.store.compiled import CompiledSelect
from archive.store.statements import numbers_in
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

_IDS: Final = numbers_in(bindparam("ids"))
"""The numbers of the articles in the statements below."""
_FACTS: Final = CompiledSelect(
    select(Articles.__table__, Revisions.number, Revisions.extractor, *_ORIGIN, Captures.rights)
    .join(Revisions, Revisions.id == Articles.revision_id)
    .join(Captures, Captures.id == Revisions.capture_id)
    .where(Articles.id.in_(_IDS))
)
_ADDRESSES: Final = CompiledSelect(
    select(ArticleUrls.article_id, ArticleUrls.url)
    .where(ArticleUrls.article_id.in_(_IDS))
    .order_by(ArticleUrls.relation, ArticleUrls.url)
)
_INFERRED: Final = CompiledSelect(
    select(InferredCredits.article_id, Organizations.name, InferredCredits.from_article_id)
    .join(Organizations, Organizations.id == InferredCredits.organization_id)
    .where(InferredCredits.article_id.in_(_IDS))
    .order_by(InferredCredits.article_id, Organizations.name)
)
_SIGNED: Final = CompiledSelect(
    select(
        ArticleAuthors.article_id, Authors.name, ArticleAuthors.role, ArticleAuthors.organization, ArticleAuthors.place
    )
    .join(Authors, Authors.id == ArticleAuthors.author_id)
    .where(ArticleAuthors.article_id.in_(_IDS))
    .order_by(ArticleAuthors.position)
)
_TAGS: Final = CompiledSelect(
    select(ArticleTags.article_id, Tags.name)
    .join(Tags, Tags.id == ArticleTags.tag_id)
    .where(ArticleTags.article_id.in_(_IDS))
    .order_by(Tags.id)
)
_CREDITS: Final = CompiledSelect(
    select(
        *(Credits.article_id, Organizations.name, Credits.role, Credits.credited_as),
        *(Credits.evidence, Credits.rule, Credits.confidence, Credits.position),
    )
    .join(Organizations, Organizations.id == Credits.organization_id)
    .where(Credits.article_id.in_(_IDS))
    .order_by(Credits.id)
)
_BLOCKS: Final = CompiledSelect(
    select(Articles.id, Blocks.position, Blocks.text, Blocks.label, Blocks.rule)
    .join(Blocks, Blocks.revision_id == Articles.revision_id)
    .where(Articles.id.in_(_IDS))
    .order_by(Blocks.position)
)


def load_articles(connection: Connection, ids: Sequence[int], *, blocks: bool) -> list[StoredArticle]:
    """Give those articles, in that order, in one query a table. `blocks`: with their pages block by block."""
    listed = json.dumps(list(ids))
    rows = {row["id"]: row for row in _FACTS.records(connection, ids=listed)}
    signed = [(number, Signature(*told)) for number, *told in _SIGNED.rows(connection, ids=listed)]
    parts: dict[str, dict[int, list[Any]]] = {
        "authors": _grouped((number, signature.author) for number, signature in signed),
        "signatures": _grouped(
            (number, signature)
            for number, signature in signed
            if signature.role or signature.organization or signature.place
        ),
        "tags": _grouped(_TAGS.rows(connection, ids=listed)),
        "credits": _grouped(map(_credit, _CREDITS.rows(connection, ids=listed))),
        "blocks": _grouped(map(_block, _BLOCKS.rows(connection, ids=listed))) if blocks else {},
    }
    inferred = _grouped((number, InferredCredit(*told)) for number, *told in _INFERRED.rows(connection, ids=listed))
    addresses = _grouped(_ADDRESSES.rows(connection, ids=listed))
    return [
        _one(
            rows[number],
            {name: tuple(part.get(number, ())) for name, part in parts.items()},
            {"inferred": tuple(inferred[number]), "urls": tuple(addresses[number])},
        )
        for number in ids
    ]


def _one(row: dict[str, Any], parts: dict[str, tuple[Any, ...]], known: dict[str, tuple[Any, ...]]) -> StoredArticle:
    flags = tuple(json.loads(row["flags"])) if row["flags"] else ()
    fields: dict[str, Any] = {name: row[name] for name in ARTICLE_COLUMNS} | parts
    article = Article(**fields, extractor=row["extractor"], flags=flags)
    facts: dict[str, Any] = {name: row[name] for name in ARCHIVE_COLUMNS} | known
    facts["rights"] = None if row["rights"] is None else tuple(map(tuple, json.loads(row["rights"])))
    return StoredArticle(**facts, article=article, revision=row["number"])


def _credit(row: tuple[Any, ...]) -> tuple[int, Credit]:
    number, organization, role, credited_as, evidence, rule, confidence, position = row
    credit = Credit(organization, Role(role), credited_as, evidence, rule, Confidence(confidence), position=position)
    return number, credit


def _block(row: tuple[Any, ...]) -> tuple[int, Block]:
    number, position, text, label, rule = row
    return number, Block(position, text, Label(label), rule)


def _grouped(pairs: Iterable[Any]) -> defaultdict[int, list[Any]]:
    groups: defaultdict[int, list[Any]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return groups

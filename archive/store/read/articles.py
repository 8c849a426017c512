"""An article as it is in the database, put together from its tables."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

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
from archive.store.plain import Asked, PlainSelect

_FACTS: Final = PlainSelect(
    "SELECT articles.*, revisions.number, revisions.extractor, captures.origin, captures.origin_file,"
    " captures.origin_record, captures.origin_offset, captures.rights FROM articles"
    " JOIN revisions ON revisions.id = articles.revision_id JOIN captures ON captures.id = revisions.capture_id"
    " WHERE articles.id IN {ids}"
)
_ADDRESSES: Final = PlainSelect(
    "SELECT article_id, url FROM article_urls WHERE article_id IN {ids} ORDER BY relation, url"
)
_INFERRED: Final = PlainSelect(
    "SELECT inferred_credits.article_id, organizations.name, inferred_credits.from_article_id FROM inferred_credits"
    " JOIN organizations ON organizations.id = inferred_credits.organization_id"
    " WHERE inferred_credits.article_id IN {ids} ORDER BY inferred_credits.article_id, organizations.name"
)
_SIGNED: Final = PlainSelect(
    "SELECT signed.article_id, authors.name, signed.role, signed.organization, signed.place"
    " FROM article_authors AS signed JOIN authors ON authors.id = signed.author_id"
    " WHERE signed.article_id IN {ids} ORDER BY signed.position"
)
_TAGS: Final = PlainSelect(
    "SELECT article_tags.article_id, tags.name FROM article_tags JOIN tags ON tags.id = article_tags.tag_id"
    " WHERE article_tags.article_id IN {ids} ORDER BY tags.id"
)
_CREDITS: Final = PlainSelect(
    "SELECT credits.article_id, organizations.name, credits.role, credits.credited_as, credits.evidence, credits.rule,"
    " credits.confidence, credits.position"
    " FROM credits JOIN organizations ON organizations.id = credits.organization_id"
    " WHERE credits.article_id IN {ids} ORDER BY credits.id"
)
_BLOCKS: Final = PlainSelect(
    "SELECT articles.id, blocks.position, blocks.text, blocks.label, blocks.rule FROM articles"
    " JOIN blocks ON blocks.revision_id = articles.revision_id WHERE articles.id IN {ids} ORDER BY blocks.position"
)


def load_articles(asked: Asked, ids: Sequence[int], *, blocks: bool) -> list[StoredArticle]:
    """Give those articles, in that order, in one query a table. `blocks`: with their pages block by block."""
    listed = json.dumps(list(ids))
    rows = {row["id"]: row for row in _FACTS.records(asked, ids=listed)}
    signed = [(number, Signature(*told)) for number, *told in _SIGNED.rows(asked, ids=listed)]
    parts: dict[str, dict[int, list[Any]]] = {
        "authors": _grouped((number, signature.author) for number, signature in signed),
        "signatures": _grouped(
            (number, signature)
            for number, signature in signed
            if signature.role or signature.organization or signature.place
        ),
        "tags": _grouped(_TAGS.rows(asked, ids=listed)),
        "credits": _grouped(map(_credit, _CREDITS.rows(asked, ids=listed))),
        "blocks": _grouped(map(_block, _BLOCKS.rows(asked, ids=listed))) if blocks else {},
    }
    inferred = _grouped((number, InferredCredit(*told)) for number, *told in _INFERRED.rows(asked, ids=listed))
    addresses = _grouped(_ADDRESSES.rows(asked, ids=listed))
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

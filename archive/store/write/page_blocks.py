"""The pages that revisions were read from, block by block; what a site's have as furniture; and cutting blocks out of
them in place."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from archive.extraction.assemble import body_of, word_count
from archive.extraction.site_memory import strip_furniture
from archive.fingerprint import block_hash, text_digest
from archive.model import Block, Label
from archive.store.tables import Articles, Blocks, Credits, Revisions, StoredBlocks, StoredRevisions
from archive.store.write.block_rules import number_rules

FURNITURE = (Label.PROMO, Label.SHARE, Label.NAVIGATION, Label.LEGAL)
"""Labels of what is the site's on any page; a headline or a caption is one article's."""
NEWEST = 50
"""Articles of a site whose pages tell what its furniture is."""

_RELABELLED = (
    update(StoredBlocks)
    .where(StoredBlocks.revision_id == bindparam("revision"), StoredBlocks.position == bindparam("place"))
    .values(rule_id=bindparam("new_rule"))
)
_SAID = (
    update(StoredRevisions)
    .where(StoredRevisions.id == bindparam("revision"))
    .values(body=None, digest=bindparam("new_digest"))  # what is left of its blocks
)
_SAYS = (
    update(Articles)
    .where(Articles.id == bindparam("article"), Articles.revision_id == bindparam("revision"))
    .values(
        {"body": bindparam("new_body"), "digest": bindparam("new_digest"), "word_count": bindparam("new_words")}
        | {"kept_length": bindparam("new_kept_length")}
    )
)


@dataclass(frozen=True, slots=True)
class RevisionPage:
    """A revision's page. `current`: it is what the article says now. `evidence`: of the article's credits."""

    article_id: int
    revision_id: int
    current: bool
    site: str | None
    digest: str
    blocks: tuple[Block, ...]
    evidence: tuple[str, ...]


def pages_of(connection: Connection, articles: Collection[int]) -> list[RevisionPage]:
    """Give the pages of all revisions of these articles, oldest first."""
    if not articles:
        return []
    blocks: defaultdict[int, list[Block]] = defaultdict(list)
    columns = Blocks.revision_id, Blocks.position, Blocks.text, Blocks.label, Blocks.rule
    rows = (
        select(*columns).join(Revisions, Revisions.id == Blocks.revision_id).where(Revisions.article_id.in_(articles))
    )
    for revision_id, position, text, label, rule in connection.execute(rows.order_by(*columns[:2])):
        blocks[revision_id].append(Block(position, text, Label(label), rule))
    evidence: defaultdict[int, list[str]] = defaultdict(list)
    credits = select(Credits.article_id, Credits.evidence).where(Credits.article_id.in_(articles))
    for article_id, words in connection.execute(credits):
        evidence[article_id].append(words)
    facts = (
        select(Revisions.article_id, Revisions.id, Articles.revision_id, Articles.site, Revisions.digest)
        .join(Articles, Articles.id == Revisions.article_id)
        .where(Revisions.article_id.in_(articles))
        .order_by(Revisions.id)
    )
    return [
        RevisionPage(
            article_id, number, number == newest, site, digest, tuple(blocks[number]), tuple(evidence[article_id])
        )
        for article_id, number, newest, site, digest in connection.execute(facts)
    ]


def stripped_furniture(connection: Connection, site: str | None) -> dict[int, set[str]]:
    """Give the hashes of what each of a site's newest articles was stripped of as furniture, the newest first."""
    newest = select(Articles.revision_id, Articles.id).where(Articles.site == site)
    newest = newest.order_by(Articles.published_at.desc()).limit(NEWEST + 1)
    articles = {row.revision_id: row.id for row in connection.execute(newest)}
    stripped: dict[int, set[str]] = {number: set() for number in articles.values()}
    texts = select(Blocks.revision_id, Blocks.text).where(Blocks.revision_id.in_(articles), Blocks.label.in_(FURNITURE))
    for revision_id, text in connection.execute(texts):
        stripped[articles[revision_id]].add(block_hash(text))
    return stripped


def common_furniture(stripped: Mapping[int, Collection[str]], besides: int) -> frozenset[str]:
    """Give what several of a site's newest articles were stripped of, all but `besides`; as `furniture_of` gives it."""
    others = islice((hashes for number, hashes in stripped.items() if number != besides), NEWEST)
    times = Counter(chain.from_iterable(others))
    return frozenset(key for key, number in times.items() if number > 1)


def strip_blocks(connection: Connection, found: Iterable[tuple[RevisionPage, Collection[str]]]) -> None:
    """Strip from each page the blocks whose hashes were `found` there, in place.

    This is no revision, for the article did not change. Nothing is lost: what is cut stays in `blocks`.
    """
    cuts = [(page, blocks) for page, hashes in found if (blocks := strip_furniture(page.blocks, hashes)) != page.blocks]
    if not cuts:
        return
    relabelled = [
        (page.revision_id, new)
        for page, blocks in cuts
        for new, old in zip(blocks, page.blocks, strict=True)
        if new is not old
    ]
    rules = number_rules(connection, ((new.label, new.rule) for _, new in relabelled))
    bodies = [(page, body_of(blocks)) for page, blocks in cuts]
    said: list[dict[str, Any]] = [
        {"revision": page.revision_id, "article": page.article_id, "new_body": body, "new_digest": text_digest(body)}
        for page, body in bodies
    ]
    says = [
        row
        | {"new_words": word_count(row["new_body"])}
        | {"new_kept_length": sum(len(block.text) for block in blocks if block.kept)}
        for row, (_, blocks) in zip(said, cuts, strict=True)
    ]
    connection.execute(
        _RELABELLED,
        [
            {"revision": revision, "place": new.position, "new_rule": rules[new.label, new.rule]}
            for revision, new in relabelled
        ],
    )
    connection.execute(_SAID, said)
    connection.execute(_SAYS, says)

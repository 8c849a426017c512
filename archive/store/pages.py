"""The pages that revisions were read from, block by block; and cutting blocks out of them in place."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select, update

from archive.extract.assemble import body_of, word_count
from archive.extract.site_memory import strip
from archive.fingerprint import text_digest
from archive.model import Block, Label
from archive.store.tables import Articles, Blocks, Credits, Revisions

_RELABELLED = (
    update(Blocks)
    .where(Blocks.revision_id == bindparam("revision"), Blocks.position == bindparam("place"))
    .values(kept=False, label=bindparam("new_label"), rule=bindparam("new_rule"))
)


@dataclass(frozen=True, slots=True)
class Page:
    """A revision's page. `current`: it is what the article says now. `evidence`: of the article's credits."""

    article_id: int
    revision_id: int
    current: bool
    site: str | None
    digest: str
    blocks: tuple[Block, ...]
    evidence: tuple[str, ...]


def pages_of(connection: Connection, articles: Collection[int]) -> list[Page]:
    """The pages of all revisions of these articles, oldest first."""
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
        Page(article_id, number, number == newest, site, digest, tuple(blocks[number]), tuple(evidence[article_id]))
        for article_id, number, newest, site, digest in connection.execute(facts)
    ]


def cut(connection: Connection, page: Page, found: Mapping[str, int]) -> tuple[str, str]:
    """Strip the blocks whose hashes were `found`, in place; give the body and its digest.

    This is no revision, for the article did not change. Nothing is lost: what is cut stays in `blocks`.
    """
    blocks = strip(page.blocks, found)
    body = body_of(blocks)
    if blocks == page.blocks:
        return body, page.digest
    connection.execute(
        _RELABELLED,
        [
            {"revision": page.revision_id, "place": new.position, "new_label": new.label.value, "new_rule": new.rule}
            for new, old in zip(blocks, page.blocks, strict=True)
            if new != old
        ],
    )
    says = {"body": body, "digest": text_digest(body)}
    connection.execute(update(Revisions).where(Revisions.id == page.revision_id).values(says))
    if page.current:
        said = update(Articles).where(Articles.id == page.article_id)
        connection.execute(said.values(says | {"word_count": word_count(body)}))
    return body, says["digest"]

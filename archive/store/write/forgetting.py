"""Articles forgotten for good: their rows everywhere, the pages they came from, and what was learnt from them.

What stays is a note without content: a run, and hashes of their addresses. The words are out of the file itself once
it is written anew, which `store.file.copies` does.
"""

import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Connection, delete, func, or_, select, update

from archive import urls
from archive.extraction.likeness import sketch_of
from archive.model import Flag
from archive.store.database import Database
from archive.store.read.forgettable import Forgettable, Forgotten
from archive.store.statements import delete_securely, in_list, json_number, value_rows
from archive.store.tables import (
    ArticleAuthors,
    Articles,
    ArticleTags,
    ArticleUrls,
    Authors,
    Captures,
    Checks,
    Credits,
    Follows,
    InferredCredits,
    ListedItems,
    OrganizationAliases,
    Organizations,
    Payloads,
    Revisions,
    SiteBlocks,
    SiteNames,
    SiteOwners,
    Sites,
    StoredBlocks,
    StoredRevisions,
    Stories,
    StoryBands,
    Tags,
    Visits,
    YoungBands,
    YoungBlocks,
)
from archive.store.write.forgotten import note_forgotten
from archive.store.write.slugs import slug_band
from archive.store.write.story_links import Fresh, link_stories
from archive.store.write.young_blocks import merge_blocks

CHUNK = 200
"""Articles, or captures, forgotten in one transaction."""


def forget_articles(database: Database, meant: Forgettable, at: str) -> Forgotten:
    """Forget articles and captures, in transactions of a few each; what is cut off is gone on with by the same call."""
    found = Forgotten()
    for begin in range(0, len(meant.articles), CHUNK):
        with database.writer() as connection:
            found += _forget_chunk(connection, meant.articles[begin : begin + CHUNK], (), at)
    for begin in range(0, len(meant.captures), CHUNK):
        with database.writer() as connection:
            found += _forget_chunk(connection, (), meant.captures[begin : begin + CHUNK], at)
    return found


def forget_site(database: Database, site: str) -> list[str]:
    """Forget what was learnt of a site, and follow it no more; give what was followed."""
    with database.writer() as connection:
        for table in (SiteBlocks, YoungBlocks, SiteNames, SiteOwners, Sites):
            connection.execute(delete(table).where(table.site == site))
        followed = [url for url in connection.scalars(select(Follows.url)) if urls.site_of(url) == site]
        connection.execute(delete(ListedItems).where(ListedItems.listing.in_(in_list(followed))))
        connection.execute(delete(Follows).where(Follows.url.in_(in_list(followed))))
    return followed


def _forget_chunk(connection: Connection, articles: Sequence[int], captures: Sequence[int], at: str) -> Forgotten:
    delete_securely(connection)
    mine = in_list(articles)
    addresses = set(connection.scalars(select(ArticleUrls.url).where(ArticleUrls.article_id.in_(mine))))
    addresses.update(connection.scalars(select(Visits.url).where(Visits.article_id.in_(mine))))
    pages = _pages_of(connection, articles, captures, addresses)
    addresses.update(url for row in pages for url in _addresses(row))
    copies = _leave_stories(connection, articles)
    revisions = _delete_rows(connection, articles, addresses)
    payloads = _delete_pages(connection, pages)
    if articles:
        merge_blocks(connection)
        _unlearn(connection, set(articles))
        connection.execute(delete(Articles).where(Articles.id.in_(mine)))
        _drop_orphans(connection)
        link_stories(connection, copies, [copy.article_id for copy in copies])
    note_forgotten(connection, addresses, at)
    return Forgotten(len(articles), revisions, len(pages), payloads)


def _pages_of(
    connection: Connection, articles: Sequence[int], captures: Sequence[int], addresses: Collection[str]
) -> list[Any]:
    """Give the captures of articles, of what their visits brought, and those named."""
    mine = in_list(articles)
    revised = select(Revisions.capture_id).where(Revisions.article_id.in_(mine))
    checked = select(Checks.capture_id).where(Checks.article_id.in_(mine), Checks.capture_id.is_not(None))
    led = Captures.article_id.is_(None) & Captures.url.in_(in_list(addresses))
    meant = or_(Captures.article_id.in_(mine), Captures.id.in_(revised), Captures.id.in_(checked), led)
    others = select(Revisions.capture_id).where(Revisions.article_id.not_in(mine))
    found = select(Captures.id, Captures.url, Captures.origin, Captures.payload_digest)
    return list(
        connection.execute(found.where(or_(meant, Captures.id.in_(in_list(captures))), Captures.id.not_in(others)))
    )


def _addresses(page: Any) -> list[str]:
    given = [url for url in (page.url, page.origin) if url and "://" in url]
    return [*given, *filter(None, map(urls.canonical, given))]


def _leave_stories(connection: Connection, articles: Sequence[int]) -> list[Fresh]:
    """Dissolve the stories that articles share; give the other copies, to be joined anew."""
    mine = in_list(articles)
    stories = list(connection.scalars(select(Articles.story_id).where(Articles.id.in_(mine)).distinct()))
    told = in_list(story for story in stories if story is not None)
    columns = Articles.id, Articles.site, Articles.url, Articles.body, Articles.flags
    rows = connection.execute(
        select(*columns).where(Articles.story_id.in_(told), Articles.id.not_in(mine)).order_by(Articles.id)
    ).all()
    alone = in_list([*articles, *(row.id for row in rows)])
    inferred = or_(InferredCredits.article_id.in_(alone), InferredCredits.from_article_id.in_(mine))
    connection.execute(delete(InferredCredits).where(inferred))
    for bands in (StoryBands, YoungBands):
        connection.execute(delete(bands).where(bands.article_id.in_(alone)))
    connection.execute(update(Articles).where(Articles.story_id.in_(told)).values(story_id=None, share_changed=None))
    connection.execute(delete(Stories).where(Stories.id.in_(told)))
    listed = f'"{Flag.NOT_AN_ARTICLE}"'
    return [
        Fresh(row.id, row.site, sketch_of(row.body), slug=slug_band(row.url))
        for row in rows
        if listed not in (row.flags or "")
    ]


def _delete_rows(connection: Connection, articles: Sequence[int], addresses: Collection[str]) -> int:
    """Delete all that hangs on articles; give how many revisions."""
    mine = in_list(articles)
    revisions = select(Revisions.id).where(Revisions.article_id.in_(mine))
    connection.execute(delete(StoredBlocks).where(StoredBlocks.revision_id.in_(revisions)))
    count = connection.execute(delete(StoredRevisions).where(StoredRevisions.article_id.in_(mine))).rowcount
    for table in (Credits, ArticleAuthors, ArticleTags, ArticleUrls, Visits, Checks):
        connection.execute(delete(table).where(table.article_id.in_(mine)))
    for led in (Visits, Checks, ListedItems):
        connection.execute(delete(led).where(led.url.in_(in_list(addresses))))
    return count


def _delete_pages(connection: Connection, pages: Sequence[Any]) -> int:
    """Delete captures, and the bytes that no other capture has; give how many of these."""
    gone = in_list(page.id for page in pages)
    connection.execute(update(Checks).where(Checks.capture_id.in_(gone)).values(capture_id=None))
    connection.execute(delete(Captures).where(Captures.id.in_(gone)))
    others = select(Captures.id).where(Captures.payload_digest == Payloads.digest).exists()
    unused = delete(Payloads).where(Payloads.digest.in_(in_list({page.payload_digest for page in pages})), ~others)
    return connection.execute(unused).rowcount


def _unlearn(connection: Connection, articles: set[int]) -> None:
    """Take articles out of what their sites showed; a block that no other article shows is forgotten."""
    mine = in_list(articles)
    sites = connection.scalars(select(Articles.site).where(Articles.id.in_(mine)).distinct()).all()
    listed = json_number(value_rows(func.coalesce(SiteBlocks.next_articles, "[]")).c.value)
    known = or_(SiteBlocks.first_article_id.in_(mine), select(listed).where(listed.in_(mine)).exists())
    here = SiteBlocks.site.in_([site for site in sites if site is not None])
    for row in connection.execute(select(*SiteBlocks.__table__.columns).where(here, known)).all() if sites else ():
        _unlearn_block(connection, row, articles)


def _unlearn_block(connection: Connection, row: Any, articles: set[int]) -> None:
    holders = [row.first_article_id, *json.loads(row.next_articles or "[]")]
    left = [number for number in holders if number not in articles]
    seen = row.articles - (len(holders) - len(left))
    this = SiteBlocks.site == row.site, SiteBlocks.hash == row.hash
    if seen < 1 or (not left and row.articles == len(holders)):
        connection.execute(delete(SiteBlocks).where(*this))
        return
    following = json.dumps(left[1:]) if row.next_articles is not None and left[1:] else None
    values = {"articles": seen, "first_article_id": left[0] if left else 0, "next_articles": following}
    connection.execute(update(SiteBlocks).where(*this).values(**values, text=row.text if seen > 1 else None))


def _drop_orphans(connection: Connection) -> None:
    """Forget the authors, tags and unknown organisations that no article names any more."""
    for table, used in (
        (Authors, ArticleAuthors.author_id == Authors.id),
        (Tags, ArticleTags.tag_id == Tags.id),
    ):
        connection.execute(delete(table).where(~select(1).where(used).exists()))
    kept = (Credits.organization_id, InferredCredits.organization_id, OrganizationAliases.organization_id)
    unused = (~select(1).where(column == Organizations.id).exists() for column in kept)
    connection.execute(delete(Organizations).where(Organizations.kind.is_(None), *unused))

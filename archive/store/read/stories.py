"""Stories as they are read: the largest, and the copies of one with what they changed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, select

from archive.errors import NotFound
from archive.extraction.likeness import LONGEST, difference_between
from archive.model import Copy, Role, Story
from archive.store.compiled import CompiledSelect
from archive.store.database import Database
from archive.store.read.catalog import article_id_of
from archive.store.read.filters import Filter
from archive.store.statements import numbers_in
from archive.store.tables import Articles, Credits, InferredCredits, Organizations, Stories

COPIES = 1_000
"""Copies of one story that are compared, the first seen; a story with more is told by SQL."""

_NAMES: Final = ("id", "url", "site", "title", "source", "published_at", "first_seen_at", "share_changed")
_FIRST: Final = CompiledSelect(select(Stories.first_article_id).where(Stories.id == bindparam("story")))
_COPIES: Final = CompiledSelect(
    select(*(getattr(Articles, name) for name in _NAMES))
    .where(Articles.story_id == bindparam("story"))
    .order_by(Articles.id != bindparam("first"), Articles.first_seen_at, Articles.id)
    .limit(COPIES)
)


def _names(table: type[Credits] | type[InferredCredits]) -> CompiledSelect:
    """Select the names of the organisations that a table gives articles."""
    return CompiledSelect(
        select(table.article_id, Organizations.name)
        .join(Organizations, Organizations.id == table.organization_id)
        .where(table.article_id.in_(numbers_in(bindparam("ids"))))
        .order_by(table.article_id, Organizations.name)
    )


_PRINTED: Final = _names(Credits)
_INFERRED: Final = _names(InferredCredits)


def largest_stories(database: Database, wanted: Filter, *, least: int, limit: int) -> list[Story]:
    """Give at most `limit` stories with `least` copies or more, those with most copies first.

    `wanted`: conditions that one of the copies meets, all of them.
    """
    conditions = wanted.conditions()
    chosen = select(Stories.id).where(Stories.copies >= least)
    if conditions:
        chosen = chosen.where(
            Stories.id.in_(select(Articles.story_id).where(Articles.story_id.is_not(None), *conditions))
        )
    ids = chosen.order_by(Stories.copies.desc(), Stories.id.desc()).limit(limit)
    with database.reader() as connection:
        numbers = list(connection.scalars(ids))
        facts = connection.execute(
            select(Stories.id, Stories.copies, Stories.first_seen_at, Articles.title, Articles.url)
            .join(Articles, Articles.id == Stories.first_article_id)
            .where(Stories.id.in_(numbers))
        )
        rows = {row.id: row for row in facts}
        sites, credits, silent = (
            _sites(connection, numbers),
            _credits(connection, numbers),
            _silent(connection, numbers),
        )
    return [
        Story(
            story=number,
            copies=rows[number].copies,
            sites=sites.get(number, 0),
            first_seen_at=rows[number].first_seen_at,
            credits=tuple(credits[number]),
            silent=silent.get(number, 0),
            title=rows[number].title,
            url=rows[number].url,
        )
        for number in numbers
    ]


def story_copies(database: Database, reference: int | str, *, compared: bool = True) -> list[Copy]:
    """Give the copies of the article's story, that which was stored first first; [] if nobody else prints it.

    `reference`: as for Catalog.article. `compared`: with where the texts part. Raises NotFound.
    """
    with database.reader() as connection:
        number = article_id_of(connection, reference)
        story = connection.scalar(select(Articles.story_id).where(Articles.id == number))
    return copies_of_story(database, story, compared=compared) if story is not None else []


def copies_of_story(database: Database, number: int, *, compared: bool = True) -> list[Copy]:
    """Give the copies of a story by its number, that which was stored first first. Raises NotFound."""
    with database.reader() as connection:
        story = _FIRST.rows(connection, story=number)
        if not story:
            raise NotFound("no story has this number", where=str(number))
        first = story[0][0]
        rows = _COPIES.records(connection, story=number, first=first)
        listed = json.dumps([row["id"] for row in rows])
        printed, inferred = (_grouped(names.rows(connection, ids=listed)) for names in (_PRINTED, _INFERRED))
        original = _body(connection, first) if compared else ""
        return [
            Copy(
                article_id=row["id"],
                **{name: row[name] for name in _NAMES[1:-1]},
                credits=tuple(printed[row["id"]]),
                inferred=tuple(inferred[row["id"]]),
                share_changed=row["share_changed"] or 0.0,
                difference=difference_between(original, _body(connection, row["id"])) if compared else None,
            )
            for row in rows
        ]


def _sites(connection: Connection, stories: Sequence[int]) -> dict[int, int]:
    counted = select(Articles.story_id, func.count(Articles.site.distinct())).where(Articles.story_id.in_(stories))
    return {story: count for story, count in connection.execute(counted.group_by(Articles.story_id)) if story}


def _credits(connection: Connection, stories: Sequence[int]) -> defaultdict[int, list[str]]:
    named = (
        select(Articles.story_id, Organizations.name)
        .join(Credits, Credits.article_id == Articles.id)
        .join(Organizations, Organizations.id == Credits.organization_id)
        .where(Articles.story_id.in_(stories), Credits.role != Role.CONTRIBUTOR)
        .group_by(Articles.story_id, Organizations.name)
        .order_by(func.count().desc(), Organizations.name)
    )
    found: defaultdict[int, list[str]] = defaultdict(list)
    for story, name in connection.execute(named):
        found[story or 0].append(name)
    return found


def _silent(connection: Connection, stories: Sequence[int]) -> dict[int, int]:
    counted = (
        select(Articles.story_id, func.count(InferredCredits.article_id.distinct()))
        .join(InferredCredits, InferredCredits.article_id == Articles.id)
        .where(Articles.story_id.in_(stories))
        .group_by(Articles.story_id)
    )
    return {story: count for story, count in connection.execute(counted) if story}


def _grouped(pairs: Iterable[tuple[Any, ...]]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for article, name in pairs:
        found[article].append(name)
    return found


def _body(connection: Connection, article: int) -> str:
    return connection.scalar(select(func.substr(Articles.body, 1, LONGEST)).where(Articles.id == article)) or ""

"""Stories as they are read: the largest, and the copies of one with what they changed."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, Final

from archive.errors import NotFound
from archive.model import Copy, Difference, Role, Story
from archive.store.database import Database
from archive.store.plain import Asked, PlainSelect
from archive.store.read.catalog import article_id_of
from archive.store.read.filters import Filter, wanted_values

COPIES = 1_000
"""Copies of one story that are compared, the first seen; a story with more is told by SQL."""

_NAMES: Final = ("id", "url", "site", "title", "source", "published_at", "first_seen_at", "share_changed")
_FIRST: Final = PlainSelect("SELECT first_article_id FROM stories WHERE id = :story")
_COPIES: Final = PlainSelect(
    f"SELECT {', '.join(_NAMES)} FROM articles WHERE story_id = :story"
    f" ORDER BY id <> :first, first_seen_at, id LIMIT {COPIES}"
)
_BODY: Final = PlainSelect("SELECT substr(body, 1, :longest) FROM articles WHERE id = :article")
_STORY_OF: Final = PlainSelect("SELECT story_id FROM articles WHERE id = :article")


def _names(table: str) -> PlainSelect:
    """Select the names of the organisations that a table gives articles."""
    return PlainSelect(
        f"SELECT {table}.article_id, organizations.name FROM {table}"
        f" JOIN organizations ON organizations.id = {table}.organization_id"
        f" WHERE {table}.article_id IN {{ids}} ORDER BY {table}.article_id, organizations.name"
    )


_PRINTED: Final = _names("credits")
_INFERRED: Final = _names("inferred_credits")
_FACTS: Final = PlainSelect(
    "SELECT stories.id, stories.copies, stories.first_seen_at, articles.title, articles.url FROM stories"
    " JOIN articles ON articles.id = stories.first_article_id WHERE stories.id IN {ids}"
)
_SITES: Final = PlainSelect(
    "SELECT story_id, count(DISTINCT site) FROM articles WHERE story_id IN {ids} GROUP BY story_id"
)
_CREDITED: Final = PlainSelect(
    "SELECT articles.story_id, organizations.name FROM articles JOIN credits ON credits.article_id = articles.id"
    " JOIN organizations ON organizations.id = credits.organization_id"
    f" WHERE articles.story_id IN {{ids}} AND credits.role <> '{Role.CONTRIBUTOR.value}'"
    " GROUP BY articles.story_id, organizations.name ORDER BY count(*) DESC, organizations.name"
)
_SILENT: Final = PlainSelect(
    "SELECT articles.story_id, count(DISTINCT inferred_credits.article_id) FROM articles"
    " JOIN inferred_credits ON inferred_credits.article_id = articles.id WHERE articles.story_id IN {ids}"
    " GROUP BY articles.story_id"
)


def largest_stories(database: Database, wanted: Filter, *, least: int, limit: int) -> list[Story]:
    """Give at most `limit` stories with `least` copies or more, those with most copies first.

    `wanted`: conditions that one of the copies meets, all of them.
    """
    conditions = " AND ".join(wanted.plain_conditions())
    among = (
        f" AND id IN (SELECT articles.story_id FROM articles WHERE articles.story_id IS NOT NULL AND {conditions})"
        if conditions
        else ""
    )
    largest = PlainSelect(
        f"SELECT id FROM stories WHERE copies >= :least{among} ORDER BY copies DESC, id DESC LIMIT :limit"
    )
    with database.asked() as asked:
        numbers = [row[0] for row in largest.rows(asked, **wanted_values(wanted), least=least, limit=limit)]
        listed = json.dumps(numbers)
        rows = {row[0]: row[1:] for row in _FACTS.rows(asked, ids=listed)}
        sites: dict[int, int] = dict(_SITES.rows(asked, ids=listed))
        credits = _grouped(_CREDITED.rows(asked, ids=listed))
        silent: dict[int, int] = dict(_SILENT.rows(asked, ids=listed))
    return [
        Story(
            story=number,
            copies=copies,
            sites=sites.get(number, 0),
            first_seen_at=first_seen_at,
            credits=tuple(credits[number]),
            silent=silent.get(number, 0),
            title=title,
            url=url,
        )
        for number in numbers
        for copies, first_seen_at, title, url in [rows[number]]
    ]


def story_copies(database: Database, reference: int | str, *, compared: bool = True) -> list[Copy]:
    """Give the copies of the article's story, that which was stored first first; [] if nobody else prints it.

    `reference`: as for Catalog.article. `compared`: with where the texts part. Raises NotFound.
    """
    with database.asked() as asked:
        story = _STORY_OF.value(asked, article=article_id_of(asked, reference))
    return copies_of_story(database, story, compared=compared) if story is not None else []


def copies_of_story(database: Database, number: int, *, compared: bool = True) -> list[Copy]:
    """Give the copies of a story by its number, that which was stored first first. Raises NotFound."""
    with database.asked() as asked:
        story = _FIRST.rows(asked, story=number)
        if not story:
            raise NotFound("no story has this number", where=str(number))
        first = story[0][0]
        rows = _COPIES.records(asked, story=number, first=first)
        listed = json.dumps([row["id"] for row in rows])
        printed, inferred = (_grouped(names.rows(asked, ids=listed)) for names in (_PRINTED, _INFERRED))
        differences = _compare(asked, first, [row["id"] for row in rows]) if compared else {}
        return [
            Copy(
                article_id=row["id"],
                **{name: row[name] for name in _NAMES[1:-1]},
                credits=tuple(printed[row["id"]]),
                inferred=tuple(inferred[row["id"]]),
                share_changed=row["share_changed"] or 0.0,
                difference=differences.get(row["id"]),
            )
            for row in rows
        ]


def _compare(asked: Asked, first: int, copies: Sequence[int]) -> dict[int, Difference | None]:
    """Tell where copies part from the first."""
    from archive.extraction.likeness import LONGEST, difference_between  # late: a tenth of a second

    def body(article: int) -> str:
        return _BODY.value(asked, article=article, longest=LONGEST) or ""

    original = body(first)
    return {copy: difference_between(original, body(copy)) for copy in copies}


def _grouped(pairs: Iterable[tuple[Any, ...]]) -> defaultdict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for article, name in pairs:
        found[article].append(name)
    return found

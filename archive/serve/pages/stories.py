"""Stories: texts that several sites printed, and all copies of one on a timeline, with what they say otherwise."""

from collections.abc import Mapping
from typing import Final

from archive.app import Archive
from archive.errors import UsageError
from archive.model import Copy, Story
from archive.render.diff import FIELDS, changed_paragraphs
from archive.serve.pages.article import plain_copy
from archive.serve.pages.asked import LINES, Data, Query, filter_of, number_of, plain
from archive.serve.pages.history import VIEWS
from archive.times import hours

MOST: Final = 200
"""Copies that a page shows."""


def stories_page(archive: Archive, query: Query) -> Data:
    """Give the texts that most sites printed."""
    return {"stories": [plain_story(story) for story in archive.stories(filter_of(query), limit=2 * LINES)]}


def plain_story(story: Story) -> Data:
    """Give a story as plain data."""
    return plain(story)


def story_page(archive: Archive, number: int, query: Query) -> Data:
    """Give the copies of a story in the order they were seen, and what two of them say otherwise. Raises NotFound."""
    first, *others = archive.story(number)
    copies = sorted([first, *others], key=_time)[:MOST]
    begun = hours(_time(copies[0]))
    known = {copy.article_id: copy for copy in copies}
    old = _chosen(known, query, "old") or first
    new = _chosen(known, query, "new") or next((copy for copy in copies if copy is not old and copy.difference), None)
    data: Data = {
        "story": number,
        "title": first.title,
        "view": query.get("view") if query.get("view") in VIEWS else VIEWS[0],
        "copies": [plain_copy(copy) | {"hours_after": round(hours(_time(copy)) - begun, 2)} for copy in copies],
    }
    if new is None:
        return data
    texts = archive.article(old.article_id), archive.article(new.article_id)
    changes = {name: list(changed_paragraphs(*(getattr(text, name) for text in texts))) for name in FIELDS}
    return data | {"old": old.article_id, "new": new.article_id, "changes": changes}


def _time(copy: Copy) -> str:
    """Give the time by which copies are ordered: of publication if that is told, else when first seen."""
    return copy.published_at if copy.published_at and len(copy.published_at) >= 10 else copy.first_seen_at


def _chosen(copies: Mapping[int, Copy], query: Query, name: str) -> Copy | None:
    number = number_of(query, name)
    if number is not None and number not in copies:
        raise UsageError(f"{number} is no copy of this story", where=name)
    return copies[number] if number is not None else None

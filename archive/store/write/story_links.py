"""Articles whose text is new, joined with the story they tell: the same text on other sites, word for word or nearly.

All in the transaction that stores them. Copies are found by the bands of their sketches, or by the slug of their
address on near days, and confirmed on the two texts; the figures are those of `extraction.likeness`.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, bindparam, func, insert, select, update

from archive.extraction.likeness import AGREEING, LONGEST, SAME_STORY, compared_words, overlap, share_changed
from archive.store.statements import in_list, lesser
from archive.store.tables import Articles, Stories
from archive.store.write.inferred_credits import infer_credits
from archive.store.write.provenance import settle_provenance
from archive.store.write.young_bands import find_holders, keep_bands

HOLDERS = 32
"""Articles a band is kept for; one that more have (a template, a form letter) tells nothing and gets no more."""
TRIED = 8
"""Articles whose text is compared with a new one, those with the most bands in common."""
TEXTS = 32
"""Texts that are held while a batch is linked: at most `LONGEST` characters each, as words."""

NEAR = 3
"""Days between two articles of one slug that are compared."""

_DAY = func.substr(func.coalesce(Articles.published_at, Articles.first_seen_at), 1, 10)
_COLUMNS = Articles.id, Articles.site, Articles.story_id, Articles.first_seen_at, _DAY.label("day")
Copy = Any
"""A row of these."""
_TOLD = (
    update(Articles)
    .where(Articles.id == bindparam("number"))
    .values(story_id=bindparam("story"), share_changed=bindparam("share"))
)


@dataclass(frozen=True, slots=True)
class Fresh:
    """A stored article whose text is new. `sketch`: of that text. `copy_of`: an article that has it word for word.

    `slug`: as `slug_band` gives it of the article's address.
    """

    article_id: int
    site: str | None
    sketch: tuple[int, ...]
    copy_of: int | None = None
    slug: int | None = None

    @property
    def bands(self) -> tuple[int, ...]:
        """Give all hashes that it is found by."""
        return self.sketch if self.slug is None else (*self.sketch, self.slug)


def link_stories(connection: Connection, fresh: Collection[Fresh], changed: Collection[int] = ()) -> None:
    """Give each article its story, if another site prints the text, and what follows for credits. In their order.

    `changed`: articles that were stored before and whose credits may be others now, be their text new or not.
    """
    if fresh:
        links = _Links(connection, fresh)
        stories = {story for article in fresh if (story := links.join(article)) is not None}
        links.write()
    else:
        stories = set()
    if changed:
        told = select(Articles.story_id).where(Articles.id.in_(in_list(changed)), Articles.story_id.is_not(None))
        stories.update(story for story in connection.scalars(told) if story is not None)
    infer_credits(connection, stories)
    settle_provenance(connection, changed)


class _Links:
    def __init__(self, connection: Connection, fresh: Iterable[Fresh]) -> None:
        self._connection = connection
        self._holders: defaultdict[int, list[int]] = defaultdict(list)
        self._bands: list[tuple[int, int]] = []  # each with its article, to be written
        self._firsts: dict[int, int] = {}  # by story the article it was begun by
        self._words = lru_cache(maxsize=TEXTS)(self._read)
        self._shares: dict[int, tuple[int, float]] = {}  # by article its story and what it changed, to be written
        numbers = [article.article_id for article in fresh]
        told = select(Articles.id, Articles.story_id).where(Articles.id.in_(numbers), Articles.story_id.is_not(None))
        self._stories = {row.id: row.story_id for row in connection.execute(told)}
        for band, holder in find_holders(connection, {band for article in fresh for band in article.bands}):
            self._holders[band].append(holder)

    def join(self, article: Fresh) -> int | None:
        """Link one article to its story; give that, if it has one now. Copies that had none come along."""
        number = article.article_id
        story = self._stories.get(number)
        if story is not None:
            self._changed(number, story)
        else:
            copies = self._copies(article)
            story = next((told for copy in copies if (told := self._story(copy)) is not None), None)
            if story is None and copies:
                story = self._begin(copies[0])
                copies = copies[1:]
            if story is not None:
                alone = (copy.id for copy in copies if self._story(copy) is None)
                self._enter(story, [number, *alone])
        self._keep(article, story)
        return story

    def write(self) -> None:
        """Store what was found out, and the bands."""
        if self._shares:
            rows = [{"number": one, "story": story, "share": share} for one, (story, share) in self._shares.items()]
            self._connection.execute(_TOLD, rows)
        keep_bands(self._connection, self._bands)

    def _copies(self, article: Fresh) -> list[Copy]:
        """Give the articles of other sites that have nearly its text: the likest first, of these the oldest."""
        if article.copy_of is not None:
            return list(self._connection.execute(select(*_COLUMNS).where(Articles.id == article.copy_of)))
        agreeing = Counter(holder for band in article.sketch for holder in self._holders.get(band, ()))
        likely = {holder: times for holder, times in agreeing.items() if times >= AGREEING}
        named = set(self._holders.get(article.slug, ())) if article.slug is not None else set()
        wanted = {*likely, *named} - {article.article_id}
        if not wanted:
            return []
        found = self._connection.execute(select(*_COLUMNS).where(Articles.id.in_({*wanted, article.article_id})))
        rows = {row.id: row for row in found}
        day = _day_number(rows.pop(article.article_id).day)
        days = {row.id: _day_number(row.day) for row in rows.values()}
        near = {number for number, one in days.items() if day and one and abs(day - one) <= NEAR}
        likely = {number: likely.get(number, 0) for number in rows if number in likely or number in near}
        elsewhere = [row for number in likely if (row := rows[number]).site is None or row.site != article.site]
        tried = sorted(elsewhere, key=lambda row: (-likely[row.id], row.id))[:TRIED]
        text = self._words(article.article_id)
        shared = [(overlap(text, self._words(row.id)), row) for row in tried]
        confirmed = [(share, row) for share, row in shared if share >= SAME_STORY]
        return [row for _, row in sorted(confirmed, key=lambda pair: (-pair[0], pair[1].id))]

    def _begin(self, first: Copy) -> int:
        """Begin a story with that article."""
        values = {"first_article_id": first.id, "first_seen_at": first.first_seen_at, "copies": 1}
        story: int = self._connection.execute(insert(Stories).values(values).returning(Stories.id)).scalar_one()
        self._stories[first.id], self._shares[first.id] = story, (story, 0.0)
        self._firsts[story] = first.id
        return story

    def _story(self, copy: Copy) -> int | None:
        story: int | None = self._stories.get(copy.id, copy.story_id)
        return story

    def _enter(self, story: int, numbers: Sequence[int]) -> None:
        for number in numbers:
            self._changed(number, story)
        earliest = select(func.min(Articles.first_seen_at)).where(Articles.id.in_(numbers)).scalar_subquery()
        self._connection.execute(
            update(Stories)
            .where(Stories.id == story)
            .values(copies=Stories.copies + len(numbers), first_seen_at=lesser(Stories.first_seen_at, earliest))
        )

    def _changed(self, number: int, story: int) -> None:
        """Note that the article is of that story; its text is measured against the first copy's."""
        if story not in self._firsts:
            first = select(Stories.first_article_id).where(Stories.id == story)
            self._firsts[story] = self._connection.execute(first).scalar_one()
        share = share_changed(self._words(self._firsts[story]), self._words(number))
        self._stories[number], self._shares[number] = story, (story, round(share, 4))

    def _keep(self, article: Fresh, story: int | None) -> None:
        """Let the article be found by its bands; those by which its story is found are enough for all its copies."""
        shared = {holder for band in article.bands for holder in self._holders.get(band, ())}
        kin = {article.article_id}
        if story is not None and shared:
            known = select(Articles.id).where(Articles.id.in_(shared), Articles.story_id == story)
            kin.update(self._connection.scalars(known))
            kin.update(number for number in shared if self._stories.get(number) == story)
        for band in dict.fromkeys(article.bands):
            holders = self._holders[band]
            if len(holders) < HOLDERS and kin.isdisjoint(holders):
                holders.append(article.article_id)
                self._bands.append((article.article_id, band))

    def _read(self, number: int) -> list[str]:
        body = self._connection.scalar(select(func.substr(Articles.body, 1, LONGEST)).where(Articles.id == number))
        return compared_words(body or "")


def _day_number(day: str) -> int | None:
    """Give the number of a day; None for a year or a month, which are near nothing."""
    try:
        return date.fromisoformat(day).toordinal()
    except ValueError:
        return None

"""Edits: revisions that are not the first, beside the one before; and sites by how many of theirs are silent."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final

from sqlalchemy import ColumnExpressionArgument, Connection, case, func, select, tuple_

from archive.errors import UsageError
from archive.judge.change import Change
from archive.judge.disclosure import Dated, find_disclosure
from archive.model import Edit, SiteEdits
from archive.render.diff import find_changed_words
from archive.store.database import Database
from archive.store.read.filters import AFTER, check_time, is_article, named_site
from archive.store.read.revision_order import in_order
from archive.store.tables import Articles, Captures, Revisions, Runs

CHUNK: Final = 100
"""Edits looked up at a time."""
KINDS: Final = tuple(kind.value for kind in Change if kind is not Change.FIRST)
_FETCHED: Final = (Revisions.seen_at >= Runs.started_at).label("fetched")
"""Seen after the run began that stored it."""


@dataclass(frozen=True, slots=True)
class EditFilter:
    """Conditions that all hold; None: any.

    `since`, `until`: seen then or later, then or before; `kinds`: of change; `disclosed`: whether the site says that it
    changed; `run`: found by that run. Raises UsageError for what is no date and no kind.
    """

    site: str | None = None
    since: str | None = None
    until: str | None = None
    kinds: tuple[str, ...] = ()
    disclosed: bool | None = None
    run: int | None = None

    def __post_init__(self) -> None:
        check_time("since", self.since)
        check_time("until", self.until)
        for kind in self.kinds:
            if kind not in KINDS:
                raise UsageError.unknown("kind", kind, KINDS, where="--kind")

    def conditions(self) -> list[ColumnExpressionArgument[bool]]:
        """Give the conditions on the tables `revisions` and `articles`."""
        edited = Revisions.number > 1, Revisions.change != Change.FIRST.value  # an index has the numbers alone
        found: list[ColumnExpressionArgument[bool]] = [*edited, is_article()]
        if self.site is not None:
            found.append(Articles.site == named_site(self.site))
        if self.since is not None:
            found.append(Revisions.seen_at >= self.since)
        if self.until is not None:
            found.append(Revisions.seen_at < self.until + AFTER)
        if self.kinds:
            found.append(Revisions.change.in_(self.kinds))
        if self.run is not None:
            found.append(Revisions.capture_id.in_(select(Captures.id).where(Captures.run_id == self.run)))
        return found


def find_edits(database: Database, wanted: EditFilter, *, words: bool = True) -> Iterator[Edit]:
    """Give edits, the newest first, as they are taken. `words`: with those that changed."""
    last: tuple[str, int] | None = None
    while True:
        with database.reader() as connection:
            chunk = connection.execute(_keys(wanted, last)).all()
            pairs = _pairs(connection, chunk)
            edits = [edit for edit in pairs if wanted.disclosed in (None, edit[0].disclosed is not None)]
            yield from _worded(connection, edits) if words else (edit for edit, _, _ in edits)
        if len(chunk) < CHUNK:
            return
        last = chunk[-1].seen_at, chunk[-1].id


def count_site_edits(database: Database, wanted: EditFilter) -> list[SiteEdits]:
    """Count edits by site, those with most silent ones first."""
    told: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    edited: defaultdict[str | None, set[int]] = defaultdict(set)
    for edit in find_edits(database, wanted, words=False):
        told[edit.site][edit.disclosed or "silent"] += 1
        edited[edit.site].add(edit.article_id)
    with database.reader() as connection:
        counted = select(Articles.site, func.count()).where(is_article()).group_by(Articles.site)
        if wanted.site is not None:
            counted = counted.where(Articles.site == named_site(wanted.site))
        articles = {row[0]: row[1] for row in connection.execute(counted)}
    found = [
        SiteEdits(
            site,
            articles.get(site, 0),
            len(edited[site]),
            counts.total(),
            counts["notice"],
            counts["time"],
            counts["silent"],
            round(counts["silent"] / counts.total(), 3),
        )
        for site, counts in told.items()
    ]
    return sorted(found, key=lambda one: (-one.silent, -one.edits, one.site or ""))


def _keys(wanted: EditFilter, last: tuple[str, int] | None) -> Any:
    """Select the next revisions, the newest first."""
    keys = (
        select(Revisions.id, Revisions.article_id, Revisions.seen_at)
        .join(Articles, Articles.id == Revisions.article_id)
        .where(*wanted.conditions())
        .order_by(Revisions.seen_at.desc(), Revisions.id.desc())
        .limit(CHUNK)
    )
    return keys if last is None else keys.where(tuple_(Revisions.seen_at, Revisions.id) < tuple_(*last))


def _pairs(connection: Connection, keys: Sequence[Any]) -> list[tuple[Edit, int, int]]:
    """Give each edit, without its words, with the numbers of both revisions."""
    current = case((Revisions.id == Articles.revision_id, Articles.modified_at))
    facts = (
        select(
            *(Revisions.id, Revisions.number, Revisions.seen_at, Revisions.change, Revisions.title),
            *(Articles.id.label("article_id"), Articles.url, Articles.site, _FETCHED),
            func.coalesce(Revisions.modified_at, current).label("modified_at"),
        )
        .join(Articles, Articles.id == Revisions.article_id)
        .join(Captures, Captures.id == Revisions.capture_id)
        .outerjoin(Runs, Runs.id == Captures.run_id)
        .where(Revisions.article_id.in_({key.article_id for key in keys}))
        .order_by(Revisions.article_id, Revisions.number)
    )
    histories: defaultdict[int, list[Any]] = defaultdict(list)
    for row in connection.execute(facts):
        histories[row.article_id].append(row)
    before = {new.id: (old, new) for rows in histories.values() for old, new in pairwise(in_order(rows))}
    pairs = (before[key.id] for key in keys if key.id in before)  # what came in late may be older than all
    return [(_edit(old, new), old.id, new.id) for old, new in pairs]


def _edit(old: Any, new: Any) -> Edit:
    disclosed = find_disclosure(new.change, Dated(old.seen_at, old.modified_at), Dated(new.seen_at, new.modified_at))
    return Edit(new.article_id, new.url, new.site, new.title, new.number, new.seen_at, new.change, disclosed)


def _worded(connection: Connection, edits: Sequence[tuple[Edit, int, int]]) -> Iterator[Edit]:
    for edit, old, new in edits:
        columns = Revisions.id, Revisions.title, Revisions.standfirst, Revisions.byline, Revisions.body
        rows = connection.execute(select(*columns).where(Revisions.id.in_((old, new))))
        texts = {row.id: row for row in rows}
        yield replace(edit, words=tuple(find_changed_words(texts[old], texts[new])))

"""Edits: revisions that are not the first, beside the one before; and sites by how many of theirs are silent."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any, Final, NamedTuple

from archive.errors import UsageError
from archive.judge.change import Change
from archive.judge.disclosure import Dated, find_disclosure
from archive.model import Edit, SiteEdits
from archive.render.diff import find_changed_words
from archive.store.database import Database
from archive.store.plain import Asked, PlainSelect
from archive.store.read.filters import AFTER, IS_ARTICLE, check_time, named_site
from archive.store.read.revision_order import in_order

CHUNK: Final = 100
"""Edits looked up at a time."""
KINDS: Final = tuple(kind.value for kind in Change if kind is not Change.FIRST)


class _Told(NamedTuple):
    """A revision. `fetched`: seen after the run began that stored it."""

    id: int
    number: int
    seen_at: str
    change: str
    title: str | None
    article_id: int
    url: str
    site: str | None
    fetched: bool | None
    modified_at: str | None


class _Text(NamedTuple):
    id: int
    title: str | None
    standfirst: str | None
    byline: str | None
    body: str


_EDITED: Final = f"revisions.number > 1 AND revisions.change <> '{Change.FIRST.value}' AND {IS_ARTICLE}"
"""An index has the numbers alone."""
_FACTS: Final = PlainSelect(
    "SELECT revisions.id, revisions.number, revisions.seen_at, revisions.change, revisions.title, articles.id,"
    " articles.url, articles.site, revisions.seen_at >= runs.started_at, coalesce(revisions.modified_at,"
    " CASE WHEN revisions.id = articles.revision_id THEN articles.modified_at END)"
    " FROM revisions JOIN articles ON articles.id = revisions.article_id"
    " JOIN captures ON captures.id = revisions.capture_id LEFT JOIN runs ON runs.id = captures.run_id"
    " WHERE revisions.article_id IN {ids} ORDER BY revisions.article_id, revisions.number"
)
_TEXTS: Final = PlainSelect(f"SELECT {', '.join(_Text._fields)} FROM revisions WHERE id IN {{ids}}")


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

    def plain_conditions(self) -> dict[str, dict[str, Any]]:
        """Give the conditions on the tables `revisions` and `articles` as SQL, each with its parameters' values."""
        until = None if self.until is None else self.until + AFTER
        told = (
            ("wanted_site", named_site(self.site), "articles.site = :wanted_site"),
            ("wanted_since", self.since, "revisions.seen_at >= :wanted_since"),
            ("wanted_until", until, "revisions.seen_at < :wanted_until"),
            ("texts", json.dumps(self.kinds) if self.kinds else None, "revisions.change IN {texts}"),
            ("run", self.run, "revisions.capture_id IN (SELECT captures.id FROM captures WHERE run_id = :run)"),
        )
        return {_EDITED: {}} | {sql: {name: value} for name, value, sql in told if value is not None}


def find_edits(database: Database, wanted: EditFilter, *, words: bool = True) -> Iterator[Edit]:
    """Give edits, the newest first, as they are taken. `words`: with those that changed."""
    last: tuple[str, int] | None = None
    while True:
        with database.asked() as asked:
            chunk = _chunk(asked, wanted, last)
            edits = [edit for edit in _pairs(asked, chunk) if wanted.disclosed in (None, edit[0].disclosed is not None)]
            yield from _worded(asked, edits) if words else (edit for edit, _, _ in edits)
        if len(chunk) < CHUNK:
            return
        number, _, seen_at = chunk[-1]
        last = seen_at, number


def count_site_edits(database: Database, wanted: EditFilter) -> list[SiteEdits]:
    """Count edits by site, those with most silent ones first."""
    told: defaultdict[str | None, Counter[str]] = defaultdict(Counter)
    edited: defaultdict[str | None, set[int]] = defaultdict(set)
    for edit in find_edits(database, wanted, words=False):
        told[edit.site][edit.disclosed or "silent"] += 1
        edited[edit.site].add(edit.article_id)
    site = named_site(wanted.site)
    among = "" if site is None else " AND articles.site = :site"
    counted = PlainSelect(f"SELECT site, count(*) FROM articles WHERE {IS_ARTICLE}{among} GROUP BY site")
    with database.asked() as asked:
        articles: dict[str | None, int] = dict(counted.rows(asked, **({} if site is None else {"site": site})))
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


def _chunk(asked: Asked, wanted: EditFilter, last: tuple[str, int] | None) -> list[tuple[int, int, str]]:
    """Give the next revisions, the newest first: number, article, time."""
    conditions = wanted.plain_conditions()
    if last is not None:
        conditions["(revisions.seen_at, revisions.id) < (:last_seen_at, :last_id)"] = {
            "last_seen_at": last[0],
            "last_id": last[1],
        }
    keys = PlainSelect(
        "SELECT revisions.id, revisions.article_id, revisions.seen_at FROM revisions"
        f" JOIN articles ON articles.id = revisions.article_id WHERE {' AND '.join(conditions)}"
        f" ORDER BY revisions.seen_at DESC, revisions.id DESC LIMIT {CHUNK}"
    )
    return keys.rows(asked, **{name: value for values in conditions.values() for name, value in values.items()})


def _pairs(asked: Asked, keys: Sequence[tuple[int, int, str]]) -> list[tuple[Edit, int, int]]:
    """Give each edit, without its words, with the numbers of both revisions."""
    histories: defaultdict[int, list[_Told]] = defaultdict(list)
    for row in map(_Told._make, _FACTS.rows(asked, ids=json.dumps(list({article for _, article, _ in keys})))):
        histories[row.article_id].append(row)
    before = {new.id: (old, new) for rows in histories.values() for old, new in pairwise(in_order(rows))}
    pairs = (before[number] for number, _, _ in keys if number in before)  # what came in late may be older than all
    return [(_edit(old, new), old.id, new.id) for old, new in pairs]


def _edit(old: _Told, new: _Told) -> Edit:
    disclosed = find_disclosure(new.change, Dated(old.seen_at, old.modified_at), Dated(new.seen_at, new.modified_at))
    return Edit(new.article_id, new.url, new.site, new.title, new.number, new.seen_at, new.change, disclosed)


def _worded(asked: Asked, edits: Sequence[tuple[Edit, int, int]]) -> Iterator[Edit]:
    for edit, old, new in edits:
        texts = {row[0]: _Text._make(row) for row in _TEXTS.rows(asked, ids=json.dumps([old, new]))}
        yield replace(edit, words=tuple(find_changed_words(texts[old], texts[new])))

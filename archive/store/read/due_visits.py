"""What is due for a visit, as far as a night may choose it: the database scores it, and gives only what may be chosen.

The score is that of `judge.schedule`, and never lower here: for 1 − e^(−x) stands 16x / (4 + x)², which is above it by
a thirtieth at most, and 1 from x = 4 on.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from archive import urls
from archive.judge.pings import UNKNOWN_TRUTH
from archive.judge.schedule import ARTICLE_WEIGHT, EDGES, LAST_DAY, Curve, Learnt, Visit
from archive.judge.visit_choice import Floors, HostFloor
from archive.store.database import Database
from archive.store.plain import PlainSelect
from archive.times import hours, later

SPANS: Final = 4_000, 64_000
"""Numbers of articles that are gone through at once: at first, while all may be chosen, and at most."""
_EPOCH: Final = "1970-01-01T00:00:00Z"
_WIDTH: Final = 20
"""Characters of a time, and of a number beside it."""
_LAST: Final = PlainSelect("SELECT max({place}) FROM visits")


def due_visits(
    database: Database, at: str, run_id: int, learnt: Learnt, floors: Callable[[], Floors], *, every: int = 1
) -> Iterator[Visit]:
    """Give what may be visited now, and was neither visited nor found in this run, from the newest articles on.

    `floors`: asked now and then for what a visit must be worth to be chosen yet; the others are passed over. `every`:
    only one visit in so many.
    """
    now = hours(at)
    steepest = max(1.0, *learnt.sites.values()) if learnt.sites else 1.0
    with database.asked() as asked:
        statement = _select_due(learnt, touched=bool(_TOUCHED.rows(asked, run=run_id)))
        for least, most in _spans(_LAST.value(asked) or 0):
            known = floors()
            values = {"at": at, "now": now, "run": run_id, "steepest": steepest, "least": least, "most": most}
            values["every"] = every
            values |= {"pairs": _sites(learnt, known), "score": _finite(known.score), "old": _time(known.visited)}
            for row in statement.rows(asked, **values):
                yield _visit(row, now)


def _spans(last: int) -> Iterator[tuple[int, int]]:
    """Divide the numbers up to `last`, newest and oldest in turns: the newest have the scores, the oldest waited."""
    first, span, newest = 0, SPANS[0], True
    while first < last:
        some = min(span, last - first)
        yield (last - some, last) if newest else (first, first + some)
        first, last = (first, last - some) if newest else (first + some, last)
        newest, span = not newest, min(2 * span, SPANS[1])


def born_at(published_at: str | None, first_seen_at: str) -> float:
    """Give the hour of publication, unless that is later than the page was seen."""
    return hours(published_at if published_at and published_at <= first_seen_at else first_seen_at)


def _visit(row: tuple[Any, ...], now: float) -> Visit:
    """Give an article that is due. A time that is still to come was told by a wrong clock: then it is its birth."""
    url, site, urgent, changes, expected, age, ago, since, pinged_ago = row
    born, seen, visited = now - age, now - ago, now - since
    seen = seen if ago >= 0 else min(born, now)
    visited = max(seen, visited) if since >= 0 else seen
    host, pinged = urls.host_of_canonical(url), None if pinged_ago is None else now - pinged_ago
    return Visit(url, site, host, born, seen, visited, changes, expected, urgent is not None, pinged)


def _sites(learnt: Learnt, known: Floors) -> str:
    """Write for each site its multiplier and how true its pings are; and what visits must be worth at its host that has
    all it may have."""
    told: dict[str, str] = {}
    for site in {**learnt.sites, **learnt.truths, **known.hosts}:
        if site is not None:
            m, q = learnt.sites.get(site, 1.0), learnt.truths.get(site, UNKNOWN_TRUTH)
            floor = known.hosts.get(site)
            told[site] = f"{m:<{_WIDTH}.12g}{q:<{_WIDTH}.12g}{_told_floor(floor) if floor else _NO_FLOOR}"
    return json.dumps(told)


def _told_floor(floor: HostFloor) -> str:
    return f"{_finite(floor.score):<{_WIDTH}.12g}{_time(floor.visited)}{floor.prefix}"


def _finite(score: float) -> float:
    return min(max(score, -1.0), 1e9)


def _time(hour: float) -> str:
    """Write an hour as a time that is not before it."""
    return later(_EPOCH, min(max(hour, 0.0), 1e7), seconds=1)


_NO_FLOOR: Final = f"{0:<{_WIDTH}}{_EPOCH}"


def _select_due(learnt: Learnt, *, touched: bool) -> PlainSelect:
    aged = f"""
        SELECT visits.article_id, visits.site, changes, expected,
            missing_since IS NOT NULL OR last_seen_at > :at OR last_visit_at > :at AS sure,
            CASE WHEN last_visit_at > last_seen_at THEN last_visit_at ELSE last_seen_at END AS visited,
            :now - {{hours}} CASE WHEN published_at <= first_seen_at THEN published_at ELSE first_seen_at END
                {{hours_end}} AS age,
            :now - {{hours}} last_seen_at {{hours_end}} AS ago,
            CASE WHEN pinged_at > last_seen_at THEN :now - {{hours}} pinged_at {{hours_end}} END AS pinged
        FROM visits JOIN articles {{by_times}} ON articles.id = visits.article_id
        WHERE {{place}} > :least AND {{place}} <= :most AND {{place}} % :every = 0 AND due_at IS NOT NULL
            AND (due_at <= :at OR last_visit_at > :at OR last_seen_at > :at)
            {_UNTOUCHED if touched else ""}
        {{computed}}"""
    now, seen, day_before = (_changes_until(age, learnt.rates) for age in _AGES)
    today = f"CASE WHEN ago <= {LAST_DAY} THEN {now} - {seen} ELSE {now} - {day_before} END"
    watched = f"SELECT aged.*, {now} - {seen} AS ever, {today} AS today FROM ({aged}) AS aged"  # seldom asked twice
    m = f"(({ARTICLE_WEIGHT} * {{0}} + watched.changes) / ({ARTICLE_WEIGHT} + watched.expected))"
    own = m.format("coalesce(sites.m, CASE WHEN watched.site IS NULL THEN :steepest ELSE 1 END)")
    score = f"1.000001 * ({_chance(f'{own} * ever')} + {learnt.today} * {_chance(f'{own} * today')}) + 0.000001"
    told = f"CASE WHEN pinged <= {LAST_DAY} THEN {1 + learnt.today} ELSE 1.0 END * coalesce(sites.q, {UNKNOWN_TRUTH})"
    score = f"{score} + CASE WHEN pinged IS NULL THEN 0.0 ELSE {told} END"
    return PlainSelect(f"""
        WITH sites AS MATERIALIZED (
            SELECT key AS site, CAST(substr(value, 1, {_WIDTH}) AS FLOAT) AS m,
                CAST(substr(value, {_WIDTH + 1}, {_WIDTH}) AS FLOAT) AS q,
                CAST(substr(value, {2 * _WIDTH + 1}, {_WIDTH}) AS FLOAT) AS score,
                substr(value, {3 * _WIDTH + 1}, {_WIDTH}) AS old, substr(value, {4 * _WIDTH + 1}) AS prefix
            FROM {{pairs}})
        SELECT due.url, due.site, due.missing_since, due.changes, due.expected, age, ago,
            :now - {{hours}} visited {{hours_end}}, pinged
        FROM ({watched}) AS watched LEFT JOIN sites ON sites.site = watched.site
            JOIN visits AS due ON due.article_id = watched.article_id
        WHERE (sure OR pinged IS NOT NULL OR visited <= :old
            OR {m.format(":steepest")} * (ever + {learnt.today} * today) >= :score)
            AND (sure OR (visited <= :old AND NOT (visited > sites.old AND {_CAPPED}))
                OR {score} >= CASE WHEN sites.score > :score AND {_CAPPED} THEN sites.score ELSE :score END)""")


_FOUND: Final = (
    "SELECT article_id FROM checks WHERE run_id = :run AND article_id IS NOT NULL"
    " UNION ALL SELECT article_id FROM captures WHERE run_id = :run AND article_id IS NOT NULL"
)
_TOUCHED: Final = PlainSelect(f"{_FOUND} LIMIT 1")
_UNTOUCHED: Final = f"AND visits.article_id NOT IN ({_FOUND})"
_AGES: Final = "age", "(age - ago)", f"(age - {LAST_DAY})"
"""Those of the article now, when it was seen, and a day ago."""
_CAPPED: Final = "coalesce(sites.prefix <> '' AND substr(due.url, 1, length(sites.prefix)) = sites.prefix, 0 = 1)"


def _changes_until(age: str, rates: Curve) -> str:
    """Write the changes of an average article from its birth to an age."""
    bins = list(zip((0.0, *EDGES), rates.totals, rates.rates, strict=True))
    cases = (
        f"WHEN {age} >= {edge} THEN {total - rate * edge!r} + {rate!r} * {age}" for edge, total, rate in bins[::-1]
    )
    return f"(CASE {' '.join(cases)} ELSE 0.0 END)"


def _chance(changes: str) -> str:
    return f"(CASE WHEN {changes} >= 4 THEN 1.0 ELSE 16 * {changes} / ((4 + {changes}) * (4 + {changes})) END)"

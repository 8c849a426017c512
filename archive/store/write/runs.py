"""The runs of a re-crawl: begun or gone on with, kept while under way, ended with a report of what was found."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import Any, Final

from sqlalchemy import Connection, and_, func, literal, select, update

from archive import urls
from archive.errors import AlreadyRunning
from archive.judge.claim import visited_address
from archive.judge.visit import Ended, Finding, Findings
from archive.model import News, Outcome, add_news
from archive.store.database import Database
from archive.store.plain import PlainSelect
from archive.store.statements import in_list, insert_or_ignore
from archive.store.tables import Articles, Captures, Checks, Revisions, Runs, Visits
from archive.store.write.ledger import Ledger
from archive.times import hours, later

COMMAND = "recrawl"
SHARED = "shared"
"""What the report of a run holds while workers share it."""
CHUNK = 5_000
"""Articles that get a visit at once."""
RESUMED = 12
"""Hours. A run that was cut off in them is gone on with: what it did counts as done."""


@dataclass(frozen=True, slots=True)
class Run:
    """A run under way. `visited`, `news`: what it had before it was cut off, if it was."""

    id: int
    visited: int = 0
    news: News = News()  # noqa: RUF009  # frozen


@dataclass(frozen=True, slots=True)
class SharedNight:
    """A run that workers share, `until` a time at most. `damaged`: stored pages that were; `spent`: the budget is."""

    run: Run
    until: str
    spent: bool
    damaged: int


class RunWriter:
    """Keeps the runs of re-crawls. Raises StoreError or one of its kinds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, at: str) -> Run:
        """Begin a run, or go on with one that was cut off; every article on the web gets a visit that is due.

        Raises AlreadyRunning while workers share a night.
        """
        with self._database.writer() as connection:
            _enrol(connection)
            cut_off = select(Runs.id, Runs.report).where(
                Runs.command == COMMAND, Runs.finished_at.is_(None), Runs.started_at >= later(at, -RESUMED)
            )
            run = connection.execute(cut_off.order_by(Runs.id.desc()).limit(1)).one_or_none()
            shared = _shared_night(*run) if run is not None else None
            if shared is not None and shared.until > at:
                told = f"a night that workers share is under way until {shared.until}; `archive worker` helps it along"
                raise AlreadyRunning(told, where=self._database.name)
            if run is not None and shared is None:
                done = connection.scalar(select(func.count()).where(Checks.run_id == run.id)) or 0
                news = json.loads(run.report)["news"] if run.report else {}
                return Run(run.id, done, News(**news))
        return Run(Ledger(self._database).start_run(COMMAND, at))

    def keep(self, run_id: int, news: News) -> None:
        """Note what the feeds have brought so far: a night that is cut off has it still when it goes on."""
        self._report(run_id, {"news": asdict(news)})

    def share(self, run: Run, until: str, *, spent: bool) -> None:
        """Note that workers share the rest of a run. `spent`: their lists use the budget up."""
        self._report(run.id, {"news": asdict(run.news), "damaged": 0, SHARED: {"until": until, "spent": spent}})

    def add(self, run_id: int, news: News, damaged: int = 0) -> None:
        """Add what one of many workers found to what a night that they share has so far."""
        with self._database.writer() as connection:
            report = json.loads(connection.scalars(select(Runs.report).where(Runs.id == run_id)).one() or "{}")
            report["news"] = asdict(add_news(News(**report.get("news", {})), news))
            report["damaged"] = report.get("damaged", 0) + damaged
            _write_report(connection, run_id, report)

    def shared_nights(self) -> list[SharedNight]:
        """List the nights that workers share, and that are not ended."""
        under_way = select(Runs.id, Runs.report).where(Runs.command == COMMAND, Runs.finished_at.is_(None))
        with self._database.reader() as connection:
            rows = connection.execute(under_way.where(Runs.report.is_not(None)).order_by(Runs.id)).all()
        return [night for row in rows if (night := _shared_night(*row))]

    def finish(self, run: Run, at: str, ended: Ended, damaged: int = 0) -> Findings:
        """Note that the run ended, and report what it found, in all its parts. `damaged`: stored pages that were."""
        news = run.news
        with self._database.reader() as connection:
            report = replace(_report(connection, run, at, ended), damaged=damaged)
        failed = sum(report.failed.values()) + sum(report.blocked.values()) + report.gone + sum(news.failed.values())
        counts = Counter({Outcome(name): number for name, number in news.outcomes.items()})
        counts[Outcome.REVISED] += sum(report.changed.values())
        counts[Outcome.UNCHANGED] += report.same + report.moved
        counts[Outcome.REFUSED] += sum(report.suspect.values())
        counts[Outcome.FAILED] += failed
        Ledger(self._database).finish_run(run.id, counts, at, asdict(report))
        return report

    def _report(self, run_id: int, report: dict[str, Any]) -> None:
        with self._database.writer() as connection:
            _write_report(connection, run_id, report)


def _write_report(connection: Connection, run_id: int, report: dict[str, Any]) -> None:
    text = json.dumps(report, ensure_ascii=False)
    connection.execute(update(Runs).where(Runs.id == run_id).values(report=text))


def _shared_night(run_id: int, report: str | None) -> SharedNight | None:
    """Give a run that workers share, from its report so far; None for one of a single program."""
    told = json.loads(report or "{}")
    if (shared := told.get(SHARED)) is None:
        return None
    return SharedNight(Run(run_id, news=News(**told["news"])), shared["until"], shared["spent"], told["damaged"])


_LACKING: Final = PlainSelect(
    "SELECT articles.id FROM articles {by_times}"
    " WHERE NOT EXISTS (SELECT 1 FROM visits WHERE visits.article_id = articles.id)"
)


def _enrol(connection: Connection) -> None:
    """Add a visit for each article on the web that has none: to the address that gave it, else to its own."""
    lacking = [number for (number,) in _LACKING.rows(connection)]
    for begin in range(0, len(lacking), CHUNK):
        _enrol_articles(connection, lacking[begin : begin + CHUNK])


def _enrol_articles(connection: Connection, numbers: list[int]) -> None:
    on_web = Articles.id.in_(in_list(numbers)), Articles.url.startswith("http")
    found = (
        select(Articles.id, Articles.url, Articles.site, Articles.first_seen_at, Captures.url.label("fetched"))
        .join(Revisions, Revisions.id == Articles.revision_id)
        .join(Captures, Captures.id == Revisions.capture_id)
        .where(*on_web, Captures.url != Articles.url)
    )
    rows = [
        {"url": address, "site": row.site, "article_id": row.id, "due_at": row.first_seen_at}
        for row in connection.execute(found)
        if (address := visited_address(row.url, row.fetched)) != row.url
    ]
    if rows:
        connection.execute(insert_or_ignore(Visits), rows)
    enrolled = select(Visits.article_id).where(Visits.article_id == Articles.id).exists()
    new = select(
        Articles.url, Articles.site, Articles.id, Articles.first_seen_at, literal(0.0), literal(0.0), literal(0)
    )
    names = ("url", "site", "article_id", "due_at", "changes", "expected", "failures")
    connection.execute(insert_or_ignore(Visits).from_select(names, new.where(*on_web, ~enrolled)))


def _report(connection: Connection, run: Run, at: str, ended: Ended) -> Findings:
    begun = connection.scalars(select(Runs.started_at).where(Runs.id == run.id)).one()
    columns = Checks.outcome, Checks.reason, func.count().label("number"), func.sum(Checks.bytes).label("bytes")
    rows = connection.execute(
        select(*columns).where(Checks.run_id == run.id).group_by(Checks.outcome, Checks.reason)
    ).all()

    def by_reason(found: Finding) -> dict[str, int]:
        numbers = {row.reason or "unknown": row.number for row in rows if row.outcome == found}
        return dict(sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0])))

    def number(found: Finding) -> int:
        return sum(row.number for row in rows if row.outcome == found)

    return Findings(
        run_id=run.id,
        started_at=begun,
        finished_at=at,
        seconds=round(max(0.0, hours(at) - hours(begun)) * 3600, 1),
        ended=ended,
        visited=sum(row.number for row in rows),
        same=number(Finding.SAME),
        moved=number(Finding.MOVED),
        gone=number(Finding.GONE),
        changed=by_reason(Finding.CHANGED),
        suspect=by_reason(Finding.SUSPECT),
        blocked=by_reason(Finding.BLOCKED),
        failed=by_reason(Finding.FAILED),
        failed_hosts=_hosts(connection, run),
        bytes=sum(row.bytes for row in rows) + run.news.bytes,
        news=run.news,
    )


def _hosts(connection: Connection, run: Run) -> dict[str, int]:
    numbers = Counter(run.news.failed_hosts)
    failed = and_(Checks.run_id == run.id, Checks.outcome == Finding.FAILED)
    for url in connection.scalars(select(Checks.url).where(failed)):
        numbers[urls.host_of(url) or url] += 1
    return dict(sorted(numbers.items(), key=lambda pair: (-pair[1], pair[0])))

"""The re-crawl's memory: which articles are due, what their servers said last, and every observation, as checks.

A visit that finds nothing new leaves a check and no capture; what changed, or is not believed, leaves its payload.
"""

import json
from collections import Counter, defaultdict
from collections.abc import Generator, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import islice
from typing import Any

from sqlalchemy import Connection, and_, func, insert, literal, select, update
from sqlalchemy.orm import aliased

from archive import urls
from archive.errors import NotFound
from archive.judge.replay import DAY, SimulatedArticle, World
from archive.judge.schedule import Check, Visit
from archive.judge.visit import Ended, Finding, Findings
from archive.model import News, Outcome, Request
from archive.store.file.database import Database
from archive.store.tables import Articles, Captures, Checks, Revisions, Runs, Visits
from archive.store.write.ledger import Ledger
from archive.times import hours, later

COMMAND = "recrawl"
RESUMED = 12
"""Hours. A run that was cut off in them is gone on with: what it did counts as done."""
LEARNT_FROM = 20_000
"""Checks that the curve is learnt from, the newest."""
TRUSTED = 4
"""Answers in a row that may say 304; then the page is asked for whole, so that a server that lies is found out."""
CHUNK = 200


@dataclass(frozen=True, slots=True)
class Run:
    """A night under way. `visited`, `news`: what it had before it was cut off, if it was."""

    id: int
    visited: int = 0
    news: News = News()  # noqa: RUF009  # frozen


class Agenda:
    """Reads what is due and keeps the runs. Raises StoreError or one of its kinds."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, at: str) -> Run:
        """The night's run, or one that was cut off and is gone on with."""
        with self._database.writer() as connection:
            _enrol(connection)
            cut_off = select(Runs.id, Runs.report).where(
                Runs.command == COMMAND, Runs.finished_at.is_(None), Runs.started_at >= later(at, -RESUMED)
            )
            run = connection.execute(cut_off.order_by(Runs.id.desc()).limit(1)).one_or_none()
            if run is not None:
                done = connection.scalar(select(func.count()).where(Checks.run_id == run.id)) or 0
                news = json.loads(run.report)["news"] if run.report else {}
                return Run(run.id, done, News(**news))
        return Run(Ledger(self._database).start_run(COMMAND, at))

    def keep(self, run_id: int, news: News) -> None:
        """Note what the feeds have brought so far: a night that is cut off has it still when it goes on."""
        self._report(run_id, {"news": asdict(news)})

    def outdated(self, url: str, extractor: str) -> int | None:
        """The number of the article of a visit, where another extractor read what is held of it."""
        revision = Visits.url == url, Revisions.extractor != extractor
        statement = (
            select(Articles.id)
            .join(Visits, Visits.article_id == Articles.id)
            .join(Revisions, Revisions.id == Articles.revision_id)
        )
        with self._database.reader() as connection:
            return connection.scalar(statement.where(*revision))

    def sites(self) -> Iterator[tuple[str | None, float, float]]:
        """Of each site the changes that were seen of its articles, and those that an average site's would have had."""
        sums = select(Visits.site, func.sum(Visits.changes), func.sum(Visits.expected)).group_by(Visits.site)
        with self._database.reader() as connection:
            yield from ((site, changes, expected) for site, changes, expected in connection.execute(sums))

    def due(self, at: str, run_id: int) -> Iterator[Visit]:
        """The articles that may be visited now, and were neither visited nor found in this run; read one by one."""
        columns = (
            Visits.url,
            Visits.site,
            Visits.last_visit_at,
            Visits.missing_since,
            Visits.changes,
            Visits.expected,
            Articles.published_at,
            Articles.first_seen_at,
            Articles.last_seen_at,
        )
        visited = select(Checks.article_id).where(Checks.run_id == run_id, Checks.article_id.is_not(None))
        found = select(Captures.article_id).where(Captures.run_id == run_id, Captures.article_id.is_not(None))
        statement = select(*columns).join(Articles, Articles.id == Visits.article_id)
        statement = statement.where(Visits.due_at <= at, Visits.article_id.not_in(visited.union(found)))
        with self._database.reader() as connection:
            for row in connection.execute(statement.execution_options(yield_per=CHUNK)):
                yield _visit(row)

    def checks(self) -> Iterator[Check]:
        """The newest observations that tell whether an article changed."""
        columns = Checks.since, Checks.checked_at, Checks.outcome, Checks.multiplier
        statement = (
            select(*columns, Articles.published_at, Articles.first_seen_at)
            .join(Articles, Articles.id == Checks.article_id)
            .where(Checks.outcome.in_((Finding.SAME, Finding.CHANGED, Finding.MOVED)))
            .order_by(Checks.id.desc())
            .limit(LEARNT_FROM)
        )
        with self._database.reader() as connection:
            for row in connection.execute(statement):
                begin = born_at(row.published_at, row.first_seen_at)
                changed = row.outcome == Finding.CHANGED
                yield Check(begin, hours(row.since), hours(row.checked_at), changed, row.multiplier)

    def requests(self, visits: Iterable[Visit]) -> Generator[Request, None, None]:
        """The visits as requests, conditional where the server can be trusted with that."""
        visits = iter(visits)
        while chunk := [visit.url for visit in islice(visits, CHUNK)]:
            with self._database.reader() as connection:
                validators = _validators(connection, chunk)
            for url in chunk:
                yield Request(url, *validators.get(url, (None, None)))

    def past(self) -> World:
        """The archive's own past as a world to simulate: its articles, and when visits saw them changed."""
        changes: defaultdict[int, list[float]] = defaultdict(list)
        with self._database.reader() as connection:
            seen = select(Checks.article_id, Checks.checked_at, Checks.outcome).order_by(Checks.checked_at)
            rows = connection.execute(seen).all()
            for row in rows:
                if row.outcome == Finding.CHANGED:
                    changes[row.article_id].append(hours(row.checked_at))
            columns = Articles.id, Articles.url, Articles.site, Articles.first_seen_at
            articles = connection.execute(select(*columns).where(Articles.id.in_(select(Checks.article_id)))).all()
        if not rows:
            raise NotFound("no visits to learn from yet; `archive recrawl` makes some", where=self._database.name)
        begin, end = hours(rows[0].checked_at), hours(rows[-1].checked_at)
        pages = (
            SimulatedArticle(row.url, row.site or "", hours(row.first_seen_at), tuple(changes[row.id]))
            for row in articles
        )
        return World("past", tuple(pages), begin, 1 + round((end - begin) / DAY))

    def finish(self, run: Run, at: str, ended: Ended) -> Findings:
        """Note that the run ended, and tell what it found, in all its parts."""
        news = run.news
        with self._database.reader() as connection:
            report = _report(connection, run, at, ended)
        failed = sum(report.failed.values()) + sum(report.blocked.values()) + report.gone + sum(news.failed.values())
        counts = Counter({Outcome(name): number for name, number in news.outcomes.items()})
        counts[Outcome.REVISED] += sum(report.changed.values())
        counts[Outcome.UNCHANGED] += report.same + report.moved
        counts[Outcome.REFUSED] += sum(report.suspect.values())
        counts[Outcome.FAILED] += failed
        self._report(run.id, asdict(report))  # before the end is noted: a run that has one has all of its report
        Ledger(self._database).finish_run(run.id, counts, at)
        return report

    def _report(self, run_id: int, report: dict[str, Any]) -> None:
        with self._database.writer() as connection:
            text = json.dumps(report, ensure_ascii=False)
            connection.execute(update(Runs).where(Runs.id == run_id).values(report=text))


def _enrol(connection: Connection) -> None:
    """A row for each article on the web that has none."""
    enrolled = select(Visits.article_id).where(Visits.article_id == Articles.id).exists()
    new = select(
        Articles.url, Articles.site, Articles.id, Articles.first_seen_at, literal(0.0), literal(0.0), literal(0)
    )
    new = new.where(Articles.url.startswith("http"), ~enrolled)
    names = ("url", "site", "article_id", "due_at", "changes", "expected", "failures")
    connection.execute(insert(Visits).from_select(names, new))


def _visit(row: Any) -> Visit:
    seen = hours(row.last_seen_at)
    return Visit(
        url=row.url,
        site=row.site,
        host=urls.host_of_canonical(row.url),
        born=born_at(row.published_at, row.first_seen_at),
        seen=seen,
        visited=max(seen, hours(row.last_visit_at)) if row.last_visit_at else seen,
        changes=row.changes,
        expected=row.expected,
        urgent=row.missing_since is not None,
    )


def born_at(published_at: str | None, first_seen_at: str) -> float:
    """When the page says so, unless that is later than it was seen."""
    return hours(published_at if published_at and published_at <= first_seen_at else first_seen_at)


def _validators(connection: Connection, wanted: Sequence[str]) -> dict[str, tuple[str | None, str | None]]:
    """ETag and Last-Modified of the last believed answer, or of the capture the text is from.

    None for a site whose server was caught lying, nor where 304 was said so often that it is time to catch it.
    """
    other = aliased(Visits)
    liars = select(other.site).where(other.lied)
    columns = Visits.url, Visits.etag, Visits.last_modified, Captures.headers
    statement = (
        select(*columns, Captures.url.label("fetched"))
        .join(Articles, Articles.id == Visits.article_id)
        .join(Revisions, Revisions.id == Articles.revision_id)
        .join(Captures, Captures.id == Revisions.capture_id)
        .where(Visits.url.in_(wanted), Visits.unmodified < TRUSTED, Visits.site.not_in(liars))
    )
    return {row.url: known_validators(row) for row in connection.execute(statement)}


def known_validators(row: Any) -> tuple[str | None, str | None]:
    """Those of the last believed answer, else of the capture that the text is from, if it is one of this URL."""
    own = row.headers and urls.canonical(row.fetched or "") == row.url
    first = validators_of(json.loads(row.headers)) if own else (None, None)
    return (row.etag, row.last_modified) if row.etag or row.last_modified else first


def validators_of(headers: Iterable[Sequence[str]]) -> tuple[str | None, str | None]:
    """ETag and Last-Modified among response headers."""
    named = {name.lower(): value for name, value in headers}
    return named.get("etag"), named.get("last-modified")


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
        seconds=round((hours(at) - hours(begun)) * 3600, 1),
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

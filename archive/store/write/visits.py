"""The results of visits, stored a batch a transaction: revisions, observations, addresses."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from archive import urls
from archive.judge.claim import other_address
from archive.judge.page import Revised
from archive.judge.schedule import Learnt
from archive.judge.visit import KNOWN, Finding, Verdict, Visited, judge_failure
from archive.judge.visit_state import NOT_MODIFIED, Answered, Visitable, VisitState, next_state, status_after
from archive.judge.visited_page import PagePair, judge_visited, other_text
from archive.model import Article, Intake, NotModified, Reason, Rejected, Unreadable
from archive.store.database import Database
from archive.store.read.agenda import known_validators, validators_of
from archive.store.read.due_visits import born_at
from archive.store.statements import update_or_ignore
from archive.store.tables import Articles, ArticleUrls, Captures, Checks, Revisions, Visits
from archive.store.write.holdings import CANONICAL
from archive.store.write.site_memory import Tonight
from archive.store.write.visited_pages import Answer, VisitedPages

MOVED = "moved"
_STATE = [one.name for one in fields(VisitState)]
_VISITS = (
    Visits.url,
    Visits.article_id,
    *(getattr(Visits, name) for name in _STATE),
    Articles.url.label("own_url"),
    Articles.site,
    Articles.flags,
    Articles.published_at,
    Articles.first_seen_at,
    Articles.last_seen_at,
    Captures.headers,
    Captures.url.label("fetched"),
)
_ROW = (
    select(*_VISITS)
    .join(Articles, Articles.id == Visits.article_id)
    .join(Revisions, Revisions.id == Articles.revision_id)
    .join(Captures, Captures.id == Revisions.capture_id)
)
_VISITED = (
    update(Visits)
    .where(Visits.article_id == bindparam("number"))
    .values({name: bindparam(f"new_{name}") for name in _STATE})
)
_STATUS = update(Articles).where(Articles.id == bindparam("number")).values(status=bindparam("new_status"))


class VisitWriter:
    """Records a night's visits. `run_id`: the run they belong to; `learnt`: what they are counted by."""

    def __init__(self, database: Database, run_id: int, learnt: Learnt) -> None:
        self._database = database
        self._run_id = run_id
        self._learnt = learnt
        self._tonight = Tonight()

    def record(self, batch: Sequence[Answer], again: Mapping[str, Intake] | None = None) -> list[Visited | None]:
        """Store a batch in one transaction, and tell what became of each visit, in its order.

        None: the page seems changed, and nothing is stored yet. Give it once more with `again`, second loads by the URL
        that was visited, when the site's other pages were seen: only then is it known whether it is noise that changed,
        and whether the new text is the article's or the site's. One without a second load is believed.
        """
        with self._database.writer() as connection:
            pages = VisitedPages(connection, batch, self._run_id, again or {}, self._tonight)
            rows = VisitRows(connection, self._run_id, self._learnt)
            results = [rows.enter(answer, pages, last=again is not None) for answer in pages.answers]
            pages.write()
            rows.write()
        return results


class VisitRows:
    """The rows that a batch leaves in checks, visits and articles."""

    def __init__(self, connection: Connection, run_id: int, learnt: Learnt) -> None:
        self._connection = connection
        self._run_id = run_id
        self._learnt = learnt
        self._checks: list[dict[str, Any]] = []
        self._visits: list[dict[str, Any]] = []
        self._statuses: list[dict[str, Any]] = []
        self._moves: list[tuple[int, str, str]] = []
        self._turns: list[tuple[int, str]] = []  # articles that are asked for at another address next time

    def enter(self, answer: Answer, pages: VisitedPages, *, last: bool) -> Visited | None:
        """Judge one answer and gather its rows; None: it seems changed, and this is not the `last` look at it."""
        origin = answer.capture.origin if isinstance(answer, Intake) else answer.origin
        row = self._connection.execute(_ROW.where(Visits.url == origin)).one()
        match answer:
            case Unreadable():
                at = answer.at or row.last_seen_at
                other = other_address(row.url, row.own_url, row.fetched)
                verdict = judge_failure(answer, row.missing_since, at, other=other is not None)
                if other and answer.retry_at is None and verdict.found is not Finding.GONE:
                    self._turns.append((row.article_id, other))
                return self._note(row, Answered(at, verdict, answer.status, retry_at=answer.retry_at), {})
            case NotModified():
                verdict = Verdict(Finding.SAME, "not modified")
                pages.writer.rows.seen(row.article_id, answer.checked_at, live=True)
                return self._note(row, Answered(answer.checked_at, verdict, NOT_MODIFIED), {})
            case Intake():
                return self._page(row, answer, pages, last=last)

    def _page(self, row: Any, intake: Intake, pages: VisitedPages, *, last: bool) -> Visited | None:
        capture, whole, quiet = intake.capture, *pages.pairs(intake)
        verdict = judge_visited(capture, whole, quiet, pages.around(intake, whole, row.flags))
        if verdict.change is not None and not last:
            return None
        if capture.moved_to and verdict.found in KNOWN and urls.canonical(capture.moved_to) == row.own_url != row.url:
            self._turns.append((row.article_id, row.own_url))
        capture_id = self._store(row, intake, whole, verdict, pages)
        size = capture.received or 0
        if second := pages.again.get(capture.origin):
            size += second.capture.received or 0
        digest = other_text(whole, quiet)
        answer = Answered(
            capture.captured_at, verdict, validators=validators_of(capture.headers), edited=digest is not None
        )
        facts = {"capture_id": capture_id, "status": capture.status, "bytes": size, "digest": digest}
        return self._note(row, answer, facts)

    def _store(self, row: Any, intake: Intake, whole: PagePair, verdict: Verdict, pages: VisitedPages) -> int | None:
        """Gather the rows of a page: a revision, or what is not believed; give the number of its capture, if any."""
        page, held = whole.page, whole.held
        if verdict.change is not None and isinstance(page, Article) and held is not None:
            pages.writer.revise(intake, page, held, Revised(verdict.change))
            received = pages.holdings.received(intake)
            return received.capture_id if received else None
        if verdict.found not in KNOWN:
            detail = f"{verdict.reason}: {verdict.detail}"
            return pages.writer.capture(replace(intake, result=Rejected(Reason.SUSPECT, detail)), None)
        pages.writer.rows.seen(row.article_id, intake.capture.captured_at, live=True)
        if isinstance(page, Article):
            pages.count_stripped(row.article_id, page, intake.capture.captured_at)
        return None

    def _note(self, row: Any, answer: Answered, facts: Mapping[str, Any]) -> Visited:
        """Gather a check, the state of the visit, the status of the article. `facts`: more columns of the check."""
        verdict, found = answer.verdict, answer.verdict.found
        multiplier = self._learnt.multiplier(row.site, row.changes, row.expected)
        check = {"capture_id": None, "status": answer.status, "bytes": 0, "digest": None} | dict(facts)
        self._checks.append(
            {"url": row.url, "article_id": row.article_id, "reason": verdict.reason, "detail": verdict.detail}
            | {"run_id": self._run_id, "checked_at": answer.at, "since": min(row.last_seen_at, answer.at)}
            | {"outcome": found.value, "multiplier": multiplier}
            | check
        )
        state = next_state(_visitable(row), answer, self._learnt)
        self._visits.append({"number": row.article_id} | {f"new_{name}": getattr(state, name) for name in _STATE})
        if status := status_after(verdict):
            self._statuses.append({"number": row.article_id, "new_status": status})
        if verdict.address:
            self._moves += [(row.article_id, url, verdict.address) for url in dict.fromkeys((row.url, row.own_url))]
        host = urls.host_of(row.url) or row.url
        return Visited(row.url, row.article_id, found, verdict.reason, verdict.detail, host, check["bytes"])

    def write(self) -> None:
        """Write them all."""
        if self._checks:
            self._connection.execute(insert(Checks), self._checks)
            self._connection.execute(_VISITED, self._visits)
        if self._statuses:
            self._connection.execute(_STATUS, self._statuses)
        for number, before, after in self._moves:
            self._move(number, before, after)
        for number, address in self._turns:
            turned = update(Visits).where(Visits.article_id == number)
            update_or_ignore(self._connection, turned.values(url=address, etag=None, last_modified=None))

    def _move(self, number: int, before: str, after: str) -> None:
        """Give the article another URL; where that is another article's, its own is visited no more."""
        leads = self._connection.execute(select(ArticleUrls.article_id).where(ArticleUrls.url == after)).scalar()
        if leads not in (None, number):
            done = update(Visits).where(Visits.article_id == number).values(due_at=None)
            self._connection.execute(done)
            self._connection.execute(_STATUS, [{"number": number, "new_status": MOVED}])
            return
        self._connection.execute(update(ArticleUrls).where(ArticleUrls.url == before).values(relation=MOVED))
        self._connection.execute(delete(ArticleUrls).where(ArticleUrls.url == after))
        self._connection.execute(insert(ArticleUrls).values(url=after, article_id=number, relation=CANONICAL))
        site = urls.site_of(after)
        self._connection.execute(
            update(Articles).where(Articles.id == number).values(url=after, site=site, status=MOVED)
        )
        self._connection.execute(update(Visits).where(Visits.article_id == number).values(url=after, site=site))


def _visitable(row: Any) -> Visitable:
    """Give an article before its visit, from its row."""
    state = VisitState(**{name: getattr(row, name) for name in _STATE})
    born = born_at(row.published_at, row.first_seen_at)
    return Visitable(row.site, born, row.last_seen_at, known_validators(row), state)

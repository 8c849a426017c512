"""What visits found, written: each batch in one transaction, be it revisions, observations or addresses."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from archive import urls
from archive.judge.change import Holding, says_otherwise
from archive.judge.noise import without_noise
from archive.judge.page import Revised
from archive.judge.schedule import Learnt, count_visit
from archive.judge.visit import KNOWN, REPEATED, Finding, Verdict, Visited, judge_failure, judge_page, later, next_visit
from archive.model import Article, Capture, Intake, NotModified, Reason, Rejected, Unreadable
from archive.store.file.database import Database
from archive.store.read.agenda import born_at, known_validators, validators_of
from archive.store.read.organizations import with_merged_names
from archive.store.storable import storable
from archive.store.tables import Articles, ArticleUrls, Captures, Checks, Revisions, Visits
from archive.store.write.holdings import CANONICAL, Holdings
from archive.store.write.ledger import BatchWriter
from archive.store.write.page_blocks import common_furniture, furniture_of
from archive.store.write.rows import PendingRows
from archive.store.write.site_memory import Memory
from archive.store.write.story_links import link_stories
from archive.times import hours

MOVED = "moved"
NOT_MODIFIED = 304
REMEMBERED = 30 * 24
"""Hours for which a text that was not believed is known again on the site's other pages."""

Answer = Intake | NotModified | Unreadable

_VISITS = (
    Visits.url,
    Visits.article_id,
    Visits.missing_since,
    Visits.etag,
    Visits.last_modified,
    Visits.changes,
    Visits.expected,
    Visits.failures,
    Visits.unmodified,
    Visits.lied,
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
_STATE = (
    *("due_at", "last_visit_at", "missing_since", "etag", "last_modified"),
    *("changes", "expected", "failures", "unmodified", "lied"),
)
_VISITED = (
    update(Visits)
    .where(Visits.article_id == bindparam("number"))
    .values({name: bindparam(f"new_{name}") for name in _STATE})
)
_STATUS = update(Articles).where(Articles.id == bindparam("number")).values(status=bindparam("new_status"))
_STATUSES = {Finding.SAME: "live", Finding.CHANGED: "live"}


class VisitWriter:
    """Records a night's visits. `run_id`: the run they belong to; `learnt`: what they are counted by."""

    def __init__(self, database: Database, run_id: int, learnt: Learnt) -> None:
        self._database = database
        self._run_id = run_id
        self._learnt = learnt

    def record(self, batch: Sequence[Answer], again: Mapping[str, Intake] | None = None) -> list[Visited | None]:
        """Store a batch in one transaction, and tell what became of each visit, in its order.

        None: the page seems changed, and nothing is stored yet. Give it once more with `again`, second loads by the URL
        that was visited, when the site's other pages were seen: only then is it known whether it is noise that changed,
        and whether the new text is the article's or the site's. One without a second load is believed.
        """
        with self._database.writer() as connection:
            pages = _Pages(connection, batch, self._run_id, again or {})
            sheet = VisitRows(connection, self._run_id, self._learnt)
            results = [sheet.enter(answer, pages, last=again is not None) for answer in pages.answers]
            pages.write()
            sheet.write()
        return results


class _Pages:
    """The pages of a batch beside what is held of them."""

    def __init__(
        self, connection: Connection, batch: Sequence[Answer], run_id: int, again: Mapping[str, Intake]
    ) -> None:
        self._connection = connection
        self._memory = Memory(connection)
        intakes = [answer for answer in (*batch, *again.values()) if isinstance(answer, Intake)]
        clean = iter(self._memory.cleaned(with_merged_names(connection, [storable(intake) for intake in intakes])))
        self.answers: list[Answer] = [next(clean) if isinstance(answer, Intake) else answer for answer in batch]
        self.again = dict(zip(again, clean, strict=True))
        pages = [answer for answer in self.answers if isinstance(answer, Intake)]
        self.holdings = Holdings(connection, pages)
        self.book = BatchWriter(self.holdings, PendingRows(connection), self._memory, run_id)
        self._furniture: dict[str | None, dict[int, set[str]]] = {}
        self._shown: defaultdict[tuple[str | None, str], set[int]] = defaultdict(set)
        for page in pages:
            held = self.held(page)
            if held and isinstance(page.result, Article):
                self._shown[held.site, page.result.digest].add(held.article_id)

    def held(self, page: Intake) -> Holding | None:
        """The article that was visited."""
        return self.holdings.under(urls.canonical(page.capture.origin) or page.capture.origin)

    def taken(self, page: Intake) -> bool:
        """Whether the address that a page says is its own is that of another article than the one visited."""
        own, held = isinstance(page.result, Article) and self.holdings.under(page.result.url), self.held(page)
        return bool(own and held and own.article_id != held.article_id)

    def likened(self, page: Article, held: Holding) -> tuple[Article, Holding]:
        """A page and its article, less what is the site's."""
        if page.digest == held.digest:
            return page, held
        page, held = self._memory.likened(page, held)
        self.holdings.put(held)
        return page, held

    def quiet(self, origin: str, page: Article, held: Holding) -> tuple[Article, Holding]:
        """A page and its article, less what was read otherwise, what a second load has otherwise, and furniture."""
        if not says_otherwise(page, held) or not self._memory.page(held):
            return page, held
        again, second = self.again.get(origin), None
        if again and isinstance(again.result, Article):
            second, held = self._memory.likened(again.result, held)
        if held.site not in self._furniture:
            self._furniture[held.site] = furniture_of(self._connection, held.site)
        common = common_furniture(self._furniture[held.site], held.article_id)
        held, page = without_noise(held, self._memory.page(held), page, second, common)
        return page, held

    def alike(self, page: Article, held: Holding, at: str) -> int:
        """How many other articles of the site show this text: in the batch, in the archive, or at their last visits."""
        articles = select(Articles.id).where(Articles.digest == page.digest, Articles.site == held.site)
        checks = (
            select(Checks.article_id)
            .join(Articles, Articles.id == Checks.article_id)
            .where(Checks.digest == page.digest, Articles.site == held.site)
            .where(Checks.checked_at >= later(at, -REMEMBERED))
        )
        found = set(self._connection.scalars(articles.limit(REPEATED + 1)))
        found.update(number for number in self._connection.scalars(checks.distinct().limit(REPEATED + 1)) if number)
        return len((found | self._shown[held.site, page.digest]) - {held.article_id})

    def write(self) -> None:
        """Write the revisions and captures."""
        self.book.entries.write()
        self._memory.write()
        link_stories(self._connection, self.book.fresh.values())


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

    def enter(self, answer: Answer, pages: _Pages, *, last: bool) -> Visited | None:
        """Judge one answer and gather its rows."""
        origin = answer.capture.origin if isinstance(answer, Intake) else answer.origin
        row = self._connection.execute(_ROW.where(Visits.url == origin)).one()
        match answer:
            case Unreadable():
                at = answer.at or row.last_seen_at
                verdict = judge_failure(answer, row.missing_since, at)
                return self._note(row, verdict, at, status=answer.status, retry_at=answer.retry_at)
            case NotModified():
                verdict = Verdict(Finding.SAME, "not modified")
                pages.book.entries.seen(row.article_id, answer.checked_at)
                return self._note(row, verdict, answer.checked_at, status=NOT_MODIFIED)
            case Intake():
                return self._page(row, answer, pages, last=last)

    def _page(self, row: Any, intake: Intake, pages: _Pages, *, last: bool) -> Visited | None:
        capture, page, held = intake.capture, intake.result, pages.held(intake)
        at, alike = capture.captured_at, 0
        said, known = page, held
        if isinstance(page, Article) and held is not None:
            page, held = pages.likened(page, held)
            said, known = pages.quiet(capture.origin, page, held)
            alike = pages.alike(page, held, at) if page.digest != held.digest else 0
        walled, taken = "paywalled" in (row.flags or ""), pages.taken(intake)
        verdict = judge_page(capture, said, known, walled=walled, alike=alike, taken=taken)
        if verdict.change is not None:  # what is no news can hide what is not to be believed
            whole = judge_page(capture, page, held, walled=walled, alike=alike, taken=taken)
            verdict = whole if whole.found is Finding.SUSPECT else verdict
        if verdict.change is not None and not last:
            return None
        capture_id = None
        if verdict.change is not None and isinstance(page, Article) and held is not None:
            pages.book.revise(intake, page, held, Revised(verdict.change))
            received = pages.holdings.received(intake)
            capture_id = received.capture_id if received else None
        elif verdict.found not in KNOWN:
            told = f"{verdict.reason}: {verdict.detail}"
            capture_id = pages.book.capture(replace(intake, result=Rejected(Reason.SUSPECT, told)), None)
        else:
            pages.book.entries.seen(row.article_id, at)
        other = isinstance(said, Article) and known is not None and said.digest != known.digest
        digest = page.digest if other and isinstance(page, Article) else None
        if second := pages.again.get(capture.origin):
            capture = replace(capture, received=(capture.received or 0) + (second.capture.received or 0))
        return self._note(row, verdict, at, capture=capture, capture_id=capture_id, digest=digest)

    def _note(
        self,
        row: Any,
        verdict: Verdict,
        at: str,
        *,
        capture: Capture | None = None,
        capture_id: int | None = None,
        digest: str | None = None,
        status: int | None = None,
        retry_at: str | None = None,
    ) -> Visited:
        """A check, the state of the visit, the status of the article."""
        size = capture.received or 0 if capture else 0
        m = self._learnt.multiplier(row.site, row.changes, row.expected)
        facts = {"url": row.url, "article_id": row.article_id, "reason": verdict.reason, "detail": verdict.detail}
        self._checks.append(
            facts
            | {"run_id": self._run_id, "capture_id": capture_id, "checked_at": at, "since": row.last_seen_at}
            | {"outcome": verdict.found.value, "status": capture.status if capture else status, "bytes": size}
            | {"multiplier": m, "digest": digest}
        )
        self._visits.append(
            self._state(row, verdict, at, m, capture=capture, status=status, retry_at=retry_at, edited=bool(digest))
        )
        status_now = _STATUSES.get(verdict.found, verdict.found.value)
        if verdict.found is not Finding.FAILED:
            self._statuses.append({"number": row.article_id, "new_status": status_now})
        if verdict.address:
            self._moves.append((row.article_id, row.url, verdict.address))
        host = urls.host_of(row.url) or row.url
        return Visited(row.url, row.article_id, verdict.found, verdict.reason, verdict.detail, host, size)

    def _state(
        self,
        row: Any,
        verdict: Verdict,
        at: str,
        m: float,
        *,
        capture: Capture | None,
        status: int | None,
        retry_at: str | None,
        edited: bool,
    ) -> dict[str, Any]:
        known = verdict.found in KNOWN
        changes, expected, validators, lied = row.changes, row.expected, (row.etag, row.last_modified), row.lied
        if known:
            since = born_at(row.published_at, row.first_seen_at)
            x = self._learnt.rates.between(since, hours(row.last_seen_at), hours(at))
            changes, expected = count_visit(changes, expected, m, x, verdict.found is Finding.CHANGED)
        if known and capture is not None:
            validators = validators_of(capture.headers)
            lied = lied or (edited and _unmoved(known_validators(row), validators))
        return {
            "number": row.article_id,
            "new_due_at": next_visit(verdict, row.failures, at, retry_at),
            "new_last_visit_at": at,
            "new_missing_since": (row.missing_since or at) if verdict.missing else None,
            "new_etag": validators[0],
            "new_last_modified": validators[1],
            "new_changes": changes,
            "new_expected": expected,
            "new_failures": 0 if known else row.failures + (retry_at is None),
            "new_unmodified": row.unmodified + 1 if status == NOT_MODIFIED else 0,
            "new_lied": lied,
        }

    def write(self) -> None:
        """Write them all."""
        if self._checks:
            self._connection.execute(insert(Checks), self._checks)
            self._connection.execute(_VISITED, self._visits)
        if self._statuses:
            self._connection.execute(_STATUS, self._statuses)
        for number, before, after in self._moves:
            self._move(number, before, after)

    def _move(self, number: int, before: str, after: str) -> None:
        """The article has another URL from now on; where that is another article's, its own is visited no more."""
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


def _unmoved(before: tuple[str | None, str | None], after: tuple[str | None, str | None]) -> bool:
    """Whether a conditional request would have been answered with 304, by the validators' own word."""
    return before[0] == after[0] if before[0] and after[0] else before[1] is not None and before[1] == after[1]

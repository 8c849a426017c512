"""Judge what a visit means for the article that is held: the same, changed, moved, gone, or not to be believed.

Pure, and the reason why no text is lost: what an answer says is weighed here before anything is written. Only `same`,
`changed` and `moved` are news of the article; all else is an observation that leaves its text alone.
"""

from dataclasses import dataclass
from enum import StrEnum

from archive import urls
from archive.judge.change import Change, Holding, is_rewritten, says_otherwise, size_change
from archive.judge.claim import visited_address
from archive.judge.doubt import find_doubt, robot_check
from archive.model import Article, Capture, Cause, News, Reason, Rejected, Unreadable
from archive.times import later

MINUTE = 16
"""Characters of a time that tell it to the minute: seconds are rounded here and not there."""
APART = 20
"""Hours between two 404s that make an article gone: a day, less what a nightly run may be early."""
LONGEST_WAIT = 30 * 24
"""Hours; between visits to what is gone, blocked, suspect or failing."""

REFUSED = frozenset({401, 402, 403, 407, 451})
MISSING, GONE = 404, 410


class Finding(StrEnum):
    """The findings of a visit."""

    SAME = "same"
    CHANGED = "changed"
    MOVED = "moved"
    GONE = "gone"
    BLOCKED = "blocked"
    SUSPECT = "suspect"
    FAILED = "failed"


KNOWN = frozenset({Finding.SAME, Finding.CHANGED, Finding.MOVED})
"""Those after which the archive knows what the article says."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A judgement, to be written. `reason`, to count by: the kind of change, or in a word or two why nothing is known.

    `address`: the URL the article has from now on. `missing`: a first 404, to be confirmed.
    """

    found: Finding
    reason: str | None = None
    detail: str | None = None
    change: Change | None = None
    address: str | None = None
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Visited:
    """The result of one visit, as printed and counted. `host` of the URL; `bytes` of the body on the wire."""

    url: str
    article_id: int
    found: Finding
    reason: str | None
    detail: str | None
    host: str
    bytes: int = 0


class Ended(StrEnum):
    """The reasons for which a night ends."""

    DONE = "done"
    """What was due was visited, as far as one host may be."""
    BUDGET = "budget"
    TIME = "time"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Findings:
    """The report of a night. `changed`: by kind; `suspect`, `blocked`: by reason; `failed`: by cause, and by host.

    `bytes` of bodies on the wire; `seconds` from its begin to its end, with the time it was cut off, if it was.
    `ended`: why there were no more visits. `news`: what the followed feeds brought; it is in `bytes`, `failed_hosts`.
    `damaged`: stored pages that had to be read again, and were not what was received.
    """

    run_id: int
    started_at: str
    finished_at: str
    seconds: float
    ended: Ended
    visited: int
    same: int
    moved: int
    gone: int
    changed: dict[str, int]
    suspect: dict[str, int]
    blocked: dict[str, int]
    failed: dict[str, int]
    failed_hosts: dict[str, int]
    bytes: int
    news: News
    damaged: int = 0

    @property
    def in_vain(self) -> bool:
        """Tell whether nothing of what was asked for came, as when the network is down."""
        came = self.visited - sum(self.failed.values()) + self.news.listings + sum(self.news.outcomes.values())
        return came == 0 and bool(self.failed or self.news.failed)


def judge_page(
    capture: Capture,
    page: Article | Rejected,
    held: Holding | None,
    *,
    walled: bool,
    alike: int,
    taken: bool = False,
) -> Verdict:
    """Judge what a page says. `held`: its article as it is now; None only where the page is Rejected.

    `walled`: the article was behind a paywall all along. `alike`: other articles of the site that show this very text.
    `taken`: the archive has another article at the page's address.
    """
    asked = capture.origin
    if capture.url and urls.is_front(capture.url) and not urls.is_front(asked):
        return Verdict(Finding.SUSPECT, "front page", f"answered with {capture.url}")
    if isinstance(page, Rejected):
        return _rejected(page)
    assert held is not None
    address = urls.canonical(capture.moved_to) if capture.moved_to else None
    address = address if address != held.url else None
    if not says_otherwise(page, held):
        return Verdict(Finding.MOVED, detail=f"now {address}", address=address) if address else Verdict(Finding.SAME)
    if reason := find_doubt(page, held, walled=walled, alike=alike):
        return Verdict(Finding.SUSPECT, *reason)
    kind = size_change(held, page)
    elsewhere = _is_elsewhere(page, capture, held) or _stranger(page, capture, held)
    if elsewhere and is_rewritten(held, page) and (taken or not _same_piece(page, held)):
        return Verdict(Finding.SUSPECT, "another page", f"shows another text, of {page.url}")
    if _nobodys(page, held) and is_rewritten(held, page):
        return Verdict(Finding.SUSPECT, "another page", f"shows another text, {page.title!r}, of no author")
    return Verdict(Finding.CHANGED, kind.value, change=kind, address=address)


def judge_failure(failure: Unreadable, missing_since: str | None, at: str, *, other: bool = False) -> Verdict:
    """Judge an answer without a page. `missing_since`: when the page was first missing, if it was at the last visit.

    `other`: the article has a second address to try, so that it is gone only if it is missing there too.
    """
    status, detail = failure.status, failure.message
    if status == GONE and other and missing_since is None:
        return Verdict(Finding.FAILED, str(status), detail, missing=True)
    if status == GONE:
        return Verdict(Finding.GONE, str(status), detail)
    if status == MISSING:
        confirmed = missing_since is not None and at >= later(missing_since, APART)
        return Verdict(Finding.GONE if confirmed else Finding.FAILED, str(status), detail, missing=True)
    if status in REFUSED:
        return Verdict(Finding.BLOCKED, str(status), detail)
    if failure.cause is Cause.ROBOTS and status is None:
        return Verdict(Finding.BLOCKED, "robots", detail)
    return Verdict(Finding.FAILED, cause_of(failure), detail)


def cause_of(failure: Unreadable) -> str:
    """Name a failure to count it by: by the status where that says it, else by the cause."""
    by_status = failure.cause in (None, Cause.STATUS, Cause.ROBOTS) and failure.status
    return str(by_status or failure.cause or "unknown")


def next_visit(verdict: Verdict, failures: int, at: str, retry_at: str | None = None) -> str:
    """Tell when the URL may be visited again. `failures`: visits in a row before this one that did not see the text.

    What is known may be visited at once: its turn is the schedule's business. Else the wait doubles from a night to a
    month. Where the site says when, it is then, or the next night: it asks for a rest, which tells nothing of the page.
    """
    if verdict.found in KNOWN:
        return at
    if retry_at is not None:
        return max(later(at, APART), retry_at)
    hours = LONGEST_WAIT if verdict.found is Finding.GONE else min(APART * 2 ** min(failures, 10), LONGEST_WAIT)
    return later(at, APART if verdict.missing and verdict.found is Finding.FAILED else hours)


def _rejected(page: Rejected) -> Verdict:
    """Judge a page that gave no article."""
    if page.reason.ended_process:
        return Verdict(Finding.FAILED, page.reason.value, page.detail)
    captcha = page.reason is Reason.ERROR_PAGE and robot_check().search(page.detail)
    return Verdict(Finding.SUSPECT, "captcha" if captcha else page.reason.value, page.detail)


def _same_piece(page: Article, held: Holding) -> bool:
    """Tell whether another text at another address is the article all the same.

    It is if it was published at the same time, as far as both tell it, and has the same headline or the same authors.
    An author's next story, tomorrow's column of the same headline, and what a site shows in place of what it took away
    have another time.
    """
    if page.published_at is None or held.published_at is None:
        return False
    told = min(len(page.published_at), len(held.published_at), MINUTE)
    if page.published_at[:told] != held.published_at[:told]:
        return False
    same_authors = bool(page.authors) and set(page.authors) == set(held.authors)
    return same_authors or (page.title is not None and page.title == held.title)


def _nobodys(page: Article, held: Holding) -> bool:
    """Tell whether a page is a notice of the house in the place of an article that has an author.

    It has another headline, and tells neither who wrote it nor when. A rewrite keeps its author, names another, or has
    a date.
    """
    dated = page.published_at or page.modified_at
    return page.title != held.title and bool(held.authors) and not (page.authors or page.byline or dated)


def _is_elsewhere(page: Article, capture: Capture, held: Holding) -> bool:
    """Tell whether a page stands where the article did not.

    Its own address is such a place too while its text is from another, and the page has another headline. An address
    that has but another query is none, where the page says that the article's is its own.
    """
    place, own = urls.place_of(capture.url or capture.origin), urls.place_of(held.url)
    read_at = urls.place_of(visited_address(held.url, held.fetched))
    if place[:2] == own[:2] and place != own == urls.place_of(page.url):
        return False
    return place != read_at and (place != own or page.title != held.title)


def _stranger(page: Article, capture: Capture, held: Holding) -> bool:
    """Tell whether the page names a home that is not the article's."""
    return urls.place_of(page.url) not in (
        urls.place_of(held.url),
        urls.place_of(capture.origin),
        urls.place_of(capture.url or ""),
    )

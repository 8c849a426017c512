"""The state of an article's visits after one more: when it is due, what its server can be trusted with, its counts.

Pure. The fields of `VisitState` are columns of the table `visits`.
"""

from dataclasses import dataclass, replace
from math import expm1

from archive.judge.schedule import Learnt, count_visit
from archive.judge.visit import KNOWN, Finding, Verdict, next_visit
from archive.times import hours

NOT_MODIFIED = 304

Validators = tuple[str | None, str | None]
"""ETag and Last-Modified."""


@dataclass(frozen=True, slots=True)
class VisitState:
    """The outcome of all visits so far, as the columns of the table say."""

    due_at: str | None
    last_visit_at: str | None
    missing_since: str | None
    etag: str | None
    last_modified: str | None
    changes: float
    expected: float
    failures: int
    unmodified: int
    lied: bool
    pinged_at: str | None = None
    pings: int = 0
    pings_true: int = 0
    pings_expected: float = 0.0


@dataclass(frozen=True, slots=True)
class Visitable:
    """An article before a visit. `born`: hours since 1970; `seen_at`: when the archive last knew what it says.

    `validators`: those that the server gave for the text that is held.
    """

    site: str | None
    born: float
    seen_at: str
    validators: Validators
    state: VisitState


@dataclass(frozen=True, slots=True)
class Answered:
    """The answer to a visit, judged. `status`: HTTP, where no page came; `validators`: of the page, where one came.

    `edited`: it shows another text than is held. `retry_at`: when the site wants to be asked again.
    """

    at: str
    verdict: Verdict
    status: int | None = None
    validators: Validators | None = None
    edited: bool = False
    retry_at: str | None = None


def next_state(before: Visitable, answer: Answered, learnt: Learnt) -> VisitState:
    """Give the state after a visit. Only what is known of the text counts for changes; a failure leaves validators."""
    state, verdict, known = before.state, answer.verdict, answer.verdict.found in KNOWN
    changes, expected, validators, lied = state.changes, state.expected, (state.etag, state.last_modified), state.lied
    share = learnt.rates.between(before.born, min(hours(before.seen_at), hours(answer.at)), hours(answer.at))
    times = learnt.multiplier(before.site, changes, expected)
    if known:
        changes, expected = count_visit(changes, expected, times, share, verdict.found is Finding.CHANGED)
    if known and answer.validators is not None:
        validators = answer.validators
        lied = lied or (answer.edited and _is_unmoved(before.validators, validators))
    return replace(
        _settle_ping(before, verdict.found, -expm1(-times * share)),
        due_at=next_visit(verdict, state.failures, answer.at, answer.retry_at),
        last_visit_at=answer.at,
        missing_since=min(state.missing_since or answer.at, answer.at) if verdict.missing else None,
        etag=validators[0],
        last_modified=validators[1],
        changes=changes,
        expected=expected,
        failures=0 if known else state.failures + (answer.retry_at is None),
        unmodified=state.unmodified + 1 if answer.status == NOT_MODIFIED else 0,
        lied=lied,
    )


def _settle_ping(before: Visitable, found: Finding, chance: float) -> VisitState:
    """Settle a ping by a visit that had this `chance` to find a change anyway; a failure says nothing of it.

    One from before the text was seen last was answered by that, and no one knows how.
    """
    state = before.state
    if state.pinged_at is None or found is Finding.FAILED:
        return state
    if state.pinged_at <= before.seen_at:
        return replace(state, pinged_at=None)
    true, expected = state.pings_true + (found is Finding.CHANGED), state.pings_expected + chance
    return replace(state, pinged_at=None, pings=state.pings + 1, pings_true=true, pings_expected=expected)


def status_after(verdict: Verdict) -> str | None:
    """Give the status that an article has after a visit (`articles.status`); None: a failure says nothing of it."""
    if verdict.found is Finding.FAILED:
        return None
    return "live" if verdict.found in (Finding.SAME, Finding.CHANGED) else verdict.found.value


def _is_unmoved(before: Validators, after: Validators) -> bool:
    """Tell whether a conditional request would have been answered with 304, by the validators' own word."""
    return before[0] == after[0] if before[0] and after[0] else before[1] is not None and before[1] == after[1]

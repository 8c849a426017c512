from dataclasses import replace

import pytest

from archive.judge.schedule import Learnt, learn_rates, site_multipliers
from archive.judge.visit import Finding, Verdict
from archive.judge.visit_state import NOT_MODIFIED, Answered, Visitable, VisitState, next_state, status_after
from archive.times import hours

SEEN, AT = "2026-03-03T02:00:00Z", "2026-03-04T02:00:00Z"
STATE = VisitState(SEEN, SEEN, None, '"1"', None, 0.0, 0.0, 0, 0, False)
BEFORE = Visitable("harbour.example", hours("2026-03-01"), SEEN, ('"1"', None), STATE)
LEARNT = Learnt(learn_rates(()), site_multipliers(()))


def test_a_failure_leaves_what_is_known() -> None:
    """It counts as one more, puts the next visit off, and keeps counts and validators."""
    after = next_state(BEFORE, Answered(AT, Verdict(Finding.FAILED, "timeout")), LEARNT)
    assert (after.failures, after.changes, after.etag) == (1, 0.0, '"1"')
    assert after.due_at is not None and after.due_at > AT
    assert next_state(BEFORE, Answered(AT, Verdict(Finding.FAILED), retry_at=AT), LEARNT).failures == 0


def test_not_modified_is_counted_in_a_row() -> None:
    """So that a server which always says so is found out; a whole page begins anew."""
    same = Verdict(Finding.SAME)
    once = next_state(BEFORE, Answered(AT, same, NOT_MODIFIED), LEARNT)
    twice = next_state(replace(BEFORE, state=once), Answered(AT, same, NOT_MODIFIED), LEARNT)
    whole = next_state(replace(BEFORE, state=twice), Answered(AT, same, validators=('"2"', None)), LEARNT)
    assert [state.unmodified for state in (once, twice, whole)] == [1, 2, 0]
    assert whole.etag == '"2"' and whole.expected > 0


def test_a_server_that_says_unmodified_of_another_text_lies() -> None:
    """The text changed under the same ETag."""
    edited = Answered(AT, Verdict(Finding.CHANGED, "edit"), validators=('"1"', None), edited=True)
    assert next_state(BEFORE, edited, LEARNT).lied
    assert not next_state(BEFORE, replace(edited, validators=('"2"', None)), LEARNT).lied


def test_the_status_of_an_article() -> None:
    """A failure says nothing of it."""
    found = {finding: status_after(Verdict(finding)) for finding in Finding}
    assert found[Finding.SAME] == found[Finding.CHANGED] == "live"
    assert (found[Finding.FAILED], found[Finding.GONE]) == (None, "gone")


@pytest.mark.parametrize(
    ("found", "pinged", "expected"),
    [
        (Finding.CHANGED, "2026-03-03T09:00:00Z", (None, 4, 2)),
        (Finding.SAME, "2026-03-03T09:00:00Z", (None, 4, 1)),
        (Finding.SUSPECT, "2026-03-03T09:00:00Z", (None, 4, 1)),
        (Finding.FAILED, "2026-03-03T09:00:00Z", ("2026-03-03T09:00:00Z", 3, 1)),
        (Finding.CHANGED, "2026-03-03T01:00:00Z", (None, 3, 1)),  # an ingest saw the text since
        (Finding.CHANGED, None, (None, 3, 1)),
    ],
)
def test_a_visit_settles_a_ping(found: Finding, pinged: str | None, expected: tuple[str | None, int, int]) -> None:
    """It was true if the article had changed; where nothing came, it waits on."""
    before = replace(BEFORE, state=replace(STATE, pinged_at=pinged, pings=3, pings_true=1))
    after = next_state(before, Answered(AT, Verdict(found)), LEARNT)
    assert (after.pinged_at, after.pings, after.pings_true) == expected
    assert (0.05 < after.pings_expected < 0.95) == (after.pings == 4)

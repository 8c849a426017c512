import pytest

from archive.judge.disclosure import Dated, find_disclosure

SEEN, AGAIN = "2026-11-21T10:00:00Z", "2026-11-22T10:00:00Z"


@pytest.mark.parametrize(
    ("kind", "before", "after", "expected"),
    [
        ("edit", None, None, None),
        ("correction", None, None, "notice"),
        ("edit", "2026-11-20T08:00:00Z", "2026-11-22T08:00:00Z", "time"),
        ("edit", "2026-11-20T08:00:00Z", "2026-11-20T08:00:00Z", None),
        ("edit", "2026-11-20T08:00:00Z", None, None),
        ("headline", None, "2026-11-22T08:00:00Z", "time"),
        ("headline", None, "2026-11-21T09:00:00Z", None),  # known before, or given to the old text already
        ("edit", "2026-11-20", "2026-11-22T08:00:00Z", "time"),
        ("edit", "2026-11-22", "2026-11-22T08:00:00Z", None),  # the same day is no news
        ("correction", "2026-11-20T08:00:00Z", "2026-11-22T08:00:00Z", "notice"),
    ],
)
def test_an_edit_is_disclosed_by_a_notice_or_a_newer_time(
    kind: str, before: str | None, after: str | None, expected: str | None
) -> None:
    """A correction says so in words; else the page must give a time that the older text did not have."""
    assert find_disclosure(kind, Dated(SEEN, before), Dated(AGAIN, after)) == expected

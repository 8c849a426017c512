import pytest

from archive.captures.web.retry import LONGEST_REST, backoff_seconds, retry_after

NOW = "2026-11-22T09:30:00Z"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", 120.0),
        (" 0 ", 0.0),
        ("Sun, 22 Nov 2026 09:31:30 GMT", 90.0),
        ("Sunday, 22-Nov-26 09:31:30 GMT", 90.0),
        ("Sun Nov 22 09:31:30 2026", 90.0),
        ("Sun, 22 Nov 2020 09:31:30 GMT", 0.0),
        ("9" * 400, 366 * 86_400.0),
        ("soon", None),
        ("-5", None),
        ("²", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, expected: float | None) -> None:
    """All forms that HTTP knows; a past date is now, nonsense is nothing."""
    assert retry_after(value, NOW) == expected


def test_waits_double_and_are_spread() -> None:
    """Each failure doubles the wait, chance spreads it by half, and it ends at the longest rest."""
    assert [backoff_seconds(failures, 0.5) for failures in (1, 2, 3)] == [5.0, 10.0, 20.0]
    assert (backoff_seconds(1, 0.0), backoff_seconds(1, 1.0), backoff_seconds(50, 1.0)) == (2.5, 7.5, LONGEST_REST)

import pytest

from archive.times import hours, later, now, parse_time


def test_a_time_later_or_earlier() -> None:
    """Hours and seconds are added to a time in UTC, or to the begin of a day."""
    assert later("2026-11-22T09:30:00Z", seconds=90) == "2026-11-22T09:31:30Z"
    assert later("2026-11-22", 25) == "2026-11-23T01:00:00Z"
    assert later("2026-11-22T09:30:00Z", -10) == "2026-11-21T23:30:00Z"


def test_hours_of_days_and_seconds() -> None:
    """A day counts from its begin; the present is a time like any stored one."""
    assert hours("2026-11-22T09:30:00Z") - hours("2026-11-22") == 9.5
    assert len(now()) == len("2026-11-22T09:30:00Z") and hours(now()) > hours("2026-11-22")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T09:30:00+02:00", "2026-11-22T07:30:00Z"),
        (" 2026-11-22T09:30:00.123Z\n", "2026-11-22T09:30:00Z"),
        ("2026-11-22T09:30", "2026-11-22T09:30:00Z"),
        ("2026-11-22", "2026-11-22T00:00:00Z"),
        ("9999-12-31T23:59:59-12:00", None),
        ("0001-01-01T00:00:00+12:00", None),
        ("0001-01-01", None),
        ("999-01-01", None),
        ("Sun, 22 Nov 2026 09:30:00 GMT", None),
        ("2026-02-30", None),
        ("", None),
        ("2" * 100_000, None),
    ],
)
def test_a_time_that_a_stranger_wrote(text: str, expected: str | None) -> None:
    """It becomes one like any stored, or nothing."""
    assert parse_time(text) == expected

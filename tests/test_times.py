from archive.times import hours, later, now


def test_a_time_later_or_earlier() -> None:
    """Hours and seconds are added to a time in UTC, or to the begin of a day."""
    assert later("2026-11-22T09:30:00Z", seconds=90) == "2026-11-22T09:31:30Z"
    assert later("2026-11-22", 25) == "2026-11-23T01:00:00Z"
    assert later("2026-11-22T09:30:00Z", -10) == "2026-11-21T23:30:00Z"


def test_hours_of_days_and_seconds() -> None:
    """A day counts from its begin; the present is a time like any stored one."""
    assert hours("2026-11-22T09:30:00Z") - hours("2026-11-22") == 9.5
    assert len(now()) == len("2026-11-22T09:30:00Z") and hours(now()) > hours("2026-11-22")

"""Times as stored, and as hours."""

import re

from archive.times import hours, utc_now


def test_now_is_a_stored_time() -> None:
    """The present is written to the second, in UTC, and counts on."""
    first, second = utc_now(), utc_now()
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", first)
    assert first <= second


def test_hours() -> None:
    """A day counts from its midnight, a second to the second."""
    assert hours("1970-01-02") == 24.0
    assert hours("1970-01-02T01:30:00Z") == 25.5

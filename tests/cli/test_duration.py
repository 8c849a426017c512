"""Lengths of time as people write them."""

import pytest

from archive.cli.duration import seconds_of
from archive.errors import UsageError


@pytest.mark.parametrize(
    ("text", "seconds"), [("2h", 7200), ("90m", 5400), ("45s", 45), ("1h30m", 5400), (" 2H ", 7200), ("1h1m1s", 3661)]
)
def test_seconds(text: str, seconds: float) -> None:
    """Hours, minutes and seconds, in that order, each at most once."""
    assert seconds_of(text) == seconds


@pytest.mark.parametrize("text", ["", "long", "2", "30m1h", "-2h", "1.5h"])
def test_what_is_no_length(text: str) -> None:
    """Anything else is a usage error that shows how to write it."""
    with pytest.raises(UsageError, match="2h, 90m or 1h30m"):
        seconds_of(text)

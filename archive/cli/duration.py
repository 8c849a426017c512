"""A length of time as people write it: 2h, 90m, 45s, 1h30m."""

import re

from archive.errors import UsageError

_PARTS = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def seconds_of(text: str) -> float:
    """Turn a length of time into seconds. Raises UsageError."""
    match = _PARTS.fullmatch(text.strip().lower())
    if not match or not any(match.groups()):
        raise UsageError(f"a length of time is written 2h, 90m or 1h30m, not {text!r}")
    hours, minutes, seconds = (int(part or 0) for part in match.groups())
    return hours * 3600.0 + minutes * 60 + seconds

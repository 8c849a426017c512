"""Times as stored, in UTC, ISO 8601: the present one, and any as a number for what is reckoned in hours."""

from datetime import UTC, datetime


def utc_now() -> str:
    """Give the time, in UTC to the second: `2026-11-22T09:30:00Z`."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def hours(time: str) -> float:
    """Give the hours since 1970 of a stored time: a day or a second (`2026-11-22`, `2026-11-22T09:30:00Z`)."""
    return datetime.fromisoformat(time).replace(tzinfo=UTC).timestamp() / 3600

"""Times as numbers, for what is reckoned in hours."""

from datetime import UTC, datetime


def hours(time: str) -> float:
    """Hours since 1970 of a stored time: UTC, ISO 8601, a day or a second (`2026-11-22`, `2026-11-22T09:30:00Z`)."""
    return datetime.fromisoformat(time).replace(tzinfo=UTC).timestamp() / 3600

"""Times: the present, a time some hours on, and hours as a number. All in UTC, ISO 8601."""

from datetime import UTC, datetime, timedelta


def now() -> str:
    """Give the present time, to the second: `2026-11-22T09:30:00Z`."""
    return _written(datetime.now(UTC))


def later(at: str, hours: float = 0.0, *, seconds: float = 0.0) -> str:
    """Give the time so many hours and seconds after `at`, or before it if negative, to the second."""
    return _written(_moment(at) + timedelta(hours=hours, seconds=seconds))


def hours(time: str) -> float:
    """Give the hours since 1970 of a stored time, a day or a second (`2026-11-22`, `2026-11-22T09:30:00Z`)."""
    return datetime.fromisoformat(time).replace(tzinfo=UTC).timestamp() / 3600


def parse_time(text: str) -> str | None:
    """Give the time that a stranger wrote, ISO 8601, as a stored one; None for what is none, or before 1970.

    Of a day it is the beginning. One that names no zone is in UTC.
    """
    try:
        moment = _moment(text.strip()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return _written(moment) if moment.year >= 1970 else None


def _moment(time: str) -> datetime:
    """Read a time; one that names no zone is in UTC."""
    moment = datetime.fromisoformat(time)
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")

"""Tell when a host is asked again: what Retry-After says, and how long to wait where it says nothing. Pure."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

FIRST_REST = 5.0  # seconds after a first failure; twice as many after each further one
LONGEST_REST = 120.0  # seconds a host is waited for; if it wants more, its pages are given up for this run
NEVER = 366 * 86_400.0  # seconds; no Retry-After is believed beyond


def retry_after(value: str | None, now: str) -> float | None:
    """Give the seconds from `now` (ISO 8601, UTC) until the time that a Retry-After names (RFC 9110, section 10.2.3).

    It is a count of seconds or an HTTP date; a past date is 0. None for no header, or one that is neither.
    """
    text = (value or "").strip()
    if text.isascii() and text.isdigit():
        return min(float(text[:12]), NEVER)
    try:
        at = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)  # obsolete forms name no zone; HTTP dates are UTC
    return min(max(0.0, (at - datetime.fromisoformat(now)).total_seconds()), NEVER)


def backoff_seconds(failures: int, chance: float) -> float:
    """Give the seconds to wait after so many failures in a row: doubled each time, spread by half by `chance` (0 to 1).

    Many clients that failed together do not come back together (Brooker, "Exponential backoff and jitter").
    """
    return min(LONGEST_REST, float(FIRST_REST * 2 ** min(failures - 1, 10)) * (0.5 + chance))

"""What a site or page states on the use of its texts, word for word; nothing here says what it means."""

from typing import Final

RightsStatements = tuple[tuple[str, str], ...]
"""Pairs of the place where a statement stands and its words: `("meta robots", "noai, noimageai")`."""

ROBOTS: Final = "robots.txt"
TDM_FILE: Final = "/.well-known/tdmrep.json"
SITE_PLACES: Final = (ROBOTS, TDM_FILE)
"""Places that speak for a site, and are no part of a page."""

MOST_STATEMENTS: Final = 50
"""Statements kept of one page, and of one site."""
LONGEST_STATEMENT: Final = 4_000
"""Characters kept of one."""


def bound_statements(statements: RightsStatements) -> RightsStatements:
    """Give the first statements, each once and no longer than is kept; the empty ones are left out."""
    cut = ((place[:100], words.strip()[:LONGEST_STATEMENT]) for place, words in statements)
    return tuple(dict.fromkeys((place, words) for place, words in cut if words))[:MOST_STATEMENTS]

"""Notices of correction: a newsroom's word on one article, however alike it is worded on the next."""

import re
from functools import cache

from archive.scripts import is_east_asian
from archive.words import loader


def count_notices(text: str) -> int:
    """Count the notices of correction in a text."""
    return len(_notice().findall(text))


@cache
def _notice() -> re.Pattern[str]:
    """Build the pattern of how newsrooms mark a correction: a word that opens a line, or a phrase in it."""
    openers = loader.all_of("correction", "openers")
    spaced = "|".join(word for word in openers if not is_east_asian(word))
    notices = (
        rf"^\W*(?:{spaced})\b[^.\n]{{0,30}}[:：—]",
        rf"^\W*(?:{'|'.join(filter(is_east_asian, openers))})",
        rf"\b(?:{loader.alternatives_of('correction', 'notices')})",
    )
    return re.compile("|".join(notices), re.IGNORECASE | re.MULTILINE)

"""Notices of correction: a newsroom's word on one article, however alike it is worded on the next."""

import re
from functools import cache

from archive.scripts import is_east_asian
from archive.words import loader

_BORDER = re.compile(r"\b")


def count_notices(text: str) -> int:
    """Count the notices of correction in a text."""
    folded = text.casefold()
    opened = sum(1 for line in folded.split("\n") if _openers().match(line))
    told = (found.start() for notice in _notices() for found in notice.finditer(folded))
    return opened + sum(1 for start in told if _BORDER.match(folded, start))


@cache
def _openers() -> re.Pattern[str]:
    """Build the pattern of a line that begins as newsrooms mark a correction."""
    openers = loader.all_of("correction", "openers")
    spaced = "|".join(word for word in openers if not is_east_asian(word))
    return re.compile(rf"\W*(?:(?:{spaced})\b[^.\n]{{0,30}}[:：—]|{'|'.join(filter(is_east_asian, openers))})")


@cache
def _notices() -> list[re.Pattern[str]]:
    """Build the patterns of phrases that speak of one, each alone: what begins with letters is looked for by these."""
    return list(map(re.compile, loader.all_of("correction", "notices")))

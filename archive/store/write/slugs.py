"""The slug of an address: where two sites print one story under the same one, their texts are worth a comparison."""

import re
from typing import Final
from urllib.parse import unquote, urlsplit

from archive.fingerprint import text_digest

LEAST_WORDS: Final = 4
"""Words of a slug that tells something: `index`, `page-2` and `world-news` are everywhere."""

_WORD: Final = re.compile(r"[^\W\d_]{2,}")
_ENDING: Final = re.compile(r"\.[a-z]{2,5}$", re.I)


def slug_band(url: str) -> int | None:
    """Give a hash of the words in the last telling part of the address's path; None: it has none.

    Numbers are left out: each site adds its own.
    """
    for part in reversed(urlsplit(url).path.split("/")):
        words = _WORD.findall(_ENDING.sub("", unquote(part)).casefold())
        if len(words) >= LEAST_WORDS:
            return int(text_digest("slug " + "-".join(words))[:15], 16)
    return None

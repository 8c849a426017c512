"""Make regular expressions of words."""

import re
from collections.abc import Iterable
from itertools import groupby
from operator import itemgetter


def alternation(words: Iterable[str], space: str = r"\s+") -> str:
    """Make alternatives of words, the longest first, without a group; `space` is what a space in them may be.

    By first letter, so that most are passed over together: else each costs a comparison at each place of a text.
    """
    unique = sorted(set(words), key=lambda word: (word[0], -len(word), word))
    by_letter = groupby(unique, key=itemgetter(0))
    groups = (
        f"{re.escape(letter)}(?:{'|'.join(_spelt(word[1:], space) for word in group)})" for letter, group in by_letter
    )
    return "|".join(groups) or "(?!)"


def _spelt(words: str, space: str) -> str:
    return re.escape(words).replace(r"\ ", space)

"""Writing systems: which characters stand without spaces between words, and how words are split and lines compared.

The ranges are for character classes of regular expressions. They are blocks of Unicode 15 (Blocks.txt) without their
rare extensions; each set has its users' reason beside it (docs/decisions/scripts.md).
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

KANA: Final = "\u3040-\u30ff"
"""Hiragana and katakana."""
HAN: Final = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
"""Chinese characters: the unified ones, their extensions and compatibility forms."""
HANGUL: Final = "\uac00-\ud7a3"
"""Korean syllables."""
SOUTH_EAST: Final = "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
"""Thai, Lao, Burmese and Khmer."""

IDEOGRAPHS: Final = KANA + HAN
"""Scripts of which word processors count each character as a word."""
UNSPACED: Final = SOUTH_EAST + IDEOGRAPHS
"""Scripts without spaces between words: a text is compared and searched character by character. Not Korean, which has
spaces. The search indexes repeat it (migrations 0017, 0025): another set needs a step that makes them anew."""
EAST_ASIAN: Final = IDEOGRAPHS + HANGUL
"""Scripts in which a character says as much as a short word elsewhere. Korean too: it has spaces, but ties particles to
the noun, so only its syllables come back. Not Thai, where a character is a letter."""

LETTERS: Final = re.compile(r"[^\W\d_]+")
"""Letters in a row, without digits and underscores."""
IDEOGRAPH: Final = re.compile(f"[{IDEOGRAPHS}]")
UNSPACED_WORD: Final = re.compile(rf"[{UNSPACED}]|[^\W{UNSPACED}]+")
"""Letters and digits in a row; one character where no spaces are."""

_REMEMBERED = 1_000
"""Characters up to which a text's words are remembered: what is kept stays small, whatever pages come."""
_MOST_MARKS = 30
_MARK_RUN = re.compile(rf"[^\w\s!-~]{{{_MOST_MARKS + 1},}}")
_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
_COUNTED = re.compile(rf"[{EAST_ASIAN}]|\w+")
_SPLIT = re.compile(rf"[{EAST_ASIAN}]|[^\W{EAST_ASIAN}]+")


def is_east_asian(text: str) -> bool:
    """Tell whether a text holds kana, Chinese characters or Korean syllables."""
    return not text.isascii() and _EAST_ASIAN.search(text) is not None


def with_few_marks(text: str) -> str:
    """Drop the combining marks that follow 30 others: no script has so many (UAX #15, Stream-Safe Text Format).

    To bring them into Unicode's order takes the square of their number.
    """
    return text if text.isascii() else _MARK_RUN.sub(_first_marks, text)


def _first_marks(run: re.Match[str]) -> str:
    """Give a run of signs without the marks that are too many."""
    kept: list[str] = []
    marks = 0
    for sign in run[0]:
        marks = marks + 1 if unicodedata.combining(sign) else 0
        if marks <= _MOST_MARKS:
            kept.append(sign)
    return "".join(kept)


def fold_letters(text: str) -> str:
    """Give a text's letters and digits only, case folded: what two prints of the same line or name share."""
    return "".join(filter(str.isalnum, text.casefold()))


def folds_to(text: str, folded: str) -> bool:
    """Tell whether a text folds to `folded`. Folding is dear, and most texts differ in their first letter."""
    return folded.startswith(fold_letters(next(filter(str.isalnum, text), ""))) and fold_letters(text) == folded


def word_tokens(text: str) -> tuple[str, ...]:
    """Split a text into the words that are counted: lower case, one for each East Asian character.

    The bounds of what is short or long were chosen on these counts, which take Thai by the phrase, and as one word what
    goes on from another script into an East Asian one ("AP通信").
    """
    return _remembered_tokens(text) if len(text) <= _REMEMBERED else _tokens(text)


@lru_cache(maxsize=4096)  # a block is asked for its words more than once, and a site's furniture on every page
def _remembered_tokens(text: str) -> tuple[str, ...]:
    return _tokens(text)


def _tokens(text: str) -> tuple[str, ...]:
    return tuple(_COUNTED.findall(text.lower()))


def split_words(text: str) -> list[str]:
    """Split a text into the words by which two lines are compared: case folded, one for each East Asian character."""
    return _SPLIT.findall(text.casefold())

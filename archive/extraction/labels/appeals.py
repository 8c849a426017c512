"""What a house asks of its readers below a story: money, a membership, a subscription, in words of its own.

A paragraph that speaks of the house and to the reader, quotes nobody and asks; the words are `[appeal]` in `words/`.
"""

import re
from collections.abc import Iterable
from functools import cache

from archive.extraction.labelled import LabelledPage
from archive.extraction.labels.rescue import SUBHEADINGS
from archive.model import Label
from archive.scripts import is_east_asian
from archive.words import loader
from archive.words.patterns import alternation

_LONGEST = 700
_MOST = 5
"""Blocks at the text's end that may be appeals."""
_QUOTES = re.compile(r"[“”„«»\"「」『』]")
_STORY = 3
"""Paragraphs above, from which on the story has been told."""


def drop_appeals_to_readers(page: LabelledPage, language: str | None) -> None:
    """Drop the appeals that end the text, and their headings."""
    kept = page.kept
    for index in reversed(kept[_STORY:][-_MOST:]):
        block = page.blocks[index]
        if block.tag not in SUBHEADINGS:
            if not is_appeal(block.text, language):
                return
            page.relabel(index, Label.PROMO, "appeals to readers")


def is_appeal(text: str, language: str | None) -> bool:
    """Tell whether a paragraph asks readers for support, in the page's language or English."""
    if len(text) > _LONGEST or _QUOTES.search(text):
        return False
    return any(_asks(text.casefold(), tongue) for tongue in dict.fromkeys((language or "en", "en")))


def _asks(text: str, language: str) -> bool:
    we, you, ask = _patterns(language)
    asked = len(set(ask.findall(text)))
    return asked > 0 and we.search(text) is not None and (asked > 1 or you.search(text) is not None)


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    known = language in loader.list_languages()
    we, you, ask = (loader.lines_of(language, "appeal", key) if known else () for key in ("we", "you", "ask"))
    return _whole(" ".join(we).split()), _whole(" ".join(you).split()), _whole(ask)


def _whole(words: Iterable[str]) -> re.Pattern[str]:
    """Make a pattern of whole words; in scripts without spaces of what stands anywhere."""
    folded = [word.casefold() for word in words]
    dense = [word for word in folded if is_east_asian(word)]
    spaced = [word for word in folded if not is_east_asian(word)]
    return re.compile(rf"\b(?:{alternation(spaced)})\b|{alternation(dense)}")

"""The words around names in bylines: they introduce an author, name another trade, say a rank, belong to a house.

The lists are the `byline` tables of `words/`: one file a language.
"""

import re

from archive.scripts import is_east_asian
from archive.words import loader
from archive.words.patterns import alternation, compiled_later


def byline_list(key: str) -> tuple[str, ...]:
    """Give the list of that name of all languages."""
    return loader.all_of("byline", key)


def _any(key: str) -> str:
    """Give a pattern for any of the words of a list, the longest first."""
    return alternation(byline_list(key), r"\s")


def _conjunctions(*, more: str = "") -> str:
    """Give a pattern for the words that join names; one letter is no initial only where it is small."""
    words = [*byline_list("and"), *(byline_list(more) if more else ())]
    letters = alternation(word for word in words if len(word) == 1)
    return f"{alternation(word for word in words if len(word) > 1)}|(?-i:{letters})"


_WIRES = (word for word in (*loader.all_of("credit", "wire"), *loader.all_of("credit", "desk")) if " " not in word)
NOBODIES = frozenset((*byline_list("nobodies"), *byline_list("by_words"), *byline_list("openers"), *_WIRES))
ACCOUNTS = frozenset(byline_list("accounts"))
OUTLETS = frozenset(byline_list("outlets"))
HOUSE_ENDS = frozenset(byline_list("house_ends"))
_DATED = frozenset(loader.all_months()) - frozenset(byline_list("not_glued"))
BESIDE = frozenset(byline_list("buttons")) | loader.weekdays() | _DATED
"""What falls off the end of a name: buttons, the beginning of a date."""
BEFORE_DATES = frozenset(byline_list("before_dates"))
PARTICLE = frozenset(loader.all_words_of("byline", "particles"))
LABEL = re.compile(rf"\s*(?:{_any('prepositions')})", re.I)
INTRODUCTION = compiled_later(
    rf"^[\s|•·,:;~–—-]*(?:{_any('openers')})\b\s*(?:[:：/|—–-]+\s*)*"
    rf"|^\s*(?:{alternation(filter(is_east_asian, byline_list('openers')))})\s*[:：/丨|]\s*",
    re.I,
)
OPENER = compiled_later(rf"\W*(?:{_any('openers')}|{_any('prepositions')})[\s:：—–-]*", re.I)
# "News By Jane Roe", "29. Juni 2017 · von Jane Roe"
LATE_BY = re.compile(
    r"^.{0,60}?\b[Bb]y:?\s+(?=[A-Z])"
    rf"|^.{{0,80}}?\d.{{0,60}}?[\s|·•,](?:{_any('late_openers')})\s+(?=\S)"
)
ANOTHER = compiled_later(rf"(?:^|[\s|•·,;(])(?:{_any('other_trades')})[\s:：]", re.I)
RANK = compiled_later(rf"(?<![\w-])(?:{_any('ranks')})(?![\w-])", re.I)
RANKED = compiled_later(rf"(?:{_any('rank_openers')})\s|(?:{_any('ranks')})\b", re.I)
_DENSE_HOUSES = alternation(filter(is_east_asian, byline_list("houses")))
HOUSE = compiled_later(rf"(?<![\w-])(?:{_any('houses')})(?![\w-])|{_DENSE_HOUSES}", re.I)
_DEGREES = loader.all_words_of("byline", "degrees")
_SHORT_DEGREES = alternation(degree.upper() for degree in _DEGREES if len(degree) == 2)  # "Ma" is a name, too
_LONG_DEGREES = alternation(degree for degree in _DEGREES if len(degree) > 2)
DEGREE = re.compile(rf"(?:^|[\s,]+)(?:{_LONG_DEGREES}|(?-i:{_SHORT_DEGREES}))[®™]?(?=[\s,]|$)", re.I)
CALLING = re.compile(rf"\s*(?:{_any('callings')})\s*$")
_MONTHS = alternation(loader.all_months())
# what follows the names in a byline: dates, times, reading time, buttons
FOLLOWS = compiled_later(
    rf"\s*(?:[|•·●⋅∙»→]|\s[-–—]+(?:\s|$)|\b(?:{_any('following')})\b"
    rf"|\b(?:{_any('before_dates')})\s+(?=\d|{loader.alternatives_of('byline', 'weekdays')}|(?:{_MONTHS})\b)"
    rf"|\b(?:{_MONTHS})\.?\s\d{{1,2}}\b"
    rf"|\b\d+\s?(?:{loader.alternatives_of('byline', 'counted')})\b|(?<![\w-])\d)",
    re.I,
)
COMMA = re.compile(r"\s*[,;、，；]\s*")
AND = re.compile(rf"\s*[/&+]\s*|\s(?:{_conjunctions(more='with')})\s", re.I)
LEADING_AND = re.compile(rf"^\s*(?:{_conjunctions()}|&)\s+")
# between the byline's names and what stands beside them
GAP = re.compile(r"\s*[|•·●⋅∙»→]+\s*|\s[-–—]+\s")
# a list whose items stand in elements of their own
JOINED = re.compile(r"\s*(?:,\s*\||\|\s*,)\s*")
JOINED_BY_AND = re.compile(rf"\s*\|?\s({_conjunctions()}|&)\s\|?\s*", re.I)
_GLUED_MONTHS = alternation(name.title() for name in loader.months_of("en") if name not in byline_list("not_glued"))
GLUE = compiled_later(
    rf"(?<=[a-zß-ÿ.®)])(?=(?:{loader.alternatives_of('byline', 'glued_after')}|(?:{_GLUED_MONTHS})(?![a-z])|\d))"
    rf"|(?:{loader.alternatives_of('byline', 'glued_before')})(?=[A-Z])"
)

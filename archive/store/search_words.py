"""What a person types to search, understood: words, "phrases", prefix*, title:word, -word, NOT, OR.

Never an error for quotes or operators that do not fit: what is no operator is a word. Words stand side by side for AND,
which binds tighter than OR; what is excluded is excluded from all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import chain

from archive.errors import QueryError

MOST = 64
"""Words of a search; SQLite refuses expressions more than 256 deep."""

_TOKEN = re.compile(r'(-)?(?:(title|standfirst|body):(?=\S))?(?:"([^"]*)"?(\*)?|([^\s"]+))')


@cache
def _signs(name: str) -> re.Pattern[str]:
    """Match characters of a set of `archive.scripts`: compiled only for what is not ASCII, since that takes time."""
    from archive import scripts

    return re.compile(f"[{getattr(scripts, name)}]+")


def _has_sign(text: str, name: str) -> bool:
    return not text.isascii() and _signs(name).search(text) is not None


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase. `column`: only there. `prefix`: any word that begins so."""

    text: str
    column: str | None = None
    prefix: bool = False

    @property
    def unspaced(self) -> bool:
        """Tell whether it is written in a script without spaces."""
        return _has_sign(self.text, "UNSPACED")

    @property
    def undivided(self) -> bool:
        """Tell whether it is nothing else: no sign or letter of another kind is in it."""
        return unspaced_runs(self.text) == [self.text]


@dataclass(frozen=True, slots=True)
class SearchWords:
    """A search: all terms of any of `groups`, and none of `unwanted`."""

    groups: tuple[tuple[Term, ...], ...]
    unwanted: tuple[Term, ...]

    @property
    def unspaced(self) -> bool:
        """Tell whether any term is written in a script without spaces."""
        return any(term.unspaced for term in self._terms())

    @property
    def undivided(self) -> bool:
        """Tell whether all are, and in nothing else, and of more than one character."""
        return all(term.undivided and len(term.text) > 1 for term in self._terms())

    @property
    def single(self) -> bool:
        """Tell whether a term has a character of such a script that stands alone."""
        return any(len(run) == 1 for term in self._terms() for run in unspaced_runs(term.text))

    def _terms(self) -> Iterator[Term]:
        return chain(self.unwanted, *self.groups)


def unspaced_runs(text: str) -> list[str]:
    """Give the runs of characters in scripts without spaces."""
    return [] if text.isascii() else _signs("UNSPACED").findall(text)


def parse_search(typed: str) -> SearchWords:
    """Understand what a person typed. Raises QueryError where there is no word to look for, or more than MOST."""
    groups: list[list[Term]] = [[]]
    unwanted: list[Term] = []
    negated = False
    for minus, column, phrase, star, word in _TOKEN.findall(typed):
        if word in ("AND", "OR", "NOT") and not minus and not column:
            negated = word == "NOT"
            if word == "OR" and groups[-1]:
                groups.append([])
            continue
        text = phrase or word.rstrip("*")
        if any(character.isalnum() for character in text):
            # Korean puts spaces, but ties particles to the noun: a word is meant as the beginning of one
            prefix = bool(star) or word.endswith("*") or _has_sign(text, "HANGUL")
            (unwanted if minus or negated else groups[-1]).append(Term(text, column or None, prefix))
        negated = False
    wanted = tuple(tuple(group) for group in groups if group)
    if not wanted:
        raise QueryError("there is no word to look for", where=typed.strip() or "search")
    if len(unwanted) + sum(map(len, wanted)) > MOST:
        raise QueryError(f"more than {MOST} words; leave some out", where="search")
    return SearchWords(wanted, tuple(unwanted))

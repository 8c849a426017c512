"""Make regular expressions of words."""

import re
from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from operator import itemgetter
from typing import Any, cast


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


class _Later:
    """A regular expression that is compiled when one of its methods is first asked for."""

    def __init__(self, pattern: str, flags: int) -> None:
        self.pattern, self._flags = pattern, flags

    def __getattr__(self, name: str) -> Any:
        found = getattr(self.compiled, name)
        setattr(self, name, found)  # from now on nothing stands between
        return found

    @cached_property
    def compiled(self) -> re.Pattern[str]:
        return re.compile(self.pattern, self._flags)


_WAITING: list[_Later] = []


def compiled_later(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """Give a pattern that is compiled when it is first used: a long list takes up to 30 ms.

    It has the methods and attributes of a `re.Pattern`, and is none.
    """
    waiting = _Later(pattern, flags)
    _WAITING.append(waiting)
    return cast("re.Pattern[str]", waiting)


def compile_all() -> None:
    """Compile all that wait: for a process whose copies are to share them."""
    for waiting in _WAITING:
        _ = waiting.compiled

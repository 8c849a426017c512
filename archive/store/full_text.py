"""The full-text index as rooms that read ask it: what matches, how well, and where the words stand.

Each database says it in its own room (`file/full_text.py`, `postgres/full_text.py`), which also writes these elements
of `store.plain`: `{matches}`: whether a row of `articles_fts` matches `:expression`, `{found}`: the same of one that is
known to; `{rank}`: how well, the higher the better: a word counts ten times in the title, four times in the standfirst;
`{number}`: its `rowid`, which is `articles.id`, as it is compared with those of some articles; `{snippet}`: where the
words stand in the body, with `:before` and `:after` around them; `{newest}` … `{newest_end}`: what stands around the
conditions in FROM where only the `:most` newest matches are looked for.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from archive.store.plain import Asked

if TYPE_CHECKING:
    from archive.store.search_words import SearchWords

EXPRESSIONS: Final[dict[str, Callable[[Asked, "SearchWords"], str]]] = {}
"""How the index of each dialect is told what is looked for."""
NARROWED: Final[dict[str, Callable[[Asked, "SearchWords"], str | None]]] = {}
"""How the index of a dialect that knows characters is told which of them must stand there; None: it cannot tell."""
MOST_FOUND: Final[dict[str, int]] = {}
"""Matches that each dialect looks for, the newest, in the time that a person waits."""


def expression_of(asked: Asked, words: "SearchWords") -> str:
    """Write what is looked for as the index of this database reads it."""
    return EXPRESSIONS[asked.dialect.name](asked, words)


def narrowed(asked: Asked, words: "SearchWords") -> str | None:
    """Write what articles must match that hold words without spaces around them; None where no index tells."""
    narrow = NARROWED.get(asked.dialect.name)
    return narrow(asked, words) if narrow else None


def most_found(asked: Asked) -> int:
    """Give how many matches are looked for, the newest."""
    return MOST_FOUND[asked.dialect.name]

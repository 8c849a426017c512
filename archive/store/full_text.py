"""The full-text index as rooms that read ask it: what matches, how well, and where the words stand.

Each database says it in its own room (`file/full_text.py`, `postgres/full_text.py`), which also writes these elements
of `store.plain`: `{index}`: the index, under the name `articles_fts`; `{matches}`: whether a row of it matches
`:expression`, `{found}`: the same of one that is known to; `{rank}`: how well, the higher the better: a word counts ten
times in the title, four times in the standfirst; `{number}`: its `rowid`, which is `articles.id`, as it is compared
with those of some articles; `{snippet}`: where the words stand in the body, with `:before` and `:after` around them;
`{newest}` … `{newest_end}`: what stands around the conditions in FROM where only the `:most` newest matches are looked
for. A database with an index of pairs apart: `{paired}`: a row for each article in it, under the same name.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Final

from archive.store.plain import Asked

if TYPE_CHECKING:
    from archive.store.search_words import SearchWords

EXPRESSIONS: Final[dict[str, Callable[[Asked, "SearchWords"], str]]] = {}
"""How the index of each dialect is told what is looked for."""
PAIRED: Final[dict[str, Callable[[Asked], Asked]]] = {}
"""How each dialect asks its index of pairs of characters, if it has one apart, as if it were that of words."""
NARROWED: Final[dict[str, Callable[[Asked, "SearchWords"], str]]] = {}
"""How an index that knows pairs of characters is told which must stand there."""
MOST_FOUND: Final[dict[str, int]] = {}
"""Matches that each dialect looks for, the newest, in the time that a person waits."""
WALKED: Final[set[str]] = set()
"""Dialects whose index is gone through as it is told; the others plan themselves how to ask it."""
MOST_READ: Final[dict[str, int]] = {}
"""Articles that have the pairs of characters and are read for the words, the newest."""


def expression_of(asked: Asked, words: "SearchWords") -> str:
    """Write what is looked for as the index of this database reads it."""
    return EXPRESSIONS[asked.dialect.name](asked, words)


def index_of(asked: Asked, words: "SearchWords") -> Asked | None:
    """Ask the index that tells exactly where these words stand; None where none does."""
    if not words.unspaced:
        return asked
    return ask_pairs(asked) if words.undivided and asked.dialect.name in PAIRED else None


def ask_pairs(asked: Asked) -> Asked:
    """Ask the index that knows pairs of characters."""
    name = asked.dialect.name
    return PAIRED[name](asked) if name in PAIRED else asked


def narrowed(asked: Asked, words: "SearchWords") -> str:
    """Write which pairs of characters an article must have, as the index of pairs reads it.

    Each group must have a word without spaces. What matches may yet not hold the words.
    """
    return NARROWED[asked.dialect.name](asked, words)


def most_read(asked: Asked) -> int:
    """Give how many of these are read, the newest."""
    return MOST_READ[asked.dialect.name]


def is_walked(asked: Asked) -> bool:
    """Tell whether the index is gone through as it is told."""
    return asked.dialect.name in WALKED


def most_found(asked: Asked) -> int:
    """Give how many matches are looked for, the newest."""
    return MOST_FOUND[asked.dialect.name]

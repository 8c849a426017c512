"""Near-identical texts: the sketch that finds them, the overlap that confirms it, the share of words that differ.

Words are what `compared_words` gives, so texts without spaces (Chinese, Japanese, Thai) are compared by their
characters. The figures below were chosen on variations of real articles; `python -m bench stories` measures them
(docs/decisions/stories.md).
"""

import hashlib
import unicodedata
from collections.abc import Iterable, Sequence

from archive.model import Difference
from archive.scripts import UNSPACED_WORD

RUN = 3
"""Words in a row that are compared as one."""

BANDS = 40
AGREEING = 2
"""Two texts are worth a closer look if so many of their bands are the same."""

SAME_STORY = 0.3
"""Of the longer text's different runs, the share that the other has too, from which both are one story. Where every
fifth word was changed it is a half, where the first third was reprinted with another end a third; of unrelated texts it
is a hundredth."""

LONGEST = 100_000
"""Characters that are compared; what comes after them is not looked at."""

_ROWS = 2
"""Minima that make a band: with 40 bands, two agree by chance where a hundredth of the runs is shared once in 10⁵."""
_FEWEST = 20
"""Runs below which a text is too short to be known again."""
_SEED = 1
_SHOWN = 8
"""Words shown where texts part."""


def compared_words(text: str) -> list[str]:
    """Split a text into words as they are compared: NFC, case folded, without punctuation."""
    return UNSPACED_WORD.findall(unicodedata.normalize("NFC", text).casefold())


def sketch_of(body: str) -> tuple[int, ...]:
    """Give BANDS whole numbers below 2⁴⁷ that two texts share the more of, the more runs they share.

    It is () for a short text. MinHash (Broder 1997) over runs of words, two minima to a band: texts with a share J of
    all runs in common agree in a band with the probability J². The numbers are stored: they must not change with the
    version of rensa.
    """
    from rensa import RMinHash  # type: ignore[import-untyped] # it has no stubs; the one door, only workers load it

    runs = set(map(" ".join, _in_rows(compared_words(body[:LONGEST]))))
    if len(runs) < _FEWEST:
        return ()
    minima = RMinHash(BANDS * _ROWS, _SEED)
    minima.update(list(runs))
    digest = minima.digest()
    return tuple(_band(place, digest[place : place + _ROWS]) for place in range(0, len(digest), _ROWS))


def overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """Give the share of the longer text's runs that the other has too, 0 to 1; both as `compared_words` gives them."""
    runs, other_runs = _runs(one), _runs(other)
    longest = max(len(runs), len(other_runs))
    return len(runs & other_runs) / longest if longest else 0.0


def share_changed(first: Sequence[str], copy: Sequence[str]) -> float:
    """Give the share of the longer text's words that a word-by-word comparison leaves without a match, 0 (none) to 1.

    One less the longest common subsequence, by Hyyrö's bit-parallel algorithm (2004): time in proportion to the product
    of the lengths, but 64 words a step.
    """
    longest = max(len(first), len(copy))
    if not longest:
        return 0.0
    places: dict[str, int] = {}
    for place, word in enumerate(first):
        places[word] = places.get(word, 0) | 1 << place
    every = (1 << len(first)) - 1
    free = every  # bit n falls when one word more is matched at the n-th word
    for word in copy:
        if matching := free & places.get(word, 0):
            free = (free + matching | free - matching) & every
    return 1 - (len(first) - free.bit_count()) / longest


def difference_between(first: str, copy: str) -> Difference | None:
    """Tell where two texts part, as printed; None if they are word for word the same."""
    texts = [unicodedata.normalize("NFC", text[:LONGEST]) for text in (first, copy)]
    spans = [[match.span() for match in UNSPACED_WORD.finditer(text)] for text in texts]
    folded = [[text[start:end].casefold() for start, end in row] for text, row in zip(texts, spans, strict=True)]
    if folded[0] == folded[1]:
        return None
    shortest = min(map(len, folded))
    head = next((n for n in range(shortest) if folded[0][n] != folded[1][n]), shortest)
    tail = next((n for n in range(shortest) if folded[0][-1 - n] != folded[1][-1 - n]), shortest)
    (one, other), (spans_one, spans_other) = texts, spans
    return Difference(
        first=(_printed(one, spans_one[head : head + _SHOWN]), _printed(other, spans_other[head : head + _SHOWN])),
        last=(_printed(one, _up_to(spans_one, tail)), _printed(other, _up_to(spans_other, tail))),
    )


def _up_to(spans: list[tuple[int, int]], tail: int) -> list[tuple[int, int]]:
    end = len(spans) - tail
    return spans[max(0, end - _SHOWN) : end]


def _printed(text: str, spans: list[tuple[int, int]]) -> str:
    return " ".join(text[spans[0][0] : spans[-1][1]].split()) if spans else ""


def _runs(listed: Sequence[str]) -> set[tuple[str, ...]]:
    return set(_in_rows(listed))


def _in_rows(listed: Sequence[str]) -> Iterable[tuple[str, ...]]:
    return zip(*(listed[place:] for place in range(RUN)), strict=False)


def _band(place: int, minima: Sequence[int]) -> int:
    """Hash a band to 47 bits: what SQLite keeps in six bytes."""
    named = ",".join(map(str, (place, *minima))).encode()
    return int.from_bytes(hashlib.blake2b(named, digest_size=6).digest()) >> 1

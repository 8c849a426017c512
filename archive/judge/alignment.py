"""How one list of texts goes over into another, in time of their length, whatever they hold.

Short lists are compared by difflib. Its time grows with the square of their length, and with its third power where few
texts recur many times: longer lists are first parted at the texts that each has once (patience diff, Bram Cohen).
"""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

SHORT = 1_000
"""Texts in both lists together up to which difflib compares them."""
_MOST_PAIRS = 20_000
"""Pairs of equal texts up to which it does."""

Step = tuple[str, int, int, int, int]
"""What happens, and the places in both lists where it begins and ends, as `SequenceMatcher.get_opcodes` gives them."""


def align_texts(old: Sequence[str], new: Sequence[str]) -> list[Step]:
    """Give the steps that turn one list into the other: equal, replace, delete, insert.

    Where long lists repeat the same texts without order, what is between two texts that both have once is one replace.
    """
    if _is_cheap(old, new):
        return list(SequenceMatcher(None, old, new, autojunk=False).get_opcodes())
    steps: list[Step] = []
    for step in _long_steps(old, new):
        if steps and step[0] == steps[-1][0] == "equal":
            steps[-1] = ("equal", steps[-1][1], step[2], steps[-1][3], step[4])
        else:
            steps.append(step)
    return steps


def _is_cheap(old: Sequence[str], new: Sequence[str]) -> bool:
    """Tell whether difflib compares two lists at once."""
    if len(old) + len(new) > SHORT:
        return False
    counts = Counter(new)
    return sum(counts[text] for text in old) <= _MOST_PAIRS


def _long_steps(old: Sequence[str], new: Sequence[str]) -> Iterator[Step]:
    """Part both lists at the texts that each has once, in the same order, and compare what is between."""
    start, begin = 0, 0
    for place, other in (*_anchors(old, new), (len(old), len(new))):
        yield from _between(old, new, (start, place), (begin, other))
        if place < len(old):
            yield "equal", place, place + 1, other, other + 1
        start, begin = place + 1, other + 1


def _between(old: Sequence[str], new: Sequence[str], here: tuple[int, int], there: tuple[int, int]) -> Iterator[Step]:
    """Compare two spans: first what both begin and end with, then the rest by difflib if that is cheap."""
    (start, end), (begin, close) = here, there
    first = start
    while start < end and begin < close and old[start] == new[begin]:
        start, begin = start + 1, begin + 1
    if start > first:
        yield "equal", first, start, begin - (start - first), begin
    tail = 0
    while start < end - tail and begin < close - tail and old[end - tail - 1] == new[close - tail - 1]:
        tail += 1
    end, close = end - tail, close - tail
    some, others = old[start:end], new[begin:close]
    if some and others and _is_cheap(some, others):
        for how, i, j, k, m in SequenceMatcher(None, some, others, autojunk=False).get_opcodes():
            yield how, start + i, start + j, begin + k, begin + m
    elif some or others:
        yield "replace" if some and others else "delete" if some else "insert", start, end, begin, close
    if tail:
        yield "equal", end, end + tail, close, close + tail


def _anchors(old: Sequence[str], new: Sequence[str]) -> list[tuple[int, int]]:
    """Give the places of texts that each list has once: the longest run of them that is in order in both."""
    once, other = Counter(old), {text: place for place, text in enumerate(new)}
    twice = Counter(new)
    pairs = [(place, other[text]) for place, text in enumerate(old) if once[text] == 1 and twice.get(text) == 1]
    ends: list[int] = []  # by length less one, the smallest place in `new` with which a run of that length ends
    last: list[int] = []  # which pair that is
    before: list[int] = []  # for each pair, the one before it in its run
    for number, (_, place) in enumerate(pairs):
        length = bisect_left(ends, place)
        before.append(last[length - 1] if length else -1)
        if length == len(ends):
            ends.append(place)
            last.append(number)
        else:
            ends[length], last[length] = place, number
    run: list[tuple[int, int]] = []
    number = last[-1] if last else -1
    while number >= 0:
        run.append(pairs[number])
        number = before[number]
    return run[::-1]

"""Crosses of hostile shapes: each number is one input, the same at every run."""

from random import Random

from bench.hostile.shapes import SHAPES

SMALLEST, LARGEST = 200, 200_000
"""Bytes that the shapes of an input are made of; most are small, for all sizes have the same share on a log scale."""
MOST_SHAPES = 3
MOST_FAULTS = 6


def make_input(seed: int) -> bytes:
    """Make one input: up to three shapes, put into one another, then damaged in some places or not."""
    random = Random(seed)
    page = b""
    for name in random.choices(list(SHAPES), k=random.randint(1, MOST_SHAPES)):
        size = int(SMALLEST * (LARGEST / SMALLEST) ** random.random())
        place = random.randint(0, len(page))
        page = page[:place] + SHAPES[name](size) + page[place:]
    for _ in range(random.choice((0, 0, random.randint(1, MOST_FAULTS)))):
        page = _damaged(page, random)
    return page


def _damaged(page: bytes, random: Random) -> bytes:
    """Damage a page in one place: cut, double, overwrite or turn a span."""
    start = random.randint(0, len(page))
    end = min(len(page), start + random.choice((1, 8, 100, 5_000)))
    span = page[start:end]
    made = random.choice((b"", span * 2, random.randbytes(len(span)), span[::-1], b"<" * len(span)))
    return page[:start] + made + page[end:]

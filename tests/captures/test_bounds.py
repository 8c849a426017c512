"""No file, answer, feed or list costs more than its length: shapes that once did, eightfold (docs/limits.md)."""

import pytest

from bench.hostile.readings import READINGS
from tests.cost import LONGER_THAN_EIGHTFOLD, eightfold_cost

SIZES = {
    "warc-type": 8_000_000,
    "warc-blank": 8_000_000,
    "har-entries": 6_000_000,
    "csv-quotes": 8_000_000,
    "mhtml-boundary-words": 2_000_000,
    "list-marks-spaces": 30_000,
    "list-closing-more": 30_000,
    "list-points": 30_000,
    "feed-attribute-names": 800_000,
    "links-bases": 100_000,
    "header-type": 8_000_000,
    "robots-star-rules": 100_000,
}
"""Shapes, and the larger of the sizes that are compared."""


@pytest.mark.parametrize("name", SIZES)
def test_what_is_read_costs_its_length(name: str) -> None:
    """Processor time grows with the size."""
    make, read = READINGS[name]
    made = {size: make(size) for size in (SIZES[name] // 8, SIZES[name])}
    assert eightfold_cost(lambda size: read(made[size]), SIZES[name]) < LONGER_THAN_EIGHTFOLD

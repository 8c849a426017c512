"""No file, answer, feed or list costs more than its length: shapes that once did, each doubled (docs/limits.md)."""

import pytest

from bench.hostile.readings import READINGS
from tests.cost import doubling_cost

SIZES = {
    "warc-type": 1_000_000,
    "warc-blank": 1_000_000,
    "har-entries": 3_000_000,
    "csv-quotes": 1_000_000,
    "mhtml-boundary-words": 1_000_000,
    "list-marks-spaces": 2_000,
    "list-closing-more": 2_000,
    "list-points": 2_000,
    "feed-attribute-names": 100_000,
    "links-bases": 50_000,
    "header-type": 1_000_000,
    "robots-star-rules": 50_000,
}
"""Shapes, and from which size on they are doubled."""


@pytest.mark.parametrize("name", SIZES)
def test_doubling_what_is_read_costs_twice(name: str) -> None:
    """Processor time grows with the size."""
    make, read = READINGS[name]
    made = {size: make(size) for size in (SIZES[name], 2 * SIZES[name])}
    assert doubling_cost(lambda size: read(made[size]), SIZES[name], times=2) < 3

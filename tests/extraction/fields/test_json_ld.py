"""What a page states in JSON-LD is read, however broken."""

import time

import pytest

from archive.extraction.fields import json_ld
from tests.cost import LONGER_THAN_EIGHTFOLD, eightfold_cost


@pytest.mark.parametrize("filler", ["/*x", "/* ", "\n", "// "])
def test_what_never_ends_is_read_once(filler: str) -> None:
    """Remarks without an end, and empty lines after a value, cost no more than their length."""

    def read(size: int) -> None:
        json_ld.parse_script('{"headline": "Bridge", "id": 1' + filler * (size // len(filler)))

    assert eightfold_cost(read, 90_000) < LONGER_THAN_EIGHTFOLD


@pytest.mark.parametrize("filler", ['word "x", \\q ', '"\\', "/* ", "{", ",  \n", '"author":{"x', "<"])
def test_broken_json_ld_is_cheap(filler: str) -> None:
    """A megabyte of broken JSON-LD costs no time to speak of."""
    begun = time.process_time()
    for size in (90_000, 1_000_000):
        json_ld.parse_script('{"headline": "Bridge", ' + filler * (size // len(filler)))
    assert time.process_time() - begun < 10

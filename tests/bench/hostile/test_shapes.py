"""The shapes of hostile pages, and their crosses."""

import pytest

from bench.hostile.crosses import make_input
from bench.hostile.limits import NOT_DOUBLED, SHAPES_OF, bounded_rows
from bench.hostile.measure import measure_input
from bench.hostile.readings import READINGS
from bench.hostile.shapes import SHAPES


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_has_its_size(name: str) -> None:
    """It grows with the size asked for; a packed one by what is in it."""
    small, large = (len(SHAPES[name](size)) for size in (20_000, 80_000))
    assert 1.3 * small < large < 6 * small
    assert large < 120_000


def test_an_input_is_the_same_again() -> None:
    """A number that failed can be looked at."""
    assert make_input(5) == make_input(5) != make_input(6)


def test_an_input_is_measured() -> None:
    """It ends as an article or a refusal, with what it took."""
    cost = measure_input(5)
    assert cost.ended in ("article", "refused")
    assert cost.seconds < 20 and cost.megabytes > 10


def test_each_row_of_the_limits_has_shapes() -> None:
    """What docs/limits.md bounds is what the measure doubles."""
    assert sorted(bounded_rows()) == sorted([*SHAPES_OF, *NOT_DOUBLED])
    assert {name for names in SHAPES_OF.values() for name in names} <= {*SHAPES, *READINGS}

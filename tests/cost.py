"""What doubling an input costs: the ratio of processor times, each the least of several runs."""

from collections.abc import Callable
from time import process_time


def doubling_cost(work: Callable[[int], object], size: int, *, times: int = 3) -> float:
    """Give how often longer `work(2 * size)` takes than `work(size)`: 2 where time grows with the size.

    What takes less than a hundredth of a second is too short to be told apart, and counts as that.
    """
    once, twice = (min(_seconds_of(work, given) for _ in range(times)) for given in (size, 2 * size))
    return twice / max(once, 0.01)


def _seconds_of(work: Callable[[int], object], size: int) -> float:
    start = process_time()
    work(size)
    return process_time() - start

"""How the cost of a work grows with its size, told so widely apart that no busy machine turns the answer round."""

from collections.abc import Callable
from time import process_time

LONGER_THAN_EIGHTFOLD = 30
"""Above this, eight times the size cost more than its length: 8 where time grows with the size, 64 with its square."""


def eightfold_cost(work: Callable[[int], object], size: int) -> float:
    """Give how often longer `work(size)` takes than `work(size // 8)`, each the lesser of two runs of processor time.

    What takes less than a hundredth of a second is too short to be told apart, and counts as that.
    """
    eighth, whole = (min(_seconds_of(work, given) for _ in range(2)) for given in (size // 8, size))
    return whole / max(eighth, 0.01)


def _seconds_of(work: Callable[[int], object], size: int) -> float:
    start = process_time()
    work(size)
    return process_time() - start

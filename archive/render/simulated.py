"""What each policy found in each world, as a table."""

from collections.abc import Iterable, Iterator
from typing import Final

from archive.judge.replay import Score
from archive.render.rows import text_table
from archive.render.terminal import Screen

BASE: Final = "oldest first"
NAMES: Final = ("world", "policy", "visits", "caught", "caught in 100 visits", "× oldest first")


def score_table(worlds: Iterable[tuple[str, list[Score]]], screen: Screen) -> Iterator[str]:
    """A row for each world and policy."""
    yield from text_table(NAMES, _rows(worlds), screen)


def _rows(worlds: Iterable[tuple[str, list[Score]]]) -> Iterator[tuple[str | int | None, ...]]:
    for world, found in worlds:
        base = next(score.per_hundred for score in found if score.policy == BASE)
        for score in found:
            times = f"{score.per_hundred / base:.2f}" if base else None
            yield world, score.policy, score.visits, score.caught, f"{score.per_hundred:.1f}", times

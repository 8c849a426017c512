"""What each policy would have found in the archive's past, as a table."""

from collections.abc import Iterator, Sequence
from typing import Final

from archive.judge.replay import Score
from archive.render.rows import text_table
from archive.render.terminal import Screen

BASE: Final = "oldest first"
NAMES: Final = ("policy", "visits", "caught", "in 100 visits", "× oldest first", "within a day")


def score_table(scores: Sequence[Score], screen: Screen) -> Iterator[str]:
    """Print a row for each policy: what it catches, also beside oldest first, and what it sees within a day."""
    yield from text_table(NAMES, _rows(scores), screen)


def _rows(scores: Sequence[Score]) -> Iterator[tuple[str | int | None, ...]]:
    base = next(score.per_hundred for score in scores if score.policy == BASE)
    for score in scores:
        times = f"{score.per_hundred / base:.2f}" if base else None
        yield score.policy, score.visits, score.caught, f"{score.per_hundred:.1f}", times, f"{score.share_prompt:.0%}"

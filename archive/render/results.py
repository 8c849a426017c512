"""The results of an ingest: one row a page as it is committed, the totals, and what to try next."""

import shlex
from collections.abc import Mapping, Sequence
from typing import Final

from archive.model import Outcome, PageResult
from archive.render.rows import NARROWEST
from archive.render.terminal import (
    BOLD,
    DIM,
    GREEN,
    RED,
    YELLOW,
    Screen,
    count_of,
    cut_end,
    cut_front,
    one_safe_line,
    pad_right,
    width_of,
    wrap_lines,
)

PIPED: Final = 120  # columns the rows are laid out for where nothing is cut
FIXED: Final = (9, 5, 8)  # outcome, words, stripped: as wide as their headings
COLOR: Final = {
    Outcome.ADDED: GREEN,
    Outcome.REVISED: YELLOW,
    Outcome.UNCHANGED: DIM,
    Outcome.DUPLICATE: DIM,
    Outcome.REFUSED: YELLOW,
    Outcome.FAILED: RED,
}


def result_heading(screen: Screen) -> str:
    """Give the names of the columns."""
    return screen.paint(_row(("outcome", "site", "title", "source", "words", "stripped"), screen), BOLD)


def result_row(result: PageResult, screen: Screen) -> str:
    """Give the row of one page. Columns keep their width from row to row, so rows can be printed as they come."""
    if result.outcome in (Outcome.REFUSED, Outcome.FAILED):
        text = _reason_row(result, screen)
    else:
        title = result.title or result.origin
        if result.detail:  # the URL a duplicate repeats, the kind of a revision
            title = f"{title} ({'= ' if result.outcome is Outcome.DUPLICATE else ''}{result.detail})"
        cells = result.site or "", title, result.source or "", str(result.words), str(result.stripped)
        text = _row((result.outcome.value, *map(one_safe_line, cells)), screen)
    painted = screen.paint(result.outcome.value, COLOR[result.outcome])
    return painted + text.removeprefix(result.outcome.value)


def result_totals(counts: Mapping[Outcome, int], seconds: float) -> str:
    """Sum up in one line: `19 pages in 2.1 s (9.0 a second): 15 added, 1 duplicate, 3 refused`."""
    pages = sum(counts.values())
    parts = ", ".join(f"{counts[outcome]:,} {outcome.value}" for outcome in Outcome if counts.get(outcome))
    rate = f" ({pages / seconds:,.1f} a second)" if pages > 1 and seconds > 0 else ""
    return f"{count_of(pages, 'page')} in {shown_duration(seconds)}{rate}" + (f": {parts}" if parts else "")


def passed_over_lines(counts: Mapping[tuple[str, str], int]) -> list[str]:
    """Sum up in a line a target what in it was passed over, most first: `passed over in pages/: pictures: 12`."""
    sums: dict[str, list[tuple[int, str]]] = {}
    for (target, why), count in counts.items():
        sums.setdefault(target, []).append((-count, why))
    return [
        one_safe_line(f"passed over in {target}: " + ", ".join(f"{why}: {-count:,}" for count, why in sorted(whys)))
        for target, whys in sums.items()
    ]


def shown_duration(seconds: float) -> str:
    """Write a length of time: `0.4 s`, `3 min 20 s`, `2 h 5 min`."""
    if seconds < 60:
        return f"{seconds:.1f} s"
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes < 60 else f"{minutes // 60} h {minutes % 60} min"


def next_steps(database: str | None, article_id: int) -> str:
    """Name commands worth trying now. `database`: what --db must say, None for the default."""
    db = f" --db {shlex.quote(database)}" if database else ""
    question = "select source, count(*) from articles group by source"
    commands = f"show{db} {article_id}", f"explain{db} {article_id}", f'query{db} "{question}"'
    return "Try next:" + "".join(f"\n  archive {command}" for command in commands)


def _row(cells: Sequence[str], screen: Screen) -> str:
    outcome, site, title, source, words, stripped = cells
    site_width, title_width, source_width = _text_widths((screen.width or PIPED) - sum(FIXED) - 3 * 2)
    row = (
        pad_right(outcome, FIXED[0]),
        *(
            pad_right(_fitted(text, width, screen), width)
            for text, width in ((site, site_width), (title, title_width), (source, source_width))
            if width
        ),
        pad_right(words, FIXED[1], right=True),
        pad_right(stripped, FIXED[2], right=True),
    )
    return "  ".join(row)


def _text_widths(room: int) -> tuple[int, int, int]:
    """Share the room, gaps included, among site, title and source; 0: left out, that the title be told."""
    wide = room - 4
    if wide >= 4 * NARROWEST:
        site, source = min(wide * 3 // 10, 26), min(wide // 4, 24)
        return site, wide - site - source, source
    wide = room - 2
    if wide >= 3 * NARROWEST:
        return NARROWEST, wide - NARROWEST, 0
    return 0, max(room, NARROWEST), 0


def _reason_row(result: PageResult, screen: Screen) -> str:
    head = f"{pad_right(result.outcome.value, FIXED[0])}  "
    origin, reason = one_safe_line(result.origin), one_safe_line(result.detail or "")
    room = (screen.width or 0) - len(head)
    if screen.width is None or width_of(origin) + 2 + width_of(reason) <= room:
        return f"{head}{origin}  {reason}".rstrip()
    # a reason is worth a second line; of a long path the end says more than the beginning
    told = wrap_lines(reason, max(room, 20))
    return head + f"\n{' ' * len(head)}".join((cut_front(origin, room), *told))


def _fitted(text: str, limit: int, screen: Screen) -> str:
    return text if screen.width is None else cut_end(text, limit)

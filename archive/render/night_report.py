"""A night's visits as they are watched, and its report."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Final

from archive.judge.visit import Ended, Finding, Findings, Visited
from archive.model import PageResult
from archive.render.results import COLOR
from archive.render.rows import json_text
from archive.render.terminal import (
    DIM,
    GREEN,
    RED,
    YELLOW,
    Screen,
    count_of,
    cut_end,
    cut_front,
    one_safe_line,
    width_of,
)

ENDED: Final = {
    Ended.DONE: "",
    Ended.BUDGET: "; the budget is used up",
    Ended.TIME: "; the time is over",
    Ended.STOPPED: "; stopped by a signal",
}
COLORS: Final = {Finding.CHANGED: GREEN, Finding.MOVED: GREEN, Finding.SAME: DIM, Finding.FAILED: RED}


def visited_row(visited: Visited, screen: Screen) -> str:
    """Give one visit on one line."""
    told = " · ".join(one_safe_line(text) for text in (visited.reason, visited.detail) if text)
    return screen.paint(_watched(visited.found, visited.url, told, screen), COLORS.get(visited.found, YELLOW))


def new_row(result: PageResult, screen: Screen) -> str:
    """Give the result of a page that a followed feed listed, on one line."""
    row = _watched(result.outcome, result.url or result.origin, one_safe_line(result.detail or ""), screen)
    return screen.paint(row, COLOR[result.outcome])


def _watched(outcome: str, address: str, told: str, screen: Screen) -> str:
    """Give a row: on a terminal cut to one line, of the address rather the beginning than the end."""
    head, address = f"{outcome:<9}  ", one_safe_line(address)
    row = f"{head}{address}  {told}".rstrip()
    if screen.width is None or width_of(row) <= screen.width:
        return row
    room = screen.width - len(head)
    told = cut_end(told, max(room * 2 // 3, room - 2 - width_of(address)))
    return f"{head}{cut_front(address, room - (width_of(told) + 2 if told else 0))}  {told}".rstrip()


def findings_text(found: Findings) -> Iterator[str]:
    """Give the report for a person."""
    yield f"{count_of(found.visited, 'visit')} in {found.seconds:,.0f} s, {found.bytes:,} bytes{ENDED[found.ended]}"
    changed, news = sum(found.changed.values()), found.news
    rows: tuple[tuple[str, int, Mapping[str, int]], ...] = (
        ("feeds", news.listings, {}),
        ("new", sum(news.outcomes.values()), news.outcomes),
        ("unread", sum(news.failed.values()), news.failed),
        ("same", found.same, {}),
        ("changed", changed, found.changed),
        ("moved", found.moved, {}),
        ("gone", found.gone, {}),
        ("suspect", sum(found.suspect.values()), found.suspect),
        ("blocked", sum(found.blocked.values()), found.blocked),
        ("failed", sum(found.failed.values()), found.failed),
        ("  at", 0, found.failed_hosts),
        ("damaged", found.damaged, {}),
    )
    for name, number, parts in rows:
        if number or parts:
            yield (
                f"  {name:<8} {number or '':>7,}  {_parts(parts)}".rstrip()
                if number
                else f"  {name:<17} {_parts(parts)}"
            )


def findings_json(found: Findings) -> str:
    """Give the report for a program."""
    return json_text(asdict(found), indent=2) + "\n"


def _parts(parts: Mapping[str, int]) -> str:
    shown = [f"{one_safe_line(name)} {number:,}" for name, number in list(parts.items())[:8]]
    return ", ".join(shown) + (", …" if len(parts) > 8 else "")

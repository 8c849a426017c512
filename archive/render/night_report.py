"""A night's visits as they are watched, and its report."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from typing import Final

from archive.judge.visit import Ended, Finding, Findings, Visited
from archive.model import PageResult
from archive.render.results import COLOR
from archive.render.rows import json_text
from archive.render.terminal import DIM, GREEN, RED, YELLOW, Screen, count_of, one_safe_line

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
    row = f"{visited.found:<9}  {one_safe_line(visited.url)}" + (f"  {told}" if told else "")
    return screen.paint(row, COLORS.get(visited.found, YELLOW))


def new_row(result: PageResult, screen: Screen) -> str:
    """Give the result of a page that a followed feed listed, on one line."""
    told = f"  {one_safe_line(result.detail)}" if result.detail else ""
    row = f"{result.outcome:<9}  {one_safe_line(result.url or result.origin)}{told}"
    return screen.paint(row, COLOR[result.outcome])


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

"""A night as it is watched, and its report."""

import json

import pytest

from archive.judge.visit import Ended, Finding, Findings, Visited
from archive.model import News, Outcome, PageResult
from archive.render.night_report import findings_json, findings_text, new_row, visited_row
from archive.render.terminal import Screen, width_of

FOUND = Findings(
    run_id=1,
    started_at="2026-11-22T03:20:00Z",
    finished_at="2026-11-22T03:30:00Z",
    seconds=600.0,
    ended=Ended.BUDGET,
    visited=1200,
    same=1100,
    moved=0,
    gone=2,
    changed={"edit": 60, "typo": 30},
    suspect={},
    blocked={},
    failed={"dns": 8},
    failed_hosts={"coast\x1b.example": 8},
    bytes=5_000_000,
    news=News(listings=3, pages=4, outcomes={"added": 4}),
)


def test_rows() -> None:
    """A visit, and a new page, on one harmless line each."""
    visited = Visited("https://coast.example/\x1b", 7, Finding.CHANGED, "edit", None, "coast.example")
    assert visited_row(visited, Screen()) == "changed    https://coast.example/␛  edit"
    new = PageResult(Outcome.REFUSED, "https://coast.example/new", detail="index page")
    assert new_row(new, Screen()) == "refused    https://coast.example/new  index page"


@pytest.mark.parametrize("width", [40, 60, 80])
def test_rows_fit_the_terminal(width: int) -> None:
    """A row is a line: the end of an address, and what happened, are told."""
    address = f"https://coast.example/{'long-' * 30}surge"
    for detail in (None, "the site refuses to show it " * 5):
        row = visited_row(Visited(address, 7, Finding.BLOCKED, "403", detail, "coast.example"), Screen(width))
        assert width_of(row) <= width and "…" in row and "403" in row
    new = PageResult(Outcome.REFUSED, address, detail="index page")
    assert new_row(new, Screen(width)).endswith("surge  index page")


def test_findings_text() -> None:
    """What was found by kind; what did not happen is left out."""
    assert list(findings_text(FOUND)) == [
        "1,200 visits in 600 s, 5,000,000 bytes; the budget is used up",
        "  feeds          3",
        "  new            4  added 4",
        "  same       1,100",
        "  changed       90  edit 60, typo 30",
        "  gone           2",
        "  failed         8  dns 8",
        "    at              coast␛.example 8",
    ]


def test_findings_json() -> None:
    """All fields, for a program."""
    read = json.loads(findings_json(FOUND))
    assert (read["changed"], read["news"]["outcomes"], read["ended"]) == (
        {"edit": 60, "typo": 30},
        {"added": 4},
        "budget",
    )

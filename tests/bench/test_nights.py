"""The measure of a night's plan: all that it invents is due, and a plan has what was asked for."""

from pathlib import Path

from bench.nights import fill_archive, measure_plans


def test_a_plan_is_measured(tmp_path: Path) -> None:
    """Of a small archive, with a cap that some hosts reach."""
    fill_archive(tmp_path / "archive.db", 300, 5)
    table = measure_plans(tmp_path / "archive.db", [20, 400], 40)
    steps = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()[2:]]
    assert [(step[0], step[1]) for step in steps][:3] == [("begin the run", ""), ("learn", ""), ("plan", "20")]
    assert 100 < int(steps[3][1]) <= 200

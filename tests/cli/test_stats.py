"""`archive stats`: figures by name."""

from pathlib import Path

from tests.commands import Run, records


def test_stats(run: Run, archived: Path) -> None:
    """Figures by name."""
    figures = {one["figure"]: one["value"] for one in records(run("stats", "--db", archived, "--format", "jsonl")[1])}
    assert (figures["articles"], figures["sites"], figures["refused, empty"]) == (3, 1, 1)

"""Speed is told per page and in sum, over one reference."""

from pathlib import Path

import pytest

from bench.sets import LabelledPage
from bench.speed import measure, tools


def test_sum_and_median_are_told_apart(tmp_path: Path) -> None:
    """One runaway page of the reference makes the sum of all, but not the median."""
    file = tmp_path / "page.html"
    file.write_bytes(b"<p>" * 10)
    pages = [LabelledPage("set", str(number), None, file, {}) for number in range(10)]
    found = {tools.REFERENCE: [1.0] * 9 + [11.0], "ours": [1.0] * 10}
    lines = measure.tables(pages, found).splitlines()
    assert lines[3] == "| ours | 0.50 | 1.00 | 1.00 | 1.00 | 0.09 | 1.00 |"
    assert lines[-1] == "| ours | 0.50, 1.00 |"


def test_a_tool_that_fails_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """What it took up to there counts, and the reason is told."""

    def fail(body: bytes, url: str | None) -> object:
        raise ValueError("no tree")

    assert tools.seconds_of(fail, b"", "https://harbour.example/") >= 0
    assert "no tree" in capsys.readouterr().err

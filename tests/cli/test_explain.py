"""`archive explain`: the blocks of a page."""

import json
from pathlib import Path

from tests.commands import Run


def test_explain(run: Run, archived: Path) -> None:
    """Every block of the page, kept or stripped, with label, rule and text."""
    code, out, _ = run("explain", "2", "--db", archived)
    assert code == 0
    assert any(text.startswith("✓ body") for text in out.splitlines())
    assert any(text.startswith("✗ ") and "All rights reserved" in text for text in out.splitlines())
    read = json.loads(run("explain", "2", "--format", "json", "--db", archived)[1])
    assert [block["position"] for block in read] == list(range(len(read)))

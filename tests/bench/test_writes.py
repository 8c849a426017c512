"""The measure of what an article writes: all frames of the log are counted, and what is set goes back as it was."""

from pathlib import Path

from archive.store.file import sqlite_file
from bench.writes import PAGE, measure_writes


def test_what_an_article_writes_is_counted(tmp_path: Path) -> None:
    """Fewer pages are folded into the file than the log has; larger batches write less."""
    before = sqlite_file.SETTINGS
    small, large = (measure_writes(tmp_path / f"{size}.db", 10, 24, size) for size in (2, 24))
    assert PAGE < small.file < small.log
    assert large.log < small.log
    assert large.sum == large.log + large.file
    assert sqlite_file.SETTINGS is before

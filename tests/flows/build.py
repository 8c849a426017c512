"""An archive whose pages another extractor read."""

from pathlib import Path

from tests.outside import run_outside


def read_in_the_old_way(folder: Path) -> None:
    """Make what the archive in `folder` holds a reading of another extractor."""
    for statement in (
        "update articles set body = 'Read in the old way. ' || body, digest = 'old' || digest",
        "update revisions set body = 'Read in the old way. ' || body, digest = 'old' || digest",
        "update blocks set text = 'Read in the old way. ' || text where position = 3",
        "update revisions set extractor = 'archive 0.0.1, trafilatura 1.0'",
    ):
        run_outside(folder / "archive.db", statement)

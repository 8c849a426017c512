"""An archive whose pages another extractor read."""

import sqlite3
from contextlib import closing
from pathlib import Path


def read_in_the_old_way(folder: Path) -> None:
    """Make what the archive in `folder` holds a reading of another extractor."""
    with closing(sqlite3.connect(folder / "archive.db")) as connection, connection:
        for table in ("articles", "revisions"):
            connection.execute(f"update {table} set body = 'Read in the old way. ' || body, digest = 'old' || digest")
        connection.execute("update blocks set text = 'Read in the old way. ' || text where position = 3")
        connection.execute("update revisions set extractor = 'archive 0.0.1, trafilatura 1.0'")

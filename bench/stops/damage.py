"""One damaged page among many: an extraction of all and a night go on, and name it."""

import sqlite3
from collections import Counter
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from archive import Archive
from bench.stops.stage import SETTINGS, Stage

_DAMAGE = """UPDATE payloads SET zstd = substr(zstd, 1, length(zstd) / 2)
WHERE digest = (SELECT payload_digest FROM captures WHERE article_id = (SELECT max(id) / 2 FROM articles))"""


def damage_one(stage: Stage) -> tuple[Counter[str], Counter[str]]:
    """Count what an extraction of all pages and a night of all visits did beside a damaged page."""
    with Archive(_damaged(stage), SETTINGS) as archive:
        read = Counter({str(ending): count for ending, count in archive.reextract().pages.items()})
    with Archive(_damaged(stage), replace(SETTINGS, per_host=stage.held)) as archive:
        found = archive.recrawl(budget=4 * stage.held)  # of which half may be what the feed lists
    night = {"visits made": found.visited, "damaged": found.damaged, "visits that failed": sum(found.failed.values())}
    return read, Counter(night)


def _damaged(stage: Stage) -> Path:
    """Give a copy of the archive that an older extractor read, with one damaged page."""
    database = stage.copy(stage.outdated)
    with closing(sqlite3.connect(database)) as connection, connection:
        assert connection.execute(_DAMAGE).rowcount == 1
    return database

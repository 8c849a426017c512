"""The runs: ingests and the nights of re-crawls, with their counts and reports."""

import json
from typing import Final

from archive.app import Archive
from archive.errors import NotFound
from archive.render.metrics import OUTCOMES
from archive.serve.pages.asked import Data

COLUMNS: Final = ("id", "command", "started_at", "finished_at", *OUTCOMES)
NEWEST: Final = f"select {', '.join(COLUMNS)} from runs order by id desc limit 200"
ONE: Final = f"select {', '.join(COLUMNS)}, report from runs where id = :id"


def runs_page(archive: Archive) -> Data:
    """Give the newest runs with their counts."""
    return {"runs": [dict(zip(COLUMNS, row, strict=True)) for row in archive.query(NEWEST)]}


def run_page(archive: Archive, number: int) -> Data:
    """Give a run with the report of what it found. Raises NotFound."""
    rows = archive.query(ONE, {"id": number}).rows
    if not rows:
        raise NotFound("no run has this number", where=str(number))
    *facts, report = rows[0]
    return {"run": dict(zip(COLUMNS, facts, strict=True)), "report": json.loads(str(report)) if report else None}

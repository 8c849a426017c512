"""A run's file has each figure with the pages it rests on and the bounds that chance sets."""

import json
from pathlib import Path

from bench.extraction import record
from bench.extraction.extractors import Extraction
from bench.extraction.measures import PageScore, mean
from bench.extraction.results import Result, Results


def _row(page: int, recall: float, *, half: str = "read", precision: float | None = 1.0) -> Result:
    body = PageScore(precision, recall)
    found = Extraction(title="Dam", flags=("not_an_article",) if page == 1 else ())
    return Result("aed", str(page), None, "archive", 0.01, found, half=half, body=body, title=page > 0)


ROWS = [_row(0, 0.5), _row(1, 1.0, half="aside"), _row(2, 0.0, precision=None), _row(3, 0.9)]


def test_figures_are_those_of_the_tables() -> None:
    """Scores by half, with bounds around them; the same each time."""
    figures = record.figures_of(Results(ROWS))
    told = {(figure["half"], figure["measure"]): figure for figure in figures}
    score = mean([row.body for row in ROWS if row.body])
    body = told["all", "body"]
    assert (body["pages"], body["P"], body["R"], body["F1"]) == (4, 1.0, 0.6, round(score.f1, 4))
    assert body["low"] < body["F1"] < body["high"]
    assert told["read", "body"]["pages"] == 3
    assert told["all", "title"]["value"] == 0.75
    assert told["all", "flagged"]["value"] == 0.25
    assert told["all", "refused"]["value"] == 0.0
    assert figures == record.figures_of(Results(ROWS))


def test_file_says_what_the_figures_rest_on(tmp_path: Path) -> None:
    """Command, versions, commit and machine stand before them."""
    file = tmp_path / "results" / "strip.json"
    record.save_record(Results(ROWS), file, "python -m bench strip", {"newspaper4k": "0.9.6"})
    told = json.loads(file.read_text(encoding="utf-8"))
    assert told["command"] == "python -m bench strip"
    assert {"archive", "lxml", "newspaper4k"} <= told["versions"].keys()
    assert {"date", "commit", "machine", "interval"} <= told.keys()
    assert len(told["figures"]) == len(record.figures_of(Results(ROWS)))

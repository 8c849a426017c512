"""The figures of a run as a file: with versions, commit and machine, each score with its bootstrap interval."""

import json
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bench.extraction.extractors import OURS
from bench.extraction.results import Result, Results
from bench.tables import machine, packages, today

DRAWS, SEED = 1_000, 1
"""How often the pages are drawn anew, and by which chance."""
_DATA = re.compile(r"--data \S+")
"""Where the labelled pages stood is no part of what was measured."""
_COUNTED = ("snippets", "credits", "wire")
_SHARED = ("authors", "persons", "houses", "title", "date")
Table = NDArray[np.float64]
"""pages × what is summed or averaged of each"""
Figure = dict[str, Any]


def save_record(results: Results, file: Path, command: str, peers: Mapping[str, str]) -> None:
    """Write what a run measured. `peers`: by name the version, or why it was not installed."""
    about = {
        "command": _DATA.sub("--data DIR", command),
        "date": today(),
        "commit": describe_commit(),
        "versions": {**packages(), **peers},
        "machine": machine(),
        "interval": f"95 % of {DRAWS} draws of the pages, seed {SEED}",
    }
    lines = ",\n".join(json.dumps(figure, ensure_ascii=False) for figure in figures_of(results))
    head = json.dumps(about, ensure_ascii=False, indent=1).removesuffix("\n}")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f'{head},\n "figures": [\n{lines}\n]}}\n', encoding="utf-8")


def figures_of(results: Results) -> list[Figure]:
    """Give every figure that the results allow: by half of the hosts, set, language or kind, and extractor."""
    return [
        figure
        for half in ("all", "read", "aside")
        for name, rows in _groups(results.rows, half).items()
        for extractor in results.extractors
        for figure in _figures({"set": name, "half": half, "extractor": extractor}, Results(rows).by(extractor))
    ]


def _groups(rows: Sequence[Result], half: str) -> dict[str, list[Result]]:
    """Give the results of a half, or of all, by set, and by the languages or kinds of page in a set."""
    groups: dict[str, list[Result]] = {}
    for row in (row for row in rows if half in ("all", row.half)):
        part = row.kind or row.language
        for name in (row.set, f"{row.set}: {part}") if part else (row.set,):
            groups.setdefault(name, []).append(row)
    return groups


def _figures(about: Mapping[str, str], chosen: Results) -> list[Figure]:
    rows = chosen.rows
    figures: list[Figure] = []
    bodies = [(row.body.precision, row.body.recall) for row in rows if row.body is not None]
    if bodies:
        table = np.array([[np.nan if told is None else told for told in pair] for pair in bodies])
        figures.append(_scored("body", table, _mean_scores))
    for measure in _COUNTED:
        counts = [count for row in rows if (count := getattr(row, measure)) is not None]
        if counts:
            table = np.array([[float(count.get(name, 0)) for name in ("tp", "fp", "fn")] for count in counts])
            figures.append(_scored(measure, table, _summed_scores))
    false = [one.get("fp", 0) > 0 for row in rows if (one := row.credits) is not None and not _wanted(one)]
    if false:
        figures.append(_shared("false credits", false))
    for measure in _SHARED:
        right = [told for row in rows if (told := getattr(row, measure)) is not None]
        if right and chosen.share(measure) is not None:
            figures.append(_shared(measure, right))
    if rows and about["extractor"] == OURS:
        figures += [_shared("refused", [row.found.refused is not None for row in rows])]
        figures += [_shared("flagged", [Results([row]).flagged() > 0 for row in rows])]
    if rows:
        figures.append({"measure": "CPU ms a page", "pages": len(rows), "value": round(chosen.milliseconds(), 1)})
    return [{**about, **figure} for figure in figures]


def _wanted(counts: Mapping[str, int]) -> int:
    """Give how many credits a page is labelled with."""
    return counts.get("tp", 0) + counts.get("fn", 0)


def _scored(measure: str, table: Table, scores: Callable[[Table], Table]) -> Figure:
    """Give precision, recall and F1, and the bounds of F1 over draws."""
    (precision, recall, f1) = scores(table[None])[0]
    drawn = np.concatenate([scores(table[places]) for places in np.array_split(_draws(len(table)), 10)])
    low, high = np.percentile(drawn[:, 2], (2.5, 97.5))
    told = zip(("P", "R", "F1", "low", "high"), (precision, recall, f1, low, high), strict=True)
    return {"measure": measure, "pages": len(table), **{name: round(float(value), 4) for name, value in told}}


def _mean_scores(drawn: Table) -> Table:
    """Give macro scores; pages without output count in recall only."""
    given = ~np.isnan(drawn[..., 0])
    precision = np.where(given, drawn[..., 0], 0.0).sum(axis=1) / np.maximum(1, given.sum(axis=1))
    return _with_harmonic(precision, drawn[..., 1].mean(axis=1))


def _summed_scores(drawn: Table) -> Table:
    hits, wrong, lost = np.moveaxis(drawn.sum(axis=1), 1, 0)
    return _with_harmonic(hits / np.maximum(1, hits + wrong), hits / np.maximum(1, hits + lost))


def _with_harmonic(precision: Table, recall: Table) -> Table:
    total = precision + recall
    return np.stack([precision, recall, 2 * precision * recall / np.where(total > 0, total, 1.0)], axis=1)


def _shared(measure: str, right: Sequence[bool]) -> Figure:
    """Give a share of pages, and its bounds over draws."""
    told = np.array(right, dtype=np.float64)
    low, high = np.percentile(told[_draws(len(told))].mean(axis=1), (2.5, 97.5))
    values = {"value": told.mean(), "low": low, "high": high}
    return {"measure": measure, "pages": len(told), **{name: round(float(value), 4) for name, value in values.items()}}


def _draws(count: int) -> NDArray[np.int64]:
    return np.random.default_rng(SEED).integers(0, count, (DRAWS, count))


def describe_commit() -> str:
    """Give the commit that is measured; with a "+" where files differ from it, and "" outside a checkout."""
    told = subprocess.run(
        ("git", "describe", "--always", "--dirty=+", "--match="), capture_output=True, text=True, check=False
    )
    return told.stdout.strip()

"""Figures for Prometheus: the text format that its node exporter's textfile collector reads.

https://prometheus.io/docs/instrumenting/exposition_formats/#text-based-format
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from archive.render.rows import Cell
from archive.times import hours

LABELS: Final = {
    "reporting": ("articles_by_reporting", "reporting"),
    "languages": ("articles_by_language", "language"),
    "credits": ("credits_by_role", "role"),
    "refused": ("refused_captures", "reason"),
}
"""The figures of Stats that are by name: what the metric is called, and the name."""
RUNS: Final = """
select command, started_at, finished_at, added, revised, unchanged, duplicate, refused, failed
from runs where id in (select max(id) from runs where finished_at is not null group by command) order by command
"""
"""The newest run of each command that came to its end."""
OUTCOMES: Final = ("added", "revised", "unchanged", "duplicate", "refused", "failed")


def metrics_lines(figures: Mapping[str, object], runs: Sequence[Sequence[Cell]]) -> Iterator[str]:
    """Give the lines: what the archive holds, then the newest runs, as `RUNS` asks for them.

    `figures`: the fields of Stats: a number, or a tuple of (name, number).
    """
    for name, value in figures.items():
        if isinstance(value, int):
            yield from _metric(f"archive_{name}", f"{name.replace('_', ' ')} in the archive", [({}, value)])
        elif name in LABELS and isinstance(value, tuple):
            metric, label = LABELS[name]
            counted = [({label: str(part)}, int(count)) for part, count in value]
            yield from _metric(f"archive_{metric}", metric.replace("_", " "), counted)
    ends = [({"command": str(run[0])}, round(hours(str(run[2])) * 3600)) for run in runs]
    yield from _metric("archive_last_run_timestamp_seconds", "when the newest run of a command ended", ends)
    taken = [({"command": str(run[0])}, round((hours(str(run[2])) - hours(str(run[1]))) * 3600)) for run in runs]
    yield from _metric("archive_last_run_seconds", "how long it took", taken)
    pages = [
        ({"command": str(run[0]), "outcome": outcome}, int(str(count)))
        for run in runs
        for outcome, count in zip(OUTCOMES, run[3:], strict=True)
    ]
    yield from _metric("archive_last_run_pages", "pages of it by outcome", pages)


def _metric(name: str, meaning: str, values: Sequence[tuple[Mapping[str, str], int]]) -> Iterator[str]:
    yield f"# HELP {name} {meaning}"
    yield f"# TYPE {name} gauge"
    for labels, value in values:
        told = ",".join(f'{key}="{_escaped(label)}"' for key, label in labels.items())
        yield f"{name}{{{told}}} {value}" if told else f"{name} {value}"


def _escaped(label: str) -> str:
    return label.replace("\\", r"\\").replace('"', r"\"").replace("\n", r"\n")

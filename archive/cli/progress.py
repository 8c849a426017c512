"""Printing an ingest as it runs: a row a page on stdout, under them on stderr a bar with the rate and the time left."""

import sys
from dataclasses import asdict
from time import monotonic
from typing import Final, Self

import click
from tqdm import tqdm

from archive.cli.output import current_screen, print_lines
from archive.model import IngestReport, Outcome, PageResult
from archive.render.results import next_steps, passed_over_lines, result_heading, result_row, result_totals
from archive.render.rows import json_text

PATIENCE: Final = 1.0  # seconds without a bar
FIRST: Final = 1
"""The number of the first article of an archive: whoever added it is new here, and is told what to try next."""


class ResultPrinter:
    """Prints results. `form`: table or jsonl. `total`: pages to come, None if nobody knows.

    The bar is there after a second, and only in a terminal.
    """

    def __init__(self, form: str, *, quiet: bool, total: int | None) -> None:
        self._table = form == "table"
        self._quiet = quiet
        self._screen = current_screen()
        self._begun = monotonic()
        self._bar = tqdm(
            total=total, delay=PATIENCE, disable=None, file=sys.stderr, unit=" pages", dynamic_ncols=True, leave=False
        )
        self._first = False  # whether this run added the first article of the archive

    def __enter__(self) -> Self:
        if self._table and not self._quiet:
            print_lines([result_heading(self._screen)])
        return self

    def __exit__(self, *error: object) -> None:
        self._bar.close()

    def add(self, result: PageResult) -> None:
        """Print the result of one page."""
        self._first |= result.outcome is Outcome.ADDED and result.article_id == FIRST
        if not self._quiet:
            self._print(result_row(result, self._screen) if self._table else json_text(asdict(result)))
        self._bar.update()

    def finish(self, report: IngestReport, database: str | None) -> None:
        """Print the totals, what was passed over, and once an archive what to try next. `database`: as --db gave it."""
        self._sum_up(report, database)
        for line in passed_over_lines(report.passed_over):
            click.echo(line, err=True)

    def _sum_up(self, report: IngestReport, database: str | None) -> None:
        told = result_totals(report.counts, report.seconds)
        if not self._table:
            click.echo(told, err=True)  # stdout holds JSON only
            return
        print_lines([told] if self._quiet else ["", told])
        if self._first and not self._quiet:
            print_lines(["", next_steps(database, FIRST)])

    def _print(self, text: str) -> None:
        if self._bar.disable or monotonic() - self._begun < PATIENCE:
            click.echo(text)
        else:
            with self._bar.external_write_mode():
                click.echo(text)

"""`archive stats`: the archive's holdings in figures."""

from dataclasses import asdict
from typing import Literal

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, format_option, open_archive
from archive.cli.output import current_screen, print_lines, print_pieces
from archive.render.metrics import RUNS, metrics_lines
from archive.render.rows import ROW_FORMS, RowForm, draw_rows

HELP = f"""{COMMANDS["stats"]}

Articles, sites, credits, revisions, refused pages, bytes.

\b
  archive stats --format json
  archive stats --format prometheus > /var/lib/node_exporter/archive.prom
"""


@click.command(help=HELP)
@format_option(*ROW_FORMS, "prometheus")
@common_options
def command(form: RowForm | Literal["prometheus"], db: str | None) -> None:
    with open_archive(db) as archive:
        figures = archive.stats()
        if form == "prometheus":
            print_lines(metrics_lines(asdict(figures), archive.query(RUNS).rows))
            return
    print_pieces(draw_rows(form, ("figure", "value"), figures.items(), current_screen()))

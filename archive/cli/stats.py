"""`archive stats`: the archive's holdings in figures."""

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, format_option, open_archive
from archive.cli.output import current_screen, print_pieces
from archive.render.rows import ROW_FORMS, RowForm, draw_rows

HELP = f"""{COMMANDS["stats"]}

Articles, sites, credits, revisions, refused pages, bytes.

\b
  archive stats --format json
"""


@click.command(help=HELP)
@format_option(*ROW_FORMS)
@common_options
def command(form: RowForm, db: str | None) -> None:
    with open_archive(db) as archive:
        figures = archive.stats()
    print_pieces(draw_rows(form, ("figure", "value"), figures.items(), current_screen()))

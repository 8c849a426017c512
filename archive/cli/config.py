"""`archive config`: the settings that count, and where each is from."""

import os

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, format_option
from archive.cli.output import current_screen, print_pieces
from archive.render.rows import ROW_FORMS, Cell, RowForm, draw_rows
from archive.settings import trace_settings

HELP = f"""{COMMANDS["config"]}

A flag counts more than the environment, that more than archive.toml in this folder, that more than the one in
~/.config/archive. A password is not shown.

\b
  archive config
  ARCHIVE_HOST_DELAY=5 archive config --format json
"""


@click.command(help=HELP)
@format_option(*ROW_FORMS)
@common_options
def command(form: RowForm, db: str | None) -> None:
    """Print them."""
    rows = [(one.name, _cell(one.value), one.source) for one in trace_settings({"db": db}, environ=os.environ)]
    print_pieces(draw_rows(form, ("setting", "value", "from"), rows, current_screen()))


def _cell(value: object) -> Cell:
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, tuple):
        return ", ".join(map(str, value)) or None
    return value if isinstance(value, int | float) else str(value) or None

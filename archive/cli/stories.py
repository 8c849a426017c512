"""`archive stories`: the texts that most sites printed."""

from typing import TYPE_CHECKING

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, filter_options, format_option, open_archive
from archive.cli.output import current_screen, print_pieces
from archive.render.rows import ROW_FORMS, RowForm
from archive.render.stories import story_rows

if TYPE_CHECKING:
    from archive.store.read.filters import Filter

HELP = f"""{COMMANDS["stories"]}

A story is one text on several sites, word for word or nearly. Filters are met by one of its copies. `silent` counts the
copies that do not name the agency which others name; `archive show --copies` tells them one by one.

\b
  archive stories
  archive stories --site example.com --since 2026-11 --min-copies 5
"""


@click.command(help=HELP)
@filter_options
@click.option(
    "--min-copies", type=click.IntRange(2), default=2, show_default=True, metavar="N", help="Only with so many copies."
)
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@format_option(*ROW_FORMS)
@common_options
def command(min_copies: int, limit: int, form: RowForm, db: str | None, wanted: "Filter") -> None:
    """Print them."""
    with open_archive(db) as archive:
        found = archive.stories(wanted, least=min_copies, limit=limit)
    print_pieces(story_rows(found, form, current_screen()))

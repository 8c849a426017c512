"""`archive stories`: the texts that most sites printed."""

import click

from archive.cli import COMMANDS
from archive.cli.options import FORMATS, everywhere, filters, formats, opened
from archive.cli.output import emit, screen

HELP = f"""{COMMANDS["stories"]}

A story is one text on several sites, word for word or nearly. Filters are met by one of its copies. `silent` counts the
copies that do not name the agency which others name; `archive show --copies` tells them one by one.

\b
  archive stories
  archive stories --site example.com --since 2026-11 --min-copies 5
"""


@click.command(help=HELP)
@filters
@click.option(
    "--min-copies", type=click.IntRange(2), default=2, show_default=True, metavar="N", help="Only with so many copies."
)
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@formats(*FORMATS)
@everywhere
def command(min_copies: int, limit: int, form: str, db: str | None, **wanted: str | None) -> None:
    """Print them."""
    from archive.render.stories import story_rows
    from archive.store.read.filters import Filter

    with opened(db) as archive:
        found = archive.stories(Filter(**wanted), least=min_copies, limit=limit)
    emit(story_rows(found, form, screen()))

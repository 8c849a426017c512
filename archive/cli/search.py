"""`archive search`: articles by their words."""

import click

from archive.cli import COMMANDS
from archive.cli.options import FORMATS, everywhere, filters, formats, opened
from archive.cli.output import emit, emit_lines, screen

HELP = f"""{COMMANDS["search"]}

All words must be there, in the title, standfirst or body; "in quotes" as a phrase. The best match comes first.

\b
  archive search storm surge
  archive search '"storm surge"' --source Reuters --since 2026-11
"""


@click.command(help=HELP)
@click.argument("words", nargs=-1, required=True)
@filters
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@formats("list", *FORMATS)
@everywhere
def command(words: tuple[str, ...], limit: int, form: str, db: str | None, **wanted: str | None) -> None:
    """Print the hits."""
    from archive.render.search_results import hit_list, hit_rows, snippet_marks
    from archive.store.read.filters import Filter

    shown = screen()
    around = snippet_marks(shown) if form == "list" else ("[", "]")
    with opened(db) as archive:
        found = archive.search(" ".join(words), Filter(**wanted), limit=limit, marks=around)
    if form == "list":
        emit_lines(hit_list(found, shown))
    else:
        emit(hit_rows(found, form, shown))

"""`archive search`: articles by their words."""

from typing import TYPE_CHECKING, Literal

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, filter_options, format_option, open_archive
from archive.cli.output import current_screen, print_lines, print_pieces
from archive.render.rows import ROW_FORMS, RowForm
from archive.render.search_results import hit_list, hit_rows, snippet_marks

if TYPE_CHECKING:
    from archive.store.read.filters import Filter

HELP = f"""{COMMANDS["search"]}

All words must be there, in the title, standfirst or body; "in quotes" as a phrase. The best match comes first.

\b
  archive search storm surge
  archive search '"storm surge"' --source Reuters --since 2026-11
"""


@click.command(help=HELP)
@click.argument("words", nargs=-1, required=True)
@filter_options
@click.option("--everything", is_flag=True, help="Pages that are no articles too: products, forums, manuals …")
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@format_option("list", *ROW_FORMS)
@common_options
def command(
    words: tuple[str, ...],
    limit: int,
    form: RowForm | Literal["list"],
    db: str | None,
    wanted: "Filter",
    everything: bool,
) -> None:
    """Print the hits."""
    shown = current_screen()
    around = snippet_marks(shown) if form == "list" else ("[", "]")
    with open_archive(db) as archive:
        found = archive.search(" ".join(words), wanted, limit=limit, marks=around, everything=everything)
    if form == "list":
        print_lines(hit_list(found, shown))
    else:
        print_pieces(hit_rows(found, form, shown))

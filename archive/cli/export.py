"""`archive export`: articles into a file or folder."""

from typing import TYPE_CHECKING

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, filter_options, format_option, open_archive
from archive.cli.output import current_screen, print_pieces
from archive.render.export_files import FORMS, ExportForm, article_pieces
from archive.render.terminal import count_of

if TYPE_CHECKING:
    from archive.store.read.filters import Filter

HELP = f"""{COMMANDS["export"]}

jsonl and csv go to standard output or, with -o, into one file; markdown is one file an article, and -o its folder. A
link is followed, a pipe or device is written into.

\b
  archive export > articles.jsonl
  archive export --format csv -o articles.csv --source Reuters
  archive export --format markdown -o articles/
"""


@click.command(help=HELP)
@format_option(*FORMS)
@click.option("-o", "--output", metavar="PATH", help="Where to write.")
@filter_options
@common_options
def command(form: ExportForm, output: str | None, db: str | None, wanted: "Filter") -> None:
    """Write the articles."""
    with open_archive(db) as archive:
        if output is not None:
            count = archive.export(output, form, wanted, raw_cells=current_screen().raw_cells)
            click.echo(f"{count_of(count, 'article')} written to {output}", err=True)
            return
        print_pieces(article_pieces(form, archive.articles(wanted), current_screen()))

"""`archive sites`: each site in figures, and where they jumped."""

from dataclasses import astuple, fields

import click

from archive.cli import COMMANDS, FAILED
from archive.cli.options import common_options, format_option, open_archive
from archive.cli.output import current_screen, print_pieces
from archive.render.rows import ROW_FORMS, RowForm, draw_rows

HELP = f"""{COMMANDS["sites"]}

Articles, their median words, and shares of 1: of the text of their pages what is stripped, of the articles those
without author, date or source, and those that are its own, mixed or syndicated, as far as the archive knows.

With --drift only figures that jumped: the newest articles of a site, as they were first seen, against up to 200 before
them. A layout has changed there, or pages are no longer what they were. Half as many words again or a third less, 15
points of stripped text or 25 of a share are a jump, if chance does not explain it (four standard errors). Sites with
fewer than twice --newest articles are not judged.

\b
  archive sites
  archive sites --drift --newest 30 || echo look at these

Exit codes: 1 if --drift found any, else as always.
"""


@click.command(help=HELP)
@click.option("--site", metavar="DOMAIN", help="Only this site.")
@click.option("--drift", is_flag=True, help="Only what jumped.")
@click.option(
    "--newest", type=click.IntRange(5), default=20, show_default=True, metavar="N", help="Articles that --drift judges."
)
@format_option(*ROW_FORMS)
@common_options
def command(site: str | None, drift: bool, newest: int, form: RowForm, db: str | None) -> int:
    """Print them; give the exit code."""
    from archive.store.read.sites import Drift, SiteFigures

    with open_archive(db) as archive:
        rows = archive.drifts(site, newest=newest) if drift else archive.sites(site)
    names = [field.name for field in fields(Drift if drift else SiteFigures)]
    print_pieces(draw_rows(form, names, map(astuple, rows), current_screen()))
    return FAILED if drift and rows else 0

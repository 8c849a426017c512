"""`archive edits`: what articles said otherwise than before, and whether their sites say so."""

import sys
from typing import Literal

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, format_option, open_archive
from archive.cli.output import current_screen, print_lines, print_pieces
from archive.errors import UsageError
from archive.render.rows import ROW_FORMS, RowForm, row_form

HELP = f"""{COMMANDS["edits"]}

An edit is disclosed by a correction notice in the text (`notice`) or by a newer time of change that the page gives
(`time`); else it is silent. Dates are those at which the archive saw it.

\b
  archive edits --site example.com --since 2026-11 --silent
  archive edits --kind headline --kind rewrite --format jsonl
  archive edits --by-site
  archive edits --format atom > edits.atom
"""


@click.command(help=HELP)
@click.option("--site", metavar="DOMAIN", help="Only edits of this site.")
@click.option("--kind", "kinds", multiple=True, metavar="KIND", help="Only of this kind (repeatable).")
@click.option("--since", metavar="DATE", help="Seen then or later: 2026, 2026-11 or 2026-11-22.")
@click.option("--until", metavar="DATE", help="Seen then or before.")
@click.option("--silent/--disclosed", "silent", default=None, help="Only what the site does not disclose, or does.")
@click.option("--by-site", is_flag=True, help="Count them by site, with the share that is silent.")
@click.option("-n", "--limit", type=click.IntRange(1), metavar="N", help="At most so many.  [default: 50]")
@format_option("text", *ROW_FORMS, "atom", default=None)
@common_options
def command(
    site: str | None,
    kinds: tuple[str, ...],
    since: str | None,
    until: str | None,
    silent: bool | None,
    by_site: bool,
    limit: int | None,
    form: RowForm | Literal["text", "atom"] | None,
    db: str | None,
) -> None:
    """Print them."""
    from archive.render.edits import edit_lines, edit_rows, edits_feed, site_edit_rows
    from archive.store.read.edits import EditFilter

    wanted = EditFilter(site, since, until, kinds, None if silent is None else not silent)
    if by_site and form in ("text", "atom"):
        raise UsageError(f"counts by site are rows: {', '.join(ROW_FORMS)}", where="--format")
    with open_archive(db) as archive:
        if by_site:
            print_pieces(
                site_edit_rows(archive.edits_by_site(wanted)[:limit], row_form(form or "table"), current_screen())
            )
            return
        found = archive.edits(wanted, limit=limit or 50)
    if form == "atom":
        sys.stdout.buffer.write(edits_feed(found, site) + b"\n")
    elif form in (None, "text"):
        print_lines(edit_lines(found, current_screen()))
    else:
        print_pieces(edit_rows(found, row_form(form or "table"), current_screen()))

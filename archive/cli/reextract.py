"""`archive reextract`: stored pages read again."""

import sys
from functools import partial
from typing import TYPE_CHECKING, NoReturn

import click
from tqdm import tqdm

from archive.cli import COMMANDS, FAILED
from archive.cli.options import common_options, filter_options, format_option, open_archive
from archive.cli.output import current_screen, print_lines, print_pieces
from archive.cli.progress import PATIENCE
from archive.cli.signals import stop_on_signals
from archive.judge.rereading import Ending, PageReread
from archive.render.rereading import rereading_json, rereading_text
from archive.render.terminal import one_safe_line

if TYPE_CHECKING:
    from archive.store.read.filters import Filter

HELP = f"""{COMMANDS["reextract"]}

After an upgrade: what an older extractor read is read again from the stored bytes, and replaced where it comes out
better. Nothing is fetched and no revision is made, for the articles did not change; where nothing is found any more the
old text stays. Pages that were refused get another chance. The same command goes on where it was interrupted; with
--all it begins again.

\b
  archive reextract --dry-run
  archive reextract --site example.com --all
  archive reextract --url https://example.com/story --all

A page whose stored bytes are damaged is named and left, and what was read of it stays; the exit code is then 1.

The report compares words kept and blocks stripped, before and after, by site and by label.
"""


@click.command(help=HELP)
@click.option("--url", "references", multiple=True, metavar="ARTICLE", help="Only this article: a URL or number.")
@filter_options
@click.option("--all", "everything", is_flag=True, help="What this version has read too.")
@click.option("--dry-run", is_flag=True, help="Report what would change, and change nothing.")
@click.option("--workers", metavar="N", help="Processes that extract.  [default: one a core]")
@click.option("--page-timeout", metavar="SECONDS", help="Give a page up after so long.  [default: 30]")
@format_option("table", "json")
@common_options
def command(
    references: tuple[str, ...],
    everything: bool,
    dry_run: bool,
    workers: str | None,
    page_timeout: str | None,
    form: str,
    db: str | None,
    wanted: "Filter",
) -> int:
    """Read again, then print the report; give the exit code."""
    with (
        open_archive(db, workers=workers, page_timeout=page_timeout) as archive,
        stop_on_signals() as stop,
        tqdm(delay=PATIENCE, disable=None, file=sys.stderr, unit=" pages", dynamic_ncols=True, leave=False) as bar,
    ):
        found = archive.reextract(
            wanted,
            references=references,
            everything=everything,
            dry_run=dry_run,
            begin=bar.reset,
            each=partial(_show_page, bar),
            stop=stop,
        )
    if form == "json":
        print_lines([rereading_json(found, dry_run=dry_run)])
    else:
        print_pieces(rereading_text(found, current_screen(), dry_run=dry_run))
    if stop.code:
        click.echo("archive: stopped; without --all the same command goes on from here", err=True)
    return stop.code or (FAILED if found.pages[Ending.DAMAGED] else 0)


def _show_page(bar: "tqdm[NoReturn]", page: PageReread) -> None:
    """Count a page, and name it if its stored bytes are damaged."""
    bar.update()
    if page.ending is Ending.DAMAGED:
        with bar.external_write_mode(file=sys.stderr):
            told = one_safe_line(f"{page.url or page.origin}: {page.detail}")
            click.echo(f"archive: {told}", err=True)

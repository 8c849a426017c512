"""`archive load`: the pages of shards into the archive."""

import click

from archive.cli import COMMANDS, FAILED
from archive.cli.ingest import imports_uncollected
from archive.cli.options import common_options, format_option, open_archive
from archive.cli.progress import ResultPrinter
from archive.cli.signals import stop_on_signals
from archive.model import Outcome

HELP = f"""{COMMANDS["load"]}

A FOLDER is one that `archive bulk --out` filled, here or at a URL of a file system (s3://bucket/shards). Only shards
with a receipt are read, in the order of their WARC files; the archive is then what `archive ingest` of those makes. The
same again changes nothing; so after an interruption the same command goes on where it ended.

\b
  archive bulk warcs/ --out shards/ --tasks 16
  archive load shards/ --quiet
"""


@click.command(help=HELP)
@click.argument("folders", nargs=-1, required=True, metavar="FOLDER...")
@click.option("-q", "--quiet", is_flag=True, help="Print the totals only.")
@format_option("table", "jsonl")
@common_options
def command(folders: tuple[str, ...], quiet: bool, form: str, db: str | None) -> int:
    """Print each page once it is stored, then what the run did; give the exit code."""
    with (
        open_archive(db, create=True) as archive,
        stop_on_signals() as stop,
        ResultPrinter(form, quiet=quiet, total=None) as rows,
        imports_uncollected(),
    ):
        report = archive.load(*folders, each=rows.add, stop=stop)
    rows.finish(report, db)
    if stop.code:
        click.echo("archive: stopped; the same command goes on from here", err=True)
    return stop.code or (FAILED if report.counts.get(Outcome.FAILED) else 0)

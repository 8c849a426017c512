"""`archive db`: check, back up, hand on and mend the database."""

from pathlib import Path

import click

from archive.cli import COMMANDS, FAILED
from archive.cli.options import common_options, give_up_log, open_archive, verbose_option
from archive.cli.output import print_lines
from archive.render.terminal import one_safe_line

HELP = f"""{COMMANDS["db"]}

\b
  archive db check
  archive db backup /media/disk/news-2026-11.db
  archive db slim news-without-pages.db
  archive db optimize
  archive db copy archive.db postgresql://clerk@db.example/news
"""


@click.group(help=HELP)
def command() -> None:
    """Hold the commands on the database itself."""


@command.command()
@common_options
def check(db: str | None) -> int:
    """Look whether anything is damaged; then the exit code is 1.

    Reads all of it: the file, its references, the search index, the digest of every stored page. Changes nothing.
    """
    with open_archive(db) as archive:
        found = archive.check()
    for what, where, why in found.faults:
        print_lines([f"{what}  {one_safe_line(where)}: {one_safe_line(why)}"])
    for what, count in found.counts.items():
        print_lines([f"{count:,} × {what}"])
    left_out = f", {found.left_out:,} are not in this copy" if found.left_out else ""
    print_lines(
        [f"{found.pages:,} stored pages read{left_out}; {'all is sound' if found.sound else 'damage was found'}"]
    )
    if found.outdated:
        print_lines([f"{found.outdated:,} revisions were read by another version: archive reextract reads them again"])
    return 0 if found.sound else FAILED


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@common_options
def backup(file: Path, db: str | None) -> None:
    """Copy the database to a new FILE, while others go on writing."""
    with open_archive(db) as archive:
        print_lines([f"{one_safe_line(str(file))}: {archive.backup(file):,} bytes"])


@command.command()
@click.argument("source", metavar="FROM")
@click.argument("target", metavar="TO")
@verbose_option
def copy(source: str, target: str) -> None:
    """Copy an archive FROM a file or postgresql:// URL TO a new one, and compare the two.

    What was cut off is gone on with by the same command. Both are read in whole to be compared.
    """
    from archive.app import Archive

    copied = Archive.copy_archive(source, target)
    for one in copied:
        print_lines([f"{one.rows:,} × {one.name}  {one.digest[:12]}"])
    print_lines([f"{sum(one.rows for one in copied):,} rows copied; both sides have the same rows and digests"])


@command.command()
@click.argument("file", type=click.Path(path_type=Path))
@common_options
def slim(file: Path, db: str | None) -> None:
    """Copy it to a new FILE without the pages as received, to hand on."""
    with open_archive(db) as archive:
        print_lines([f"{one_safe_line(str(file))}: {archive.slim(file):,} bytes"])


@command.command()
@click.option("--without-log", is_flag=True, help="Go on with what the file holds, where its log (-wal) is gone.")
@common_options
def optimize(db: str | None, without_log: bool) -> None:
    """Make the search index anew and give free room back.

    Mends a damaged search index. Needs about as much free disk as the database has.
    """
    if without_log:
        give_up_log(db)
    with open_archive(db) as archive:
        before, after = archive.optimize()
    print_lines([f"{before:,} bytes before, {after:,} after; the search index is made anew"])

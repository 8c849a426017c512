"""`archive forget`: articles out of the archive, for good."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from archive.cli import COMMANDS, FAILED
from archive.cli.options import common_options, open_archive
from archive.cli.output import print_lines
from archive.database_url import is_server
from archive.errors import UsageError
from archive.render.terminal import count_of, one_safe_line

if TYPE_CHECKING:
    from archive.store.read.forgettable import Forgettable

HELP = f"""{COMMANDS["forget"]}

Gone are its texts of all times, the pages as received, its place in the search index, its visits, its links with copies
on other sites, and what was learnt from it about its site. With --site the site is followed no more either. A note
without content stays: when how many were forgotten, and a hash of each address, by which a re-crawl knows not to bring
it back; `archive ingest` of the address does. The file is written anew, so that the words are not in it any more; that
needs as much free disk as it has. Backups and copies made before keep them.

\b
  archive forget https://example.com/story
  archive forget --site example.com
  archive forget --before 2024-01 --yes
"""


@click.command(help=HELP)
@click.argument("references", nargs=-1, metavar="[URL|ID]...")
@click.option("--site", metavar="DOMAIN", help="All of this site.")
@click.option("--before", metavar="DATE", help="All first seen before: 2024, 2024-01 or 2024-01-15.")
@click.option("--dry-run", is_flag=True, help="Say what would be forgotten, and forget nothing.")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@common_options
def command(
    references: tuple[str, ...], site: str | None, before: str | None, dry_run: bool, yes: bool, db: str | None
) -> int:
    """Tell what that is, ask, and forget it."""
    from archive.store.read.forgettable import ForgetRequest

    asked = ForgetRequest(references, site, before)
    with open_archive(db) as archive:
        meant = archive.forgettable(asked)
        print_lines(_told(meant, archive.settings.db))
        nothing = not (meant.articles or meant.captures or asked.site)
        if dry_run or nothing:
            return 0
        if not yes and not _agreed():
            print_lines(["nothing was forgotten"])
            return FAILED
        done = archive.forget(asked)
    print_lines(
        [
            f"forgotten: {count_of(done.articles, 'article')}, {count_of(done.revisions, 'revision')}, "
            f"{count_of(done.pages, 'page')} as received"
        ]
    )
    return 0


def _agreed() -> bool:
    if not os.isatty(0):
        raise UsageError("nobody can be asked here: say --yes, or --dry-run to see what it would be")
    return click.confirm("Forget them for good?", default=False)


def _told(meant: "Forgettable", database: str) -> Iterator[str]:
    """Say what is to be forgotten, and which copies of the database beside it keep it."""
    alone = f", {count_of(len(meant.captures), 'page')} without an article" if meant.captures else ""
    yield (
        f"{count_of(len(meant.articles), 'article')}, {count_of(meant.revisions, 'revision')}{alone}; "
        f"{count_of(meant.pages, 'page')} as received, {meant.bytes:,} bytes"
    )
    for url, title in meant.first:
        yield f"  {one_safe_line(url)}  {one_safe_line(title or '')}".rstrip()
    if (more := len(meant.articles) - len(meant.first)) > 0:
        yield f"  … {more:,} more"
    path = Path(database)
    beside = [] if is_server(database) else path.parent.glob(f"{path.stem}.before-*.db")
    copies = sorted(path.name for path in beside)
    yield "Backups and copies made before keep them" + (f": {', '.join(map(one_safe_line, copies))}" if copies else "")

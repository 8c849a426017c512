"""`archive sites`: each site in figures, and where they jumped; whose it is, and what its publisher is called."""

import csv
import io
from collections.abc import Iterator
from dataclasses import astuple, fields
from pathlib import Path

import click

from archive.cli import COMMANDS, FAILED
from archive.cli.options import common_options, format_option, open_archive, text_or_stdin
from archive.cli.output import current_screen, print_lines, print_pieces
from archive.errors import UnreadableFile, UsageError
from archive.model import Unreadable
from archive.render.rows import ROW_FORMS, RowForm, draw_rows
from archive.render.terminal import count_of, one_safe_line

HELP = f"""{COMMANDS["sites"]}

The name of its publisher, articles, their median words, and shares of 1: of the text of their pages what is stripped,
of the articles those without author, date or source, and those that are its own, mixed or syndicated, as far as the
archive knows.

With --drift only figures that jumped: the newest articles of a site, as they were first seen, against up to 200 before
them. A layout has changed there, or pages are no longer what they were. Half as many words again or a third less, 15
points of stripped text or 25 of a share are a jump, if chance does not explain it (four standard errors). Sites with
fewer than twice --newest articles are not judged.

\b
  archive sites
  archive sites --drift --newest 30 || echo look at these
  archive sites rename example.com "The Example"
  archive sites owners owners.csv

Exit codes: 1 if --drift found any, else as always.
"""


@click.group(help=HELP, invoke_without_command=True)
@click.option("--site", metavar="DOMAIN", help="Only this site.")
@click.option("--drift", is_flag=True, help="Only what jumped.")
@click.option(
    "--newest", type=click.IntRange(5), default=20, show_default=True, metavar="N", help="Articles that --drift judges."
)
@format_option(*ROW_FORMS)
@common_options
@click.pass_context
def command(
    context: click.Context, site: str | None, drift: bool, newest: int, form: RowForm, db: str | None
) -> int | None:
    """Print them, unless a subcommand follows; give the exit code."""
    context.obj = db
    if context.invoked_subcommand:
        return None
    from archive.store.read.sites import Drift, SiteFigures

    with open_archive(db) as archive:
        rows = archive.drifts(site, newest=newest) if drift else archive.sites(site)
    names = [field.name for field in fields(Drift if drift else SiteFigures)]
    print_pieces(draw_rows(form, names, map(astuple, rows), current_screen()))
    return FAILED if drift and rows else 0


@command.command(name="rename")
@click.argument("site")
@click.argument("name", required=False)
@common_options
@click.pass_obj
def rename_site(outer: str | None, site: str, name: str | None, db: str | None) -> None:
    """Call the publisher of SITE NAME, whatever its pages say; without NAME what they say.

    The name is the source of its own articles, now and in later ingests.
    """
    with open_archive(db or outer) as archive:
        changed = archive.rename_publisher(site, name)
    told = f"is called {name!r}" if name is not None else "is called what its pages say"
    click.echo(one_safe_line(f"{site} {told}; {count_of(changed, 'article')} changed"))


@command.command(name="owners")
@click.argument("file", required=False)
@format_option(*ROW_FORMS)
@common_options
@click.pass_obj
def list_owners(outer: str | None, file: str | None, form: RowForm, db: str | None) -> None:
    """List who owns which site, and who says so; with FILE note what it says.

    FILE is CSV with the columns site and owner (a domain, or any name), such as this list itself after you edited it; -
    reads standard input. A site without an owner takes back what an earlier FILE said. Ask in SQL by sites.owner.
    """
    with open_archive(db or outer) as archive:
        if file is not None:
            changed = archive.import_owners(_read_owners(file), f"list {Path(file).name}" if file != "-" else "a list")
            click.echo(f"{count_of(changed, 'owner')} noted or taken back", err=True)
            return
        claims = archive.owners()
    from archive.judge.owner import OwnerClaim

    names = [field.name for field in fields(OwnerClaim)]
    print_pieces(draw_rows(form, names, map(astuple, claims), current_screen()))


@command.command(name="find-owners")
@click.argument("sites", nargs=-1, metavar="[SITE]...")
@click.option("--allow-private", multiple=True, metavar="HOST", help="Fetch from this host of an intranet too.")
@common_options
@click.pass_obj
def find_owners(outer: str | None, sites: tuple[str, ...], allow_private: tuple[str, ...], db: str | None) -> None:
    """Read what sites say of their owners, of all that have articles or of these.

    It stands in a file trust.txt, which few sites have. Sites that name each other as the address of pages are noted
    too.
    """
    with open_archive(db or outer, allow_private=allow_private or None) as archive:
        for host, told in archive.find_owners(*sites):
            if isinstance(told, Unreadable):
                print_lines([one_safe_line(f"{host}: {told.message}")])
            else:
                print_lines(one_safe_line(f"{one.site} {one.relation} {one.owner}") for one in told)
                if not told:
                    print_lines([one_safe_line(f"{host}: its trust.txt names no owner")])


def _read_owners(file: str) -> Iterator[tuple[str, str]]:
    """Give the pairs of a CSV file. Raises UnreadableFile, UsageError that names the line."""
    try:
        text = text_or_stdin(file) if file == "-" else Path(file).read_bytes().decode("utf-8-sig", "replace")
    except OSError as error:
        raise UnreadableFile(f"cannot be read: {error.strerror or error}", where=file) from error
    rows = csv.DictReader(io.StringIO(text, newline=""))
    if not {"site", "owner"} <= set(rows.fieldnames or ()):
        raise UsageError("its first line has to name the columns site and owner", where=file)
    try:
        pairs = [((row["site"] or "").strip(), (row["owner"] or "").strip(), rows.line_num) for row in rows]
    except csv.Error as error:
        raise UsageError(f"is no CSV: {error}", where=file) from error
    for site, owner, line in pairs:
        if not site:
            raise UsageError(f"line {line} names no site", where=file)
        yield site, owner

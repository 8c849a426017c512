"""`archive diff`: the changes between two revisions of an article."""

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, format_option, open_archive
from archive.cli.output import current_screen, print_lines, print_pieces
from archive.errors import NotFound
from archive.render.diff import diff_html, diff_json, diff_text, diff_unified

HELP = f"""{COMMANDS["diff"]}

Two numbers name the revisions, as `archive show --history` lists them; without them, the newest and the one before.

\b
  archive diff https://example.com/story
  archive diff 3 1 4 --format html > story.html
"""


@click.command(help=HELP)
@click.argument("article")
@click.argument("revisions", nargs=-1, type=click.IntRange(1), metavar="[REV REV]")
@format_option("text", "html", "unified", "json")
@common_options
def command(article: str, revisions: tuple[int, ...], form: str, db: str | None) -> None:
    if len(revisions) not in (0, 2):
        raise click.UsageError("name two revisions, or none for the newest two")
    with open_archive(db) as archive:
        said = {one.number: one for one in archive.history(article)}
    numbers = revisions or tuple(said)[-2:]
    if missing := [number for number in numbers if number not in said]:
        raise NotFound(f"has no revision {missing[0]}; it has {len(said)}", where=article)
    if len(numbers) < 2:
        click.echo("it has one revision: nothing changed yet", err=True)
        return
    old, new = (said[number] for number in numbers)
    if form == "text":
        print_lines(diff_text(old, new, current_screen()))
    elif form == "unified":
        print_lines(diff_unified(old, new))
    else:
        print_pieces([diff_html(old, new) if form == "html" else diff_json(old, new) + "\n"])

"""`archive diff`: what changed between two revisions of an article."""

import click

from archive.cli import COMMANDS
from archive.cli.options import everywhere, formats, opened
from archive.cli.output import emit, emit_lines, screen
from archive.errors import NotFound

HELP = f"""{COMMANDS["diff"]}

Two numbers name the revisions, as `archive show --history` lists them; without them, the newest and the one before.

\b
  archive diff https://example.com/story
  archive diff 3 1 4 --format html > story.html
"""


@click.command(help=HELP)
@click.argument("article")
@click.argument("revisions", nargs=-1, type=click.IntRange(1), metavar="[REV REV]")
@formats("text", "html", "unified", "json")
@everywhere
def command(article: str, revisions: tuple[int, ...], form: str, db: str | None) -> None:
    from archive.render.diff import diff_html, diff_json, diff_text, diff_unified

    if len(revisions) not in (0, 2):
        raise click.UsageError("name two revisions, or none for the newest two")
    with opened(db) as archive:
        said = {one.number: one for one in archive.history(article)}
    numbers = revisions or tuple(said)[-2:]
    if missing := [number for number in numbers if number not in said]:
        raise NotFound(f"has no revision {missing[0]}; it has {len(said)}", where=article)
    if len(numbers) < 2:
        click.echo("it has one revision: nothing changed yet", err=True)
        return
    old, new = (said[number] for number in numbers)
    if form == "text":
        emit_lines(diff_text(old, new, screen()))
    elif form == "unified":
        emit_lines(diff_unified(old, new))
    else:
        emit([diff_html(old, new) if form == "html" else diff_json(old, new) + "\n"])

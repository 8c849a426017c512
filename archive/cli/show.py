"""`archive show`: one article."""

import sys
from dataclasses import asdict

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, format_option, open_archive
from archive.cli.output import current_screen, print_lines, print_pieces
from archive.errors import UsageError
from archive.render.article import article_markdown, reading_view
from archive.render.rows import json_text

HELP = f"""{COMMANDS["show"]}

The article is named by its number or by any of its URLs. raw gives the page's bytes as they were received.

--copies tells who else printed it, the first copy first: what share of the words they changed, and where the texts
first and last part. --history lists all it ever said; archive diff shows what changed.

\b
  archive show 3
  archive show 3 --copies
  archive show 3 --history
  archive show https://example.com/story --format markdown > story.md
"""


@click.command(help=HELP)
@click.argument("article", metavar="URL|ID")
@click.option("--copies", is_flag=True, help="List the copies of its story on other sites.")
@click.option("--history", is_flag=True, help="List its revisions: when, what kind of change, headline.")
@format_option("text", "json", "markdown", "raw")
@common_options
def command(article: str, form: str, db: str | None, copies: bool, history: bool) -> None:
    if history:
        from archive.render.diff import revision_list  # what tells two texts apart takes its time to load

        with open_archive(db) as archive:
            revisions = archive.history(article)
        print_lines(
            revision_list(revisions, current_screen())
            if form == "text"
            else [json_text([asdict(said) for said in revisions], indent=2)]
        )
        return
    if copies:
        from archive.render.stories import copy_list

        if form not in ("text", "json"):
            raise UsageError("copies are listed as text or json", where="--format")
        with open_archive(db) as archive:
            found = archive.copies(article)
        print_lines(
            copy_list(found, current_screen()) if form == "text" else [json_text(list(map(asdict, found)), indent=2)]
        )
        return
    with open_archive(db) as archive:
        if form == "raw":
            sys.stdout.buffer.write(archive.payload(article))
            return
        saved = archive.saved(article)
    if form == "text":
        print_lines(reading_view(saved, current_screen()))
    elif form == "markdown":
        print_pieces([article_markdown(saved)])
    else:
        known = asdict(saved)
        print_lines([json_text(known.pop("article") | known, indent=2)])

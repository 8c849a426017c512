"""`archive show`: one article."""

import sys
from dataclasses import asdict

import click

from archive.cli import COMMANDS
from archive.cli.options import everywhere, formats, opened
from archive.cli.output import emit, emit_lines, screen

HELP = f"""{COMMANDS["show"]}

The article is named by its number or by any of its URLs. raw gives the page's bytes as they were received.

\b
  archive show 3
  archive show https://example.com/story --format markdown > story.md
"""


@click.command(help=HELP)
@click.argument("article", metavar="URL|ID")
@formats("text", "json", "markdown", "raw")
@everywhere
def command(article: str, form: str, db: str | None) -> None:
    from archive.render.article import article_markdown, reading
    from archive.render.rows import dumps

    with opened(db) as archive:
        if form == "raw":
            sys.stdout.buffer.write(archive.payload(article))
            return
        saved = archive.saved(article)
    if form == "text":
        emit_lines(reading(saved.article, screen(), number=saved.id, urls=saved.urls))
    elif form == "markdown":
        emit([article_markdown(saved.article)])
    else:
        known = asdict(saved)
        emit_lines([dumps(known.pop("article") | known, indent=2)])

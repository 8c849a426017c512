"""`archive explain`: a page block by block."""

from dataclasses import asdict

import click

from archive.cli import COMMANDS
from archive.cli.options import everywhere, formats, opened
from archive.cli.output import emit_lines, screen

HELP = f"""{COMMANDS["explain"]}

✓ is part of the article, ✗ was stripped from it; then the label, the rule that gave it, and the text. On a terminal
texts are cut to the line; a pipe, or --format json, has them whole.

\b
  archive explain 3
  archive explain https://example.com/story | grep ✗
"""


@click.command(help=HELP)
@click.argument("article", metavar="URL|ID")
@formats("text", "json")
@everywhere
def command(article: str, form: str, db: str | None) -> None:
    from archive.render.article import block_list
    from archive.render.rows import json_text

    with opened(db) as archive:
        blocks = archive.explain(article)
    if form == "text":
        emit_lines(block_list(blocks, screen()))
    else:
        emit_lines([json_text([asdict(block) | {"kept": block.kept} for block in blocks], indent=2)])

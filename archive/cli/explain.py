"""`archive explain`: a page block by block."""

from dataclasses import asdict

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, format_option, open_archive
from archive.cli.output import current_screen, print_lines
from archive.render.article import block_list
from archive.render.rows import json_text

HELP = f"""{COMMANDS["explain"]}

✓ is part of the article, ✗ was stripped from it; then the label, the rule that gave it, and the text. On a terminal
texts are cut to the line; a pipe, or --format json, has them whole.

\b
  archive explain 3
  archive explain https://example.com/story | grep ✗
"""


@click.command(help=HELP)
@click.argument("article", metavar="URL|ID")
@format_option("text", "json")
@common_options
def command(article: str, form: str, db: str | None) -> None:
    with open_archive(db) as archive:
        blocks = archive.explain(article)
    if form == "text":
        print_lines(block_list(blocks, current_screen()))
    else:
        print_lines([json_text([asdict(block) | {"kept": block.kept} for block in blocks], indent=2)])

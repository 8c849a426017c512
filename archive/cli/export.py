"""`archive export`: articles into a file or folder."""

from pathlib import Path

import click

from archive.cli import COMMANDS
from archive.cli.options import everywhere, formats, opened

HELP = f"""{COMMANDS["export"]}

jsonl and csv go to standard output, or with -o into one file; markdown is one file an article, and -o the folder.

\b
  archive export > articles.jsonl
  archive export --format csv -o articles.csv --source Reuters
  archive export --format markdown -o articles/
"""


@click.command(help=HELP)
@formats("jsonl", "csv", "markdown")
@click.option("-o", "--output", metavar="PATH", type=click.Path(path_type=Path), help="Where to write.")
@everywhere
def command(form: str, output: Path | None, db: str | None) -> None: ...

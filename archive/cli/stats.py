"""`archive stats`: what the archive holds, in figures."""

import click

from archive.cli import COMMANDS
from archive.cli.options import FORMATS, everywhere, formats, opened
from archive.cli.output import emit, screen

HELP = f"""{COMMANDS["stats"]}

Articles, sites, credits, revisions, refused pages, bytes.

\b
  archive stats --format json
"""


@click.command(help=HELP)
@formats(*FORMATS)
@everywhere
def command(form: str, db: str | None) -> None:
    from archive.render.rows import FORMATS as DRAWN

    with opened(db) as archive:
        figures = archive.stats()
    emit(DRAWN[form](("figure", "value"), figures.items(), screen()))

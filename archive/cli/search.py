"""`archive search`: articles by their words."""

import click

from archive.cli import COMMANDS
from archive.cli.options import FORMATS, everywhere, formats, opened
from archive.cli.output import emit, emit_lines, screen

HELP = f"""{COMMANDS["search"]}

All words must be there, in the title, standfirst or body; "in quotes" as a phrase. The best match comes first.

\b
  archive search storm surge
  archive search '"storm surge"' --source Reuters --since 2026-11
"""


@click.command(help=HELP)
@click.argument("words", nargs=-1, required=True)
@click.option("--site", help="Only this site (registrable domain).")
@click.option("--source", help="Only stories from this source, as `articles.source` names it.")
@click.option("--since", metavar="DATE", help="Published on or after: 2026, 2026-11 or 2026-11-22.")
@click.option("--until", metavar="DATE", help="Published on or before.")
@click.option("--language", metavar="CODE", help="Only this language: en, de, …")
@click.option("-n", "--limit", type=click.IntRange(1), default=20, show_default=True, help="At most so many.")
@formats("list", *FORMATS)
@everywhere
def command(
    words: tuple[str, ...],
    site: str | None,
    source: str | None,
    since: str | None,
    until: str | None,
    language: str | None,
    limit: int,
    form: str,
    db: str | None,
) -> None:
    from archive.render import hits

    with opened(db) as archive:
        found = archive.search(
            " ".join(words), site=site, source=source, since=since, until=until, language=language, limit=limit
        )
    if form == "list":
        emit_lines(hits.hit_list(found, screen()))
    else:
        emit(hits.hit_rows(found, form, screen()))

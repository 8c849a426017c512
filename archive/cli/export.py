"""`archive export`: articles into a file or folder."""

import click

from archive.cli import COMMANDS
from archive.cli.options import everywhere, filters, formats, opened
from archive.cli.output import emit, screen
from archive.errors import UsageError

HELP = f"""{COMMANDS["export"]}

jsonl and csv go to standard output or, with -o, into one file; markdown is one file an article, and -o its folder.

\b
  archive export > articles.jsonl
  archive export --format csv -o articles.csv --source Reuters
  archive export --format markdown -o articles/
"""


@click.command(help=HELP)
@formats("jsonl", "csv", "markdown")
@click.option("-o", "--output", metavar="PATH", help="Where to write.")
@filters
@everywhere
def command(form: str, output: str | None, db: str | None, **wanted: str | None) -> None:
    """Write the articles."""
    from archive.render.export import article_csv, article_lines
    from archive.render.terminal import count_of
    from archive.store.read.filters import Filter

    if form == "markdown" and output is None:
        raise UsageError("is one file an article: name a folder for them", where="--output")
    with opened(db) as archive:
        if output is not None:
            click.echo(
                f"{count_of(archive.export(output, form, Filter(**wanted)), 'article')} written to {output}", err=True
            )
            return
        articles = ((saved.id, saved.article) for saved in archive.articles(Filter(**wanted)))
        emit(article_lines(articles) if form == "jsonl" else article_csv(articles, screen()))

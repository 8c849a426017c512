"""`archive query`: rows of SQL."""

import click

from archive.cli import COMMANDS
from archive.cli.options import FORMATS, everywhere, formats, opened, text_or_stdin
from archive.cli.output import emit, screen
from archive.errors import UsageError

HELP = f"""{COMMANDS["query"]}

SQL is read from standard input if it is -. The database cannot be changed by it, and a question that takes too long is
stopped. --schema lists the tables and columns with their meaning.

\b
  archive query "select title, source from articles where language = 'de'"
  archive query "select count(*) from articles where site = :site" -p site example.com
  archive query - --format csv < question.sql > answer.csv
"""


@click.command(help=HELP)
@click.argument("sql", required=False)
@click.option(
    "-p", "--parameter", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A value for :NAME."
)
@click.option("--query-timeout", metavar="SECONDS", help="Stop the question after so long.  [default: 60]")
@click.option("--schema", is_flag=True, help="Print the tables and columns with their meaning, and nothing else.")
@formats(*FORMATS)
@everywhere
def command(
    sql: str | None,
    parameters: tuple[tuple[str, str], ...],
    query_timeout: str | None,
    schema: bool,
    form: str,
    db: str | None,
) -> None:
    """Print the answer."""
    from archive.render.rows import FORMATS as DRAWN

    if schema:
        from archive.store.schema import COLUMNS, schema_rows

        emit(DRAWN[form](COLUMNS, schema_rows(), screen()))
        return
    if sql is None:
        raise UsageError('give a question: archive query "select …", or - for one on standard input')
    with opened(db, query_timeout=query_timeout) as archive:
        answer = archive.query(text_or_stdin(sql), dict(parameters))
        emit(DRAWN[form](answer.columns, answer.rows, screen()))

"""`archive query`: rows of SQL."""

import click

from archive.cli import COMMANDS
from archive.cli.options import FORMATS, everywhere, formats, opened, text_or_stdin
from archive.cli.output import emit, screen

HELP = f"""{COMMANDS["query"]}

SQL is read from standard input if it is -. The database cannot be changed by it; a question that takes too long is
stopped. The tables are described in the README, and in the file itself: sqlite3 archive.db .schema

\b
  archive query "select title, source from articles where language = 'de'"
  archive query "select count(*) from articles where site = :site" -p site example.com
  archive query - --format csv < question.sql > answer.csv
"""


@click.command(help=HELP)
@click.argument("sql")
@click.option(
    "-p", "--parameter", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="Value of :NAME in the SQL."
)
@click.option("--query-timeout", metavar="SECONDS", help="Stop the question after so long.  [default: 60]")
@formats(*FORMATS)
@everywhere
def command(
    sql: str, parameters: tuple[tuple[str, str], ...], query_timeout: str | None, form: str, db: str | None
) -> None:
    from archive.render.rows import FORMATS as DRAWN

    with opened(db, query_timeout=query_timeout) as archive:
        answer = archive.query(text_or_stdin(sql), dict(parameters))
        emit(DRAWN[form](answer.columns, answer.rows, screen()))

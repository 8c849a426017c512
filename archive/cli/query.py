"""`archive query`: rows of SQL."""

import re

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, format_option, open_archive, text_or_stdin
from archive.cli.output import current_screen, print_pieces
from archive.errors import UsageError
from archive.render.rows import ROW_FORMS, RowForm, draw_rows, row_form
from archive.render.terminal import count_of
from archive.settings import Settings, load_settings
from archive.sql import is_up_to_date, stream_answer
from archive.store.read.query import Cell, bounded_rows

HELP = f"""{COMMANDS["query"]}

SQL is read from standard input if it is -. The database cannot be changed by it, and a question that takes too long is
stopped. --schema lists the tables and columns with their meaning.

\b
  archive query "select title, source from articles where language = 'de'"
  archive query "select count(*) from articles where site = :site" -p site example.com
  archive query - --format csv < question.sql > answer.csv
  archive query "select * from article_credits" -o credits.parquet
"""


TABLE = 50_000_000
"""Bytes of rows that are drawn as a table, for which all must be there at once."""
_OPTION = re.compile(r"--([a-z][a-z-]*(=.*)?)?\Z", re.DOTALL)


class QueryCommand(click.Command):
    """Takes a question that begins with a comment, as saved ones do, for no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Set what begins with `--` and is no option on a line of its own, unless it is the value of an option."""
        values = {name: one.nargs for one in self.params if _takes_values(one) for name in one.opts}
        skip, given = 0, []
        for text in args:
            comment = text.startswith("--") and not _OPTION.match(text)
            given.append(f"\n{text}" if comment and not skip else text)
            skip = skip - 1 if skip else values.get(text, 0)
        return super().parse_args(ctx, given)


def _takes_values(parameter: click.Parameter) -> bool:
    return isinstance(parameter, click.Option) and not parameter.is_flag


@click.command(cls=QueryCommand, help=HELP)
@click.argument("sql", required=False)
@click.option(
    "-p", "--parameter", "parameters", nargs=2, multiple=True, metavar="NAME VALUE", help="A value for :NAME."
)
@click.option("--query-timeout", metavar="SECONDS", help="Stop the question after so long.  [default: 60]")
@click.option("--schema", is_flag=True, help="Print the tables and columns with their meaning, and nothing else.")
@format_option(*ROW_FORMS, "parquet", default=None)
@click.option("-o", "--output", metavar="FILE", help="Write to this file, in the form its name ends in.")
@common_options
def command(
    sql: str | None,
    parameters: tuple[tuple[str, str], ...],
    query_timeout: str | None,
    schema: bool,
    form: str | None,
    output: str | None,
    db: str | None,
) -> None:
    """Print the answer."""
    if schema:
        from archive.store.schema import COLUMNS, schema_rows

        print_pieces(draw_rows(_printed(form), COLUMNS, schema_rows(), current_screen()))
        return
    if sql is None:
        raise UsageError('give a question: archive query "select …", or - for one on standard input')
    question = text_or_stdin(sql)
    if output is None:
        _print_answer(load_settings({"db": db, "query_timeout": query_timeout}), question, dict(parameters), form)
        return
    with open_archive(db, query_timeout=query_timeout) as archive:
        count = archive.export_query(
            output, question, dict(parameters), form=form, raw_cells=current_screen().raw_cells
        )
        click.echo(f"{count_of(count, 'row')} written to {output}", err=True)


def _print_answer(settings: Settings, question: str, parameters: dict[str, Cell], form: str | None) -> None:
    """Print the rows, from the file itself once it is up to date: so an answer is there at once."""
    if not is_up_to_date(settings.db):
        open_archive(settings.db).close()
    shape = _printed(form)
    answer = stream_answer(settings, question, parameters)
    rows = bounded_rows(answer.rows, TABLE) if shape == "table" else answer.rows
    print_pieces(draw_rows(shape, answer.columns, rows, current_screen()))


def _printed(form: str | None) -> RowForm:
    """Give the form to print in. Raises UsageError for one that only a file can have."""
    if form == "parquet":
        raise UsageError("parquet is no text: name a file for it with -o", where="--format")
    return row_form(form or "table")

"""`archive organizations`: the credited organisations, and `merge`, which makes two names one."""

from dataclasses import astuple, fields

import click

from archive.cli import COMMANDS
from archive.cli.options import common_options, format_option, open_archive
from archive.cli.output import current_screen, print_pieces
from archive.model import Confidence
from archive.render.rows import ROW_FORMS, RowForm, draw_rows
from archive.render.stories import shown_names
from archive.render.terminal import count_of, one_safe_line

HELP = f"""{COMMANDS["organizations"]}

Articles are counted by role; `inferred` are those that print an agency's text without saying so, as another copy shows.
--confidence certain leaves out names that no list knows, which were only read as sources from the wording around them.
--all lists the organisations that are known by name, with kind, country, hosts, other names and Wikidata item.

merge credits to the second name what is credited to the first, and remembers it for later ingests.

\b
  archive organizations
  archive organizations --confidence likely
  archive organizations --all --format csv
  archive organizations merge "FOX NEWS" "Fox News"
"""


@click.group(help=HELP, invoke_without_command=True)
@click.option("--all", "everything", is_flag=True, help="List all that are known by name, credited here or not.")
@click.option("--confidence", type=click.Choice([one.value for one in Confidence]), help="Count only such credits.")
@format_option(*ROW_FORMS)
@common_options
@click.pass_context
def command(context: click.Context, everything: bool, confidence: str | None, form: RowForm, db: str | None) -> None:
    """Print the list, unless a subcommand follows."""
    context.obj = db
    if context.invoked_subcommand:
        return
    if everything:
        from archive.extraction import organizations

        columns = tuple(field.name for field in fields(organizations.Organization))
        rows = [astuple(one) for one in organizations.list_organizations()]
    else:
        from archive.store.read.organizations import CreditedOrganization

        columns = tuple(field.name for field in fields(CreditedOrganization))
        with open_archive(db) as archive:
            found = archive.organizations(Confidence(confidence) if confidence else None)
        rows = [astuple(one) for one in found]
    print_pieces(draw_rows(form, columns, ([shown_names(cell) for cell in row] for row in rows), current_screen()))


@command.command(name="merge")
@click.argument("old")
@click.argument("new")
@common_options
@click.pass_obj
def merge_names(outer: str | None, old: str, new: str, db: str | None) -> None:
    """Credit to NEW what is credited to OLD, now and in later ingests."""
    with open_archive(db or outer) as archive:
        changed = archive.merge_organizations(old, new)
    click.echo(one_safe_line(f"{count_of(changed, 'article')} of {old!r} now credited to {new!r}"))

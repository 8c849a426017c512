"""The options that several commands take: the database, the format, which articles, -v."""

import logging
import sys
from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, TypeVar, cast

import click

from archive.settings import load_settings

if TYPE_CHECKING:
    from archive.app import Archive

RAW_CELLS = "archive.raw_cells"
"""Where a command's context says whether CSV has its cells as stored."""
Command = TypeVar("Command", bound=Callable[..., Any])


def common_options(command: Command) -> Command:
    """Add --db and -v, which every command takes."""
    database = click.option(
        "--db", metavar="PATH", help="The database.  [environment: ARCHIVE_DB; default: archive.db in this folder]"
    )
    return database(verbose_option(command))


def verbose_option(command: Command) -> Command:
    """Add -v, to a command that does not work on the one database."""
    loud = click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, callback=_log, help="Say more on stderr; show tracebacks."
    )
    return loud(command)


def format_option(*names: str, default: str | None = "") -> Callable[[Command], Command]:
    """Add --format with a choice of `names`, by default the first or what is given; --raw-cells beside `csv`."""
    chosen = names[0] if default == "" else default
    form = click.option(
        "--format", "form", type=click.Choice(names), default=chosen, show_default=True, help="How to print it."
    )
    if "csv" not in names:
        return form
    raw = click.option(
        "--raw-cells",
        is_flag=True,
        expose_value=False,
        callback=lambda ctx, parameter, given: ctx.meta.update({RAW_CELLS: given}),
        help="In csv and tsv, print cells as stored: no ' before those that a spreadsheet would compute.",
    )
    return lambda command: form(raw(command))


def filter_options(command: Command) -> Command:
    """Add the options that say which articles are meant; the command is given them as one Filter, `wanted`."""

    @wraps(command)
    def filtered(**given: Any) -> Any:
        from archive.store.read.filters import Filter  # --help need not wait for it

        conditions = {name: given.pop(name) for name in Filter.__dataclass_fields__}
        return command(wanted=Filter(**conditions), **given)

    options = cast("Command", filtered)
    for option in reversed(
        (
            click.option("--site", metavar="DOMAIN", help="Only articles of this site."),
            click.option(
                "--source", metavar="NAME", help="Only stories from this source, as `articles.source` has it."
            ),
            click.option("--since", metavar="DATE", help="Published then or later: 2026, 2026-11 or 2026-11-22."),
            click.option("--until", metavar="DATE", help="Published then or before."),
            click.option("--language", metavar="CODE", help="Only this language: en, de, zh, …"),
            click.option(
                "--provenance",
                type=click.Choice(("own", "syndicated", "mixed", "unknown")),
                help="Only what is the house's own, or not, as far as the archive knows.",
            ),
            click.option(
                "--rights", metavar="WORDS", help="Only what states rights in these words, such as noai; *: any."
            ),
            click.option(
                "--without-rights",
                metavar="WORDS",
                multiple=True,
                help="Only what does not, as captured (repeatable).",
            ),
            click.option("--author", metavar="NAME", help="Only what this person signed, as bylines print the name."),
            click.option(
                "--flag", metavar="FLAG", help="Only what is odd in this way: paywalled, truncated, live_blog, …"
            ),
        )
    ):
        options = option(options)
    return options


def open_archive(db: str | None, *, create: bool = False, **flags: object) -> "Archive":
    """Open the archive that flags, environment and files name. Without `create` it must be there."""
    from archive.app import Archive  # most of a second that --help and usage errors need not wait for

    settings = load_settings({"db": db, **flags})
    logging.getLogger("archive").debug("%s", settings)
    return Archive(settings=settings, create=create)


def give_up_log(db: str | None) -> None:
    """Let the database that flags, environment and files name be used without its log."""
    from archive.app import Archive

    Archive.give_up_log(load_settings({"db": db}).db)


def text_or_stdin(text: str) -> str:
    """Give the argument itself, or what stands on standard input if it is `-`."""
    return sys.stdin.buffer.read().decode("utf-8-sig", "replace") if text == "-" else text


def _log(ctx: click.Context, parameter: click.Parameter, loud: bool) -> None:
    logging.getLogger().addHandler(logging.NullHandler())  # without a handler Python would print what libraries warn of
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("archive: %(message)s"))
    ours = logging.getLogger("archive")
    ours.handlers = [handler]
    ours.setLevel(logging.DEBUG if loud else logging.WARNING)

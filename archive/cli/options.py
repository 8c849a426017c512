"""What several commands take: the database, the format, -v."""

import logging
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from archive.app import Archive

Command = TypeVar("Command", bound=Callable[..., Any])
FORMATS = ("table", "json", "jsonl", "csv", "markdown")


def everywhere(command: Command) -> Command:
    """--db and -v, which every command takes."""
    database = click.option(
        "--db", metavar="PATH", help="The database.  [environment: ARCHIVE_DB; default: archive.db in this folder]"
    )
    loud = click.option(
        "-v", "--verbose", is_flag=True, expose_value=False, callback=_log, help="Say more on stderr; show tracebacks."
    )
    return database(loud(command))


def formats(*names: str) -> Callable[[Command], Command]:
    """--format with a choice of `names`, the first the default."""
    return click.option(
        "--format", "form", type=click.Choice(names), default=names[0], show_default=True, help="How to print it."
    )


def filters(command: Command) -> Command:
    """Which articles are meant: the fields of `store.filters.Filter`."""
    for option in reversed(
        (
            click.option("--site", metavar="DOMAIN", help="Only articles of this site."),
            click.option(
                "--source", metavar="NAME", help="Only stories from this source, as `articles.source` has it."
            ),
            click.option("--since", metavar="DATE", help="Published then or later: 2026, 2026-11 or 2026-11-22."),
            click.option("--until", metavar="DATE", help="Published then or before."),
            click.option("--language", metavar="CODE", help="Only this language: en, de, zh, …"),
        )
    ):
        command = option(command)
    return command


def opened(db: str | None, *, create: bool = False, **flags: object) -> "Archive":
    """The archive that flags, environment and files name. Without `create` it must be there."""
    from archive.app import Archive
    from archive.settings import load_settings

    settings = load_settings({"db": db, **flags})
    logging.getLogger("archive").debug("%s", settings)
    return Archive(settings=settings, create=create)


def text_or_stdin(text: str) -> str:
    """The argument itself, or what stands on standard input if it is `-`."""
    return sys.stdin.buffer.read().decode("utf-8-sig", "replace") if text == "-" else text


def _log(ctx: click.Context, parameter: click.Parameter, loud: bool) -> None:
    logging.getLogger().addHandler(logging.NullHandler())  # without a handler Python would print what libraries warn of
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("archive: %(message)s"))
    ours = logging.getLogger("archive")
    ours.handlers = [handler]
    ours.setLevel(logging.DEBUG if loud else logging.WARNING)

"""The command `archive`: it parses, calls `archive.app` and prints. No logic.

A command's module is imported when the command is called, so that `archive --help` is there at once.
"""

import os
import signal
import sys
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Final

import click

from archive import __version__
from archive.errors import ArchiveError, UsageError
from archive.platforms import BROKEN_PIPE

FAILED: Final = 1
MISUSED: Final = 2
INTERRUPTED: Final = 128 + signal.SIGINT

# a command is its module here and one line below: its name and the first line of its help, in the order of --help;
# so that list needs no import of fifteen modules (a test compares the two)
COMMANDS: Final = {
    "ingest": "Archive pages: files, folders, URLs.",
    "bulk": "Extract WARC files in bulk, on many cores or machines, into Parquet shards.",
    "load": "Archive the pages of shards that bulk made.",
    "follow": "Follow feeds, sitemaps and sites: recrawl reads them first.",
    "recrawl": "Visit the articles again, the likeliest to have changed first.",
    "worker": "Work off a night's hosts that many machines share.",
    "schedule": "Print the lines that make the re-crawl nightly: crontab and systemd.",
    "search": "Find articles by their words.",
    "show": "Print one article.",
    "diff": "Show what changed between two revisions of an article.",
    "edits": "List what articles said otherwise than before, and whether sites say so.",
    "explain": "Print a page block by block: kept or stripped, and by which rule.",
    "query": "Ask in SQL.",
    "export": "Write articles to a file or folder.",
    "stories": "List the texts that most sites printed.",
    "organizations": "List who is credited; merge two names of one.",
    "sites": "Count each site's articles, what they lack, and what jumped; name its publisher and owner.",
    "reextract": "Read stored pages again after an upgrade.",
    "serve": "Read the archive in a browser.",
    "mcp": "Let an assistant ask the archive.",
    "config": "Tell which settings count, and where each is from.",
    "stats": "Count what the archive holds.",
    "forget": "Forget articles for good, and what was learnt from them.",
    "db": "Check, back up, slim or mend the database.",
}

HELP: Final = """Raw news pages in; clean articles, who wrote them and where they come from, out.

\b
  archive ingest pages/ https://example.com/story
  archive search "storm surge"
  archive query "select source, count(*) from articles group by source"

Everything is in one database: ./archive.db, or the one that --db or ARCHIVE_DB names."""

EPILOG: Final = """\b
Exit codes:
  0    all well; a page refused with a reason is no failure
  1    something could not be read, fetched or stored
  2    the command was not understood
  130  stopped by Ctrl-C (143: by SIGTERM); what was acknowledged is stored

Settings: flags, then ARCHIVE_* in the environment, then archive.toml here or in ~/.config/archive."""


class Commands(click.Group):
    """The group: knows its commands by name, imports one when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Give the names, in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of that name and give its command; `help` is not listed, for --help says the same."""
        if cmd_name == "help":
            return help_command
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{cmd_name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find the command that is asked for; of one that there is not, name the nearest."""
        if args and args[0] not in (*COMMANDS, "help") and not args[0].startswith("-"):
            from difflib import get_close_matches

            near = get_close_matches(args[0], COMMANDS, 1)
            told = f" Did you mean {near[0]!r}?" if near else ""
            raise click.UsageError(f"No such command {args[0]!r}.{told}", ctx)
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands from COMMANDS."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=Commands, help=HELP, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, "-V", "--version", message="%(prog)s %(version)s")
def archive() -> None:
    """Hold the options of the group; HELP replaces this text."""


@click.command()
@click.argument("verbs", nargs=-1)
@click.pass_context
def help_command(context: click.Context, verbs: tuple[str, ...]) -> None:
    """Print the help of a command: `archive help ingest`, `archive help db check`."""
    command: click.Command = archive
    inner = context.parent or context
    for verb in verbs:
        if not isinstance(command, click.Group):
            raise UsageError(f"`{inner.command_path}` is a whole command; {verb!r} is none of its own")
        found = command.get_command(inner, verb)
        if found is None:
            raise UsageError.unknown("command", verb, command.list_commands(inner))
        command, inner = found, click.Context(found, info_name=verb, parent=inner)
    click.echo(command.get_help(inner))


def main() -> None:
    """Run the command line and leave with its exit code; the program's entry point."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by the caller (>&-)
            setattr(sys, name, Path(os.devnull).open("w", encoding="utf-8"))  # noqa: SIM115 - until the program ends
        getattr(sys, name).reconfigure(errors="backslashreplace")  # a terminal that knows no ✓ gets \u2713
    if other := other_distribution(Path(__file__).parents[2]):
        click.echo(f"archive: {other} is another program that installs a package `archive`; remove it", err=True)
    if "_ARCHIVE_COMPLETE" in os.environ:  # a shell asks what may follow; click answers
        archive.main(prog_name="archive")
    sys.exit(run(sys.argv[1:]))


def other_distribution(folder: Path) -> str | None:
    """Name the distribution `Archive` (an unpacker) where it is installed into the same folder: it overwrites ours."""
    with suppress(OSError):
        for path in folder.iterdir():
            if path.name.lower().startswith("archive-") and path.name.endswith(".dist-info"):
                told = (path / "METADATA").read_text("utf-8", "replace")
                return None if "news" in told else path.name.removesuffix(".dist-info")
    return None


def run(arguments: list[str]) -> int:
    """Run one command line; return the exit code. Whatever goes wrong is one line on stderr."""
    try:
        with archive.make_context("archive", with_database_last(arguments)) as context:
            code = archive.invoke(context)
        sys.stdout.flush()  # a closed pipe must be seen here, not when Python ends
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except ArchiveError as error:
        return _failed(str(error), MISUSED if isinstance(error, UsageError) else FAILED)
    except BrokenPipeError:
        # the reader (`head`) has seen enough: leave as a program does that SIGPIPE ended; nothing more is flushed
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 128 + BROKEN_PIPE
    except OSError as error:  # files that commands name are told by ArchiveErrors: what is left is the output
        return _failed(f"{error.filename or 'reading or writing failed'}: {error.strerror or error}", FAILED)
    except (KeyboardInterrupt, click.Abort):
        return _failed("stopped", INTERRUPTED)
    except Exception as error:
        if is_verbose(arguments):
            raise
        told = " ".join(f"{type(error).__name__}: {error}".split())
        return _failed(f"unexpected error ({told}); the same command with -v shows where", FAILED)
    return code if isinstance(code, int) else 0


def with_database_last(arguments: list[str]) -> list[str]:
    """Put a `--db FILE` that stands before the command behind it, where the command looks for it."""
    count = 0
    while count < len(arguments) and arguments[count].partition("=")[0] == "--db":
        count += 1 if "=" in arguments[count] else 2
    moved, rest = arguments[:count], arguments[count:]
    return [*rest[:1], *moved, *rest[1:]] if rest else list(arguments)


def is_verbose(arguments: list[str]) -> bool:
    """Tell whether -v is among the arguments."""
    return any(given in ("-v", "--verbose") for given in arguments)


def _failed(message: str, code: int) -> int:
    from archive.render.terminal import one_safe_line

    click.echo(f"archive: {one_safe_line(message)}", err=True)
    return code

"""Write the manual from the commands themselves, for `man` and for the docs; `python tests/readme.py` stores both."""

import re
from typing import Final

import click

from archive import __version__
from archive.cli import COMMANDS, EPILOG, archive

MACROS: Final = re.compile(r"^(?=[.'])", re.M)
"""A line that starts so would be an order to roff."""


def man_page() -> str:
    """Give the page `archive(1)` in roff: all commands with their options, as --help tells them."""
    context = click.Context(archive, info_name="archive", **archive.context_settings)
    lines = [
        f'.TH ARCHIVE 1 "" "news-archive {__version__}" "User Commands"',
        *(".SH NAME", r"archive \- clean news articles, with their sources, in a database you can ask"),
        *(".SH SYNOPSIS", r".B archive", r"[\-V] [\-\-db PATH] COMMAND [OPTIONS] [ARGUMENTS]"),
        *(".SH DESCRIPTION", prose(archive.help or "")),
        ".SH COMMANDS",
        *(line for name in archive.list_commands(context) for line in command_lines(name, archive, context)),
        *(".SH EXIT STATUS AND ENVIRONMENT", prose(EPILOG)),
    ]
    return "\n".join(lines) + "\n"


def command_page() -> str:
    """Give the page of the docs: what each `--help` prints, 100 columns wide."""
    context = click.Context(
        archive, info_name="archive", terminal_width=100, max_content_width=100, **archive.context_settings
    )
    told = [("archive", archive.get_help(context))]
    for name in COMMANDS:
        told += command_helps(name, archive, context)
    sections = [f"## {name}\n\n```text\n{help_text}\n```\n" for name, help_text in told]
    return "\n".join(["# Command line, in full\n\nWhat `--help` prints; `man archive` says the same.\n", *sections])


def command_helps(name: str, group: click.Group, parent: click.Context) -> list[tuple[str, str]]:
    """Give the name and the help of one command and, where it is a group, of the commands in it."""
    command = group.get_command(parent, name)
    assert command is not None, name
    context = click.Context(command, info_name=name, parent=parent)
    told = [(context.command_path, command.get_help(context))]
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            told += command_helps(each, command, context)
    return told


def command_lines(name: str, group: click.Group, parent: click.Context) -> list[str]:
    """Give the section of one command and, where it is a group, of the commands in it."""
    command = group.get_command(parent, name)
    assert command is not None, name
    context = click.Context(command, info_name=name, parent=parent)
    usage = " ".join(command.collect_usage_pieces(context))
    lines = [f'.SS "{escape(context.command_path)} {escape(usage)}"', prose(command.help or "")]
    for option in command.get_params(context):
        record = option.get_help_record(context)
        if record and isinstance(option, click.Option) and option.name != "help":
            lines += [".TP", rf"\fB{escape(record[0])}\fP", prose(record[1])]
    if isinstance(command, click.Group):
        for each in command.list_commands(context):
            lines += command_lines(each, command, context)
    return lines


def prose(text: str) -> str:
    """Give a help text in roff; what click keeps as it is (after a line with \\b) keeps its lines here too."""
    paragraphs = []
    for paragraph in click.unstyle(text).strip().split("\n\n"):
        kept = paragraph.startswith("\b\n")
        body = MACROS.sub(r"\\&", escape(paragraph.removeprefix("\b\n")))
        paragraphs.append(f".nf\n{body}\n.fi" if kept else " ".join(body.split()))
    return "\n.PP\n".join(paragraphs)


def escape(text: str) -> str:
    """Keep backslashes and hyphens what they are: roff makes escapes and dashes of them."""
    return text.replace("\\", r"\e").replace("-", r"\-")

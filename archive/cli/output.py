"""Standard output: what kind of screen it is, and printing to it."""

import os
import shutil
import sys
from collections.abc import Iterable

import click

from archive.cli.options import RAW_CELLS
from archive.render.terminal import Screen


def current_screen() -> Screen:
    """Give the terminal's width and colours (none if NO_COLOR is set, https://no-color.org); a pipe has neither."""
    command = click.get_current_context(silent=True)
    raw = command is not None and bool(command.meta.get(RAW_CELLS))
    if not sys.stdout.isatty():
        return Screen(raw_cells=raw)
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    return Screen(width=shutil.get_terminal_size().columns, color=not plain, raw_cells=raw)


def print_pieces(pieces: Iterable[str]) -> None:
    """Print text that brings its own ends of lines."""
    sys.stdout.writelines(pieces)


def print_lines(lines: Iterable[str]) -> None:
    """Print lines."""
    print_pieces(f"{text}\n" for text in lines)

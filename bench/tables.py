"""Markdown tables, and what a figure needs to be repeated."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from archive import __version__


def heading(command: str) -> str:
    """Date, versions, machine and command: what a figure needs to be repeated."""
    told = ", ".join(f"{name} {release}" for name, release in packages().items())
    return f"{today()} · {told} · {machine()}\n\n    {command}\n"


def packages() -> dict[str, str]:
    """Give the versions of this archive and of the libraries that its figures depend on."""
    return {"archive": __version__, **{name: version(name) for name in ("trafilatura", "lxml", "htmldate")}}


def machine() -> str:
    """Give cores, processor and Python."""
    return f"{os.cpu_count()} cores {_processor()}, Python {platform.python_version()}"


def today() -> str:
    """Give the day, UTC."""
    return f"{datetime.now(UTC):%Y-%m-%d}"


def markdown(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; "" where there are no rows."""
    if not rows:
        return ""
    lines = [header, ["---"] * len(header), *rows]
    return "".join(f"| {' | '.join(line)} |\n" for line in lines)


def _processor() -> str:
    """The processor's name as Linux tells it, else what Python knows."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())

"""What the tests of the command share."""

import json
from collections.abc import Callable

Run = Callable[..., tuple[int, str, str]]
"""Runs a command line: exit code, stdout, stderr."""

HOSTILE = "\x1b[2J\x1b]0;owned\x07"
COUNT = "select count(*) as articles from articles"


def records(printed: str) -> list[dict[str, object]]:
    """JSON lines, read."""
    return [json.loads(text) for text in printed.splitlines()]

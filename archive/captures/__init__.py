"""Readers: they turn what a person names (files, folders, globs, URLs, lists) into captures, one at a time.

for capture in read(["pages/", "https://harbour.example/ferry", "-"], settings=settings, now=now): ...
"""

import sys
from collections.abc import Callable, Generator, Iterable, Iterator
from itertools import groupby
from pathlib import Path
from threading import Event

from archive.captures import files, lists
from archive.model import Capture, Unreadable
from archive.settings import Settings


def read(
    targets: Iterable[str | Path],
    *,
    settings: Settings,
    now: Callable[[], str],
    stdin: Iterable[bytes] | None = None,
    stop: Event | None = None,
) -> Generator[Capture | Unreadable, None, None]:
    """The pages in `targets`: URLs, files, folders, globs, and `-` for a list of such, one a line, on standard input.

    In the order given, but URLs that follow one another come as they answer. Targets are read as there is room. What
    gives no page is an Unreadable. Once `stop` is set, no URL is waited for.
    """
    for on_the_web, group in groupby(_listed(targets, stdin), key=_is_url):
        if on_the_web:
            from archive.captures import web  # a third of a second that files need not wait for

            yield from web.fetch(map(str, group), settings=settings, now=now, stop=stop)
        else:
            yield from files.read(group, max_bytes=settings.max_bytes, now=now)


def expected(targets: Iterable[str | Path]) -> int | None:
    """About how many pages `targets` hold, for a progress bar; None where only standard input knows."""
    total = 0
    for target in targets:
        if target == "-":
            return None
        total += 1 if _is_url(target) else files.count([target])
    return total


def _listed(targets: Iterable[str | Path], stdin: Iterable[bytes] | None) -> Iterator[str | Path]:
    for target in targets:
        if target == "-":
            yield from lists.parse(sys.stdin.buffer if stdin is None else stdin)
        else:
            yield target


def _is_url(target: str | Path) -> bool:
    return isinstance(target, str) and lists.is_url(target)

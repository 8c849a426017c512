"""Glob patterns: the paths that match one, each folder looked into once, whatever links lead back to it."""

import re
from collections.abc import Iterator
from fnmatch import translate
from pathlib import Path

ANY_FOLDERS = "**"
MAGIC = frozenset("*?[")


def is_pattern(target: str) -> bool:
    """Tell whether a name holds a sign of a pattern."""
    return not MAGIC.isdisjoint(target)


def expand_pattern(pattern: str) -> Iterator[Path]:
    """Give the paths that match: `*`, `?` and `[…]` in a name, `**` for any folders, without hidden ones.

    `glob.glob` follows each link anew: two links of a folder to itself make 2⁴⁰ paths. Here a folder is looked into
    once for each part of the pattern. What cannot be read matches nothing.
    """
    parts = Path(pattern).parts
    seen: set[tuple[int, int, int]] = set()
    waiting = [(Path(), 0)]
    while waiting:
        path, number = waiting.pop()
        if number == len(parts):
            yield path
            continue
        try:
            facts = path.stat()
            if (state := (number, facts.st_dev, facts.st_ino)) not in seen:
                seen.add(state)
                waiting += sorted(_next_of(path, parts, number), reverse=True)
        except (OSError, ValueError):  # a ValueError: a name with a zero byte, which no file has
            continue


def _next_of(path: Path, parts: tuple[str, ...], number: int) -> list[tuple[Path, int]]:
    """Give the paths that match one part more, and how many parts they match. Raises OSError."""
    part, last = parts[number], number + 1 == len(parts)
    if part == ANY_FOLDERS:
        inner = [child for child in path.iterdir() if child.name[0] != "."] if path.is_dir() else []
        files = [(child, number + 1) for child in inner if last and not child.is_dir()]
        return [
            *([] if last else [(path, number + 1)]),
            *files,
            *((child, number) for child in inner if child.is_dir()),
        ]
    if not is_pattern(part):
        child = path / part
        child.lstat()  # else it is not there, and matches nothing
        return [(child, number + 1)]
    matches = re.compile(translate(part)).match
    hidden = part[0] == "."
    return [(child, number + 1) for child in path.iterdir() if (child.name[0] == ".") is hidden and matches(child.name)]

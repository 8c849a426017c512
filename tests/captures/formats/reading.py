"""Reads a file with the content that a test gives it."""

from collections import Counter
from pathlib import Path

from archive.captures import files
from archive.model import Capture, SavedPage, Unreadable

NOW = "2026-11-22T09:30:00Z"


def read(path: Path, content: bytes, *, url: str | None = None, max_bytes: int = 200_000) -> list[Capture | Unreadable]:
    """What is in a file of that content."""
    path.write_bytes(content)
    target = SavedPage(str(path), url) if url else path
    return list(files.read_files([target], max_bytes=max_bytes, now=lambda: NOW))


def pages(found: list[Capture | Unreadable]) -> list[tuple[str | None, bytes | str]]:
    """Address and bytes of each page; the reason where there is none."""
    return [(one.url, one.payload) if isinstance(one, Capture) else (None, one.message) for one in found]


def passed_over(path: Path, content: bytes) -> dict[str, int]:
    """What was passed over in a file of that content, and how often."""
    path.write_bytes(content)
    passed: Counter[tuple[str, str]] = Counter()
    list(files.read_files([path], max_bytes=200_000, now=lambda: NOW, passed_over=passed))
    return {why: count for (_, why), count in passed.items()}

"""Find files by name, folder or glob, and read their captures one at a time, in the order of their names.

What a folder gives: every file below it whose name says nothing against its being a page. Hidden files and folders are
left out, and so are the companions of saved pages (pictures, styles, scripts, fonts, sound), databases, lists of URLs,
which are for `-i`, and feeds, which are for `--feed`. Links are followed, each folder once. A file that is named itself
is always read.
"""

import errno
import glob
import os
from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from archive.captures.capture_file import HEAD, CaptureFile
from archive.captures.readers import read_captures_in
from archive.model import Capture, Unreadable

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".shtml": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
}
NO_PAGES = (  # what browsers save beside a page, notes on pages, and what the archive itself leaves in a folder
    *(".jpg", ".jpeg", ".png", ".gif", ".svg", ".webp", ".avif", ".ico", ".bmp", ".tif", ".tiff"),
    *(".css", ".js", ".mjs", ".map", ".woff", ".woff2", ".ttf", ".otf", ".eot"),
    *(".mp3", ".m4a", ".ogg", ".wav", ".mp4", ".webm", ".mov", ".avi"),
    *(".md", ".csv", ".json", ".jsonl"),
    *(".db", ".db-wal", ".db-shm", ".db-journal", ".sqlite", ".sqlite3"),
)
FIRST_PAGE = 681_436_800  # 1991-08-06, when the web began: no page was saved before
MEANINGS = {
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "no permission to read it",
    errno.EPERM: "no permission to read it",
    errno.ELOOP: "a link that leads back to itself",
    errno.ENAMETOOLONG: "too long to be the name of a file",
}


def read_files(
    targets: Iterable[str | Path], *, max_bytes: int, now: Callable[[], str]
) -> Iterator[Capture | Unreadable]:
    """Give the captures in `targets`: files of every kind that has a reader, folders (with all below them), globs.

    `max_bytes` bounds a page. Memory holds one page, and the names in the folders on the way to it. What cannot be read
    is an Unreadable, and the rest goes on. A page's `captured_at` is the time its file was last written, or `now()`
    where that time cannot be true.
    """
    for start, file in _walk_all(targets):
        if isinstance(file, Unreadable):
            yield file
        else:
            yield from _read_file(file, named=file == start, max_bytes=max_bytes, now=now)


def count_files(targets: Iterable[str | Path]) -> int:
    """Count the files that `read_files` looks at, for a progress bar; an archive file is one."""
    return sum(1 for _ in _walk_all(targets))


def printable_name(path: Path) -> str:
    """Give a file's name on one line, as it can be printed and stored: what is no visible character is escaped."""
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in str(path))


def _walk_all(targets: Iterable[str | Path]) -> Iterator[tuple[Path, Path | Unreadable]]:
    """Give every file of `targets`, each beside the match of its target that led to it."""
    for target in targets:
        for start in _matches(str(target)):
            for file in _walk(start):
                yield start, file


def _matches(target: str) -> list[Path]:
    """Give the paths that a target names: itself, or what matches it."""
    path = Path(target)
    if not any(char in target for char in "*?[") or os.path.lexists(path):
        return [path]
    found = [Path(match) for match in sorted(glob.glob(target, recursive=True))]  # noqa: PTH207  Path.glob: no absolutes
    # `**` names every folder and what is in it: the files are enough
    return [match for match in found if "**" not in target or not match.is_dir()] or [path]


def _walk(start: Path) -> Iterator[Path | Unreadable]:
    """Give `start` itself if it is a file, else the files below it that may be pages."""
    seen: set[tuple[int, int]] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        try:
            facts = path.stat()
            if not S_ISDIR(facts.st_mode):
                if path == start or path.suffix.lower() not in NO_PAGES:
                    yield path
            elif (identity := (facts.st_dev, facts.st_ino)) not in seen:
                seen.add(identity)
                waiting += sorted((child for child in path.iterdir() if child.name[0] != "."), reverse=True)
        except (OSError, ValueError) as error:
            yield _unreadable(path, error)


def _read_file(path: Path, *, named: bool, max_bytes: int, now: Callable[[], str]) -> Iterator[Capture | Unreadable]:
    """Open a file and give the captures in it."""
    name = printable_name(path)
    try:
        facts = path.stat()
        if not S_ISREG(facts.st_mode):  # to open a pipe would wait for a writer
            yield Unreadable(name, "not a regular file, so not a page")
            return
        with path.open("rb") as stream:
            head = stream.read(HEAD)
            stream.seek(0)
            saved_at, media_type = _saved_at(facts.st_mtime, now()), MEDIA_TYPES.get(path.suffix.lower())
            yield from read_captures_in(
                CaptureFile(name, stream, head, facts.st_size, saved_at, named, media_type, max_bytes, now)
            )
    except OSError as error:
        yield _unreadable(path, error)


def _saved_at(modified: float, now: str) -> str:
    """Give the time a file was last written, UTC, ISO 8601; `now` where that cannot be true."""
    try:
        saved = datetime.fromtimestamp(modified, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (OverflowError, ValueError, OSError):
        return now
    return saved if modified >= FIRST_PAGE and saved <= now else now


def _unreadable(path: Path, error: OSError | ValueError) -> Unreadable:
    """Say in a line why a file cannot be read."""
    # a ValueError: a name with a zero byte, which no file has
    code = getattr(error, "errno", None) or errno.ENOENT
    return Unreadable(printable_name(path), MEANINGS.get(code) or os.strerror(code))

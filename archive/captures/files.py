"""Find files by name, folder or glob, and read their captures one at a time, in the order of their names.

What a folder gives: every file below it whose name says nothing against its being a page. Hidden files and folders are
left out, and so are the companions of saved pages (pictures, styles, scripts, fonts, sound), databases, lists of URLs,
which are for `-i`, and feeds, which are for `--feed`. Links are followed, each folder once. A file that is named itself
is always read.
"""

import errno
import os
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from stat import S_ISDIR
from typing import BinaryIO

from archive.captures.capture_file import HEAD, CaptureFile
from archive.captures.companions import PARTS, companion_kind, is_folder_of_page, printable_text
from archive.captures.formats.streams import read_head
from archive.captures.lists import is_list, is_listing
from archive.captures.patterns import expand_pattern, is_pattern
from archive.captures.readers import read_captures_in
from archive.captures.regular_files import NotRegular, open_regular_file
from archive.model import Capture, SavedPage, Unreadable

MEDIA_TYPES = {
    ".html": "text/html",
    ".htm": "text/html",
    ".shtml": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".txt": "text/plain",
    ".text": "text/plain",
}
FIRST_PAGE = 681_436_800  # 1991-08-06, when the web began: no page was saved before
FILE_ENDS = "html?|xhtml|txt|text|xml|jsonl?|csv|warc|arc|gz|zst|zip|tar|db|mht(?:ml)?|har|wacz|pdf|md|eml|log"
LISTS = (".txt", ".xml", ".rss", ".atom")
HOLDS_MANY = re.compile(r"\.(?:w?arc|wet|jsonl|csv|har|wacz|zip|tar|tgz)(?:\.\w{2,3})?\Z", re.I)
ADDRESS = re.compile(rf"(?:www\.|(?:[\w-]{{1,63}}\.){{1,9}}(?!(?:{FILE_ENDS})\Z)[a-z]{{2,20}}(?:[:/?]|\Z))", re.I)
STDIN = "standard input"
OWN = ("", "-wal", "-shm")
"""How the names of a database's files end."""
MEANINGS = {
    errno.ENOENT: "there is no such file or folder",
    errno.EACCES: "no permission to read it",
    errno.EPERM: "no permission to read it",
    errno.ELOOP: "a link that leads back to itself",
    errno.ENAMETOOLONG: "too long to be the name of a file",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What holds for all files of a reading: the bytes a page may have, the time, and the sum of what is no page.

    `passed_over` counts by the target and the reason.
    """

    max_bytes: int
    now: Callable[[], str]
    passed_over: Counter[tuple[str, str]]
    own: str | None = None

    def is_own(self, path: Path) -> bool:
        """Tell whether a file is the archive's own.

        To open and close it here would take the locks that SQLite has on it, and others would write at the same time.
        """
        for end in OWN if self.own else ():
            with suppress(OSError, ValueError):
                if path.samefile(f"{self.own}{end}"):
                    return True
        return False


def read_files(
    targets: Iterable[str | Path | SavedPage],
    *,
    max_bytes: int,
    now: Callable[[], str],
    passed_over: Counter[tuple[str, str]] | None = None,
    own: str | None = None,
) -> Iterator[Capture | Unreadable]:
    """Give the captures in `targets`: files of every kind that has a reader, folders (with all below them), globs.

    `max_bytes` bounds a page. Memory holds one page, and the names in the folders on the way to it. What cannot be read
    is an Unreadable, and the rest goes on. A page's `captured_at` is the time its file was last written, or `now()`
    where that time cannot be true. What is no page, and was not named itself, is counted in `passed_over` by the target
    and the reason. `own`: the path of the archive's database, which is never read as a page.
    """
    reading = Reading(max_bytes, now, Counter() if passed_over is None else passed_over, own)
    for target in targets:
        path, url = (target.path, target.url) if isinstance(target, SavedPage) else (target, None)
        for start, file in _walk_all([path], reading.passed_over):
            if isinstance(file, Unreadable):
                yield file
            else:
                yield from _read_file(file, start, url, reading)


def read_stream(
    stream: BinaryIO,
    url: str | None,
    *,
    max_bytes: int,
    now: Callable[[], str],
    passed_over: Counter[tuple[str, str]],
) -> Iterator[Capture | Unreadable]:
    """Give the captures in a file that comes on standard input. `url`: the address of the page that it is, if known."""
    head, whole = read_head(stream, HEAD)

    def pass_over(why: str) -> None:
        passed_over[STDIN, why] += 1

    file = CaptureFile(STDIN, whole, head, None, now(), True, None, max_bytes, now, pass_over, url, Path())
    yield from read_captures_in(file)


def count_files(targets: Iterable[str | Path]) -> int | None:
    """Count the pages that `read_files` gives, for a progress bar; None where a file by its name holds many."""
    count = 0
    for start, file in _walk_all(targets):
        if isinstance(file, Path) and HOLDS_MANY.search(file.name):
            return None
        count += file == start or not (isinstance(file, Path) and _lists_pages(file))
    return count


def find_files(targets: Iterable[str | Path]) -> Iterator[Path | Unreadable]:
    """Give the files in `targets` that hold many pages by their names, and each that is named itself."""
    for start, file in _walk_all(targets):
        if isinstance(file, Unreadable) or file == start or HOLDS_MANY.search(file.name):
            yield file


def printable_name(path: Path) -> str:
    """Give a file's name on one line, as it can be printed and stored."""
    return printable_text(str(path))


def _walk_all(
    targets: Iterable[str | Path], passed_over: Counter[tuple[str, str]] | None = None
) -> Iterator[tuple[Path, Path | Unreadable]]:
    """Give every file of `targets`, each beside the match of its target that led to it."""
    for target in targets:
        for start in _matches(str(target)):
            for file in _walk(start, Counter() if passed_over is None else passed_over):
                yield start, file


def _matches(target: str) -> list[Path]:
    """Give the paths that a target names: itself, or what matches it."""
    path = Path(target)
    if not is_pattern(target) or os.path.lexists(path):
        return [path]
    found = sorted(expand_pattern(target))
    # `**` names every folder and what is in it: the files are enough
    return [match for match in found if "**" not in target or not match.is_dir()] or [path]


def _walk(start: Path, passed_over: Counter[tuple[str, str]]) -> Iterator[Path | Unreadable]:
    """Give `start` itself if it is a file, else the files below it that may be pages."""
    name = printable_name(start)
    seen: set[tuple[int, int]] = set()
    waiting = [start]
    while waiting:
        path = waiting.pop()
        try:
            facts = path.stat()
            if not S_ISDIR(facts.st_mode):
                if path == start or not (kind := companion_kind(path.name)):
                    yield path
                else:
                    passed_over[name, kind] += 1
            elif (identity := (facts.st_dev, facts.st_ino)) not in seen:
                seen.add(identity)
                children = sorted(path.iterdir(), reverse=True)
                names = {child.name for child in children}
                parts = {child for child in names if is_folder_of_page(child, names)}
                waiting += [child for child in children if child.name[0] != "." and child.name not in parts]
                if parts:
                    passed_over[name, f"folders with {PARTS}"] += len(parts)
                if hidden := sum(child.name[0] == "." for child in children):
                    passed_over[name, "hidden files and folders"] += hidden
        except (OSError, ValueError) as error:
            yield _unreadable(path, error)


def _read_file(path: Path, start: Path, url: str | None, reading: Reading) -> Iterator[Capture | Unreadable]:
    """Open a file, to which the target `start` led, and give the captures in it."""
    name, target = printable_name(path), printable_name(start)

    def pass_over(why: str) -> None:
        reading.passed_over[target, why] += 1

    if reading.is_own(path):
        if path == start:
            yield Unreadable(name, "the archive itself, not a page")
        else:
            pass_over("databases")
        return
    try:
        with open_regular_file(path) as stream:
            facts = os.fstat(stream.fileno())
            head = stream.read(HEAD)
            stream.seek(0)
            file = CaptureFile(
                name=name,
                stream=stream,
                head=head,
                size=facts.st_size,
                saved_at=_saved_at(facts.st_mtime, reading.now()),
                named=path == start,
                media_type=MEDIA_TYPES.get(path.suffix.lower()),
                max_bytes=reading.max_bytes,
                now=reading.now,
                pass_over=pass_over,
                url=url,
                folder=path.parent,
            )
            yield from read_captures_in(file)
    except OSError as error:
        yield _unreadable(path, error)


def _lists_pages(path: Path) -> bool:
    """Tell whether a file is a list or a feed, by its first bytes: in a folder it is passed over."""
    if path.suffix.lower() not in LISTS:
        return False
    try:
        with open_regular_file(path) as stream:
            head = stream.read(HEAD)
    except OSError:
        return False
    return is_listing(head) or is_list(head if len(head) < HEAD else head[: head.rfind(b"\n") + 1])


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
    if isinstance(error, NotRegular):
        return Unreadable(printable_name(path), f"{error}, so not a page")
    code = getattr(error, "errno", None) or errno.ENOENT
    if code == errno.ENOENT and ADDRESS.match(str(path)):
        return Unreadable(printable_name(path), f"{MEANINGS[code]}; if it is a web address, write https:// before it")
    return Unreadable(printable_name(path), MEANINGS.get(code) or os.strerror(code))

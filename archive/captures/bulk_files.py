"""Files of many pages, here or at a URL of a file system, as a bulk extraction goes through them."""

import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, cast

from archive.captures.capture_file import HEAD, CaptureFile
from archive.captures.files import find_files, printable_name, read_files
from archive.captures.formats.streams import read_head
from archive.captures.readers import read_captures_in
from archive.errors import UnreadableFile
from archive.model import Capture, FileEnd, Unreadable
from archive.places import failure_at, find_elsewhere, is_remote, open_elsewhere


class _Watched:
    """A stream whose errors are told by the name of its file: each file system has kinds of its own."""

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def read(self, size: int = -1) -> bytes:
        """Read as a file does. Raises UnreadableFile."""
        try:
            return self._stream.read(size)
        except Exception as error:
            raise failure_at(self._name, error) from error

    def seekable(self) -> bool:
        """Tell whether it can be sought."""
        return self._stream.seekable()

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """Move to a byte."""
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        """Give the byte that is read next."""
        return self._stream.tell()


def find_bulk_files(places: Iterable[str]) -> Iterator[tuple[str, int] | Unreadable]:
    """Give the files in `places` with their sizes: files, folders with all below, globs, URLs of file systems.

    Of a folder those that hold many pages by their names; what is not there is an Unreadable.
    """
    for place in places:
        if is_remote(place):
            try:
                found = find_elsewhere(place)
            except UnreadableFile as error:
                yield Unreadable(place, error.message)
                continue
            yield from found
            if not found:
                yield Unreadable(place, "there is no such file or folder")
            continue
        for file in find_files([place]):
            if isinstance(file, Unreadable):
                yield file
                continue
            try:
                yield str(file), file.stat().st_size
            except OSError as error:
                yield Unreadable(printable_name(file), failure_at(str(file), error).message)


def read_bulk_file(
    file: str, size: int, *, max_bytes: int, now: Callable[[], str], passed_over: Counter[str]
) -> Iterator[Capture | Unreadable | FileEnd]:
    """Give the pages in a file as an ingest reads them, and behind them its end, with what was passed over."""
    failure = None
    if is_remote(file):
        try:
            yield from _read_elsewhere(file, max_bytes, now, passed_over)
        except UnreadableFile as error:
            failure = error.message
    else:
        counted = Counter[tuple[str, str]]()
        yield from read_files([file], max_bytes=max_bytes, now=now, passed_over=counted)
        for (_, why), count in counted.items():
            passed_over[why] += count
    yield FileEnd(file, size, tuple(sorted(passed_over.items())), failure)


def _read_elsewhere(
    url: str, max_bytes: int, now: Callable[[], str], passed_over: Counter[str]
) -> Iterator[Capture | Unreadable]:
    with open_elsewhere(url) as stream:
        head, whole = read_head(cast("BinaryIO", _Watched(stream, url)), HEAD)

        def pass_over(why: str) -> None:
            passed_over[why] += 1

        file = CaptureFile(url, whole, head, None, now(), True, None, max_bytes, now, pass_over)
        yield from read_captures_in(file)

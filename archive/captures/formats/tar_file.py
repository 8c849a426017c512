"""Tar files of pages, member by member (POSIX ustar, GNU and pax names). Nothing is written to disk.

Read here and not by `tarfile`, which takes headers of any size into memory.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO

from archive.captures.capture_file import HEAD, CaptureFile
from archive.captures.companions import companion_kind, printable_text
from archive.captures.failure import Failure
from archive.captures.formats.streams import open_window, read_head
from archive.model import Cause, Unreadable

BLOCK = 512
LONGEST_NAME = 65_536  # bytes of a header that holds a name
OCTAL = frozenset(b"01234567")
PAX_PATH = re.compile(rb"\d+ path=([^\n]*)\n")
PAX_SIZE = re.compile(rb"\d+ size=(\d{1,18})\n")


def is_tar(head: bytes) -> bool:
    """Tell whether a file that begins so is a tar file."""
    return len(head) >= BLOCK and head[257:262] == b"ustar" and _checks(head[:BLOCK])


def open_tar_members(file: CaptureFile) -> Iterator[CaptureFile | Unreadable]:
    """Open the members that may be pages, one after the other. Raises Failure where the file cannot be read on."""
    tape = _Tape(file.stream)
    named: dict[str, str] = {}
    while (header := tape.read(BLOCK)).strip(b"\0"):
        if len(header) < BLOCK or not _checks(header):
            raise Failure(f"a damaged tar file, from byte {tape.at - len(header):,} on", Cause.BROKEN)
        kind = header[156:157]
        size = int(named.get("size", _number(header[124:136])))
        end = tape.at + -(-size // BLOCK) * BLOCK
        if kind in b"Lxg":
            if size <= LONGEST_NAME and kind != b"g":
                named |= _facts(kind, tape.read(size))
        else:
            name = named.get("path") or _name(header)
            named = {}
            if kind in b"0\0" and not name.endswith("/"):
                yield from _open(file, name, tape, size)
        tape.go_to(end)


class _Tape:
    """A stream that is read forward, and knows where it is."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.at = 0

    def read(self, size: int) -> bytes:
        """Give the next bytes."""
        found = self.stream.read(size)
        self.at += len(found)
        return found

    def count(self, size: int) -> None:
        """Note that so many bytes were read by another."""
        self.at += size

    def go_to(self, position: int) -> None:
        """Go forward to a byte of the stream, or to its end."""
        if self.stream.seekable():
            self.at = self.stream.seek(position)
            return
        while self.at < position and self.read(min(position - self.at, 128 * BLOCK)):
            pass


def _open(file: CaptureFile, name: str, tape: _Tape, size: int) -> Iterator[CaptureFile | Unreadable]:
    """Open the member that comes next, if it may be a page."""
    if kind := companion_kind(name):
        file.pass_over(kind)
        return
    head, stream = read_head(open_window(tape.stream, tape.at, size, tape.count), HEAD)
    shown = f"{file.name}/{printable_text(name)}"
    yield replace(file, name=shown, stream=stream, head=head, size=size, named=False, folder=None)


def _checks(header: bytes) -> bool:
    """Tell whether the check sum of a header is right."""
    told = header[148:156].strip(b" \0")
    total = sum(header[:148]) + 8 * 32 + sum(header[156:])
    return told.isdigit() and len(told) < 9 and int(told, 8) == total if set(told) <= OCTAL else False


def _number(field: bytes) -> int:
    """Read the size of a member: octal digits, or GNU's base 256."""
    if field[:1] == b"\x80":
        return int.from_bytes(field[4:], "big")
    digits = field.strip(b" \0")
    return int(digits, 8) if digits and set(digits) <= OCTAL else 0


def _facts(kind: bytes, told: bytes) -> dict[str, str]:
    """Give the path and size that a header of its own tells of the next member."""
    if kind == b"L":
        return {"path": _text(told.strip(b"\0"))}
    found = {"path": PAX_PATH.search(told), "size": PAX_SIZE.search(told)}
    return {key: _text(match[1]) for key, match in found.items() if match}


def _name(header: bytes) -> str:
    """Give the name in a member's own header."""
    prefix, name = header[345:500].partition(b"\0")[0], header[:100].partition(b"\0")[0]
    return _text(prefix + b"/" + name if prefix and header[257:263] == b"ustar\0" else name)


def _text(name: bytes) -> str:
    return name.decode("utf-8", "surrogateescape")

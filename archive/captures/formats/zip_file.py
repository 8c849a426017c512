"""ZIP files of pages, WACZ among them, member by member. Nothing is written to disk, so names cannot lead anywhere."""

import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import replace
from typing import BinaryIO, cast

from archive.captures.capture_file import HEAD, CaptureFile
from archive.captures.companions import PARTS, companion_kind, is_folder_of_page, printable_text
from archive.captures.failure import Failure
from archive.captures.formats.streams import Meter, open_window
from archive.model import Cause, Unreadable

MAGIC = (b"PK\x03\x04", b"PK\x05\x06")
MOST_DIRECTORY = 50_000_000  # bytes of the list of members, which is held in memory, ten times as large
READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
OFFICE = ("[content_types].xml", "mimetype")
END = 22 + 65_535  # bytes at the end of the file in which the list's own record stands
FAULTS = (
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    EOFError,
    ValueError,
    zlib.error,
    OSError,
    struct.error,
)


def is_zip(head: bytes) -> bool:
    """Tell whether a file that begins so is a ZIP file."""
    return head.startswith(MAGIC)


def open_members(file: CaptureFile) -> Iterator[CaptureFile | Unreadable]:
    """Open the members that may be pages, one after the other. Raises Failure where the file cannot be read."""
    if file.folder is None:
        raise Failure("a ZIP file inside another file: unpack the outer one first", Cause.MEDIA_TYPE)
    if not file.stream.seekable():
        raise Failure("a ZIP file on standard input: save it, and name the file", Cause.MEDIA_TYPE)
    _check_directory(file.stream)
    try:
        with zipfile.ZipFile(file.stream) as archive:
            members = archive.infolist()
            if members and members[0].filename.lower() in OFFICE:
                raise Failure("an office file or e-book: save it as HTML or text", Cause.MEDIA_TYPE)
            meter = Meter(file.size or 0)
            names = {member.filename for member in members}
            for member in members:
                if is_folder_of_page(member.filename.rpartition("/")[0], names):
                    file.pass_over(PARTS)
                else:
                    yield from _open(file, archive, member, meter)
    except FAULTS as error:
        raise Failure(f"a damaged ZIP file ({error})", Cause.BROKEN) from error


def _open(
    file: CaptureFile, archive: zipfile.ZipFile, member: zipfile.ZipInfo, meter: Meter
) -> Iterator[CaptureFile | Unreadable]:
    """Open one member, or say why not."""
    name = f"{file.name}/{printable_text(member.filename)}"
    if member.is_dir() or member.filename.startswith("__MACOSX/"):
        return
    if kind := companion_kind(member.filename):
        file.pass_over(kind)
    elif member.flag_bits & 1:
        yield Unreadable(name, "encrypted: unpack it with its password first")
    elif member.compress_type not in READ:
        yield Unreadable(name, "packed in a way that is not read: unpack the ZIP file first")
    else:
        try:
            with archive.open(member) as opened:
                stream = open_window(cast(BinaryIO, opened), 0, member.file_size, meter.add)
                head = stream.read(HEAD)
                stream.seek(0)
                yield replace(file, name=name, stream=stream, head=head, size=None, named=False, folder=None)
        except FAULTS as error:
            yield Unreadable(name, f"a damaged member of a ZIP file ({error})")


def _check_directory(stream: BinaryIO) -> None:
    """Raise Failure for a list of members that is larger than memory should hold."""
    size = stream.seek(0, 2)
    stream.seek(max(0, size - END))
    tail = stream.read(END)
    stream.seek(0)
    found = tail.rfind(b"PK\x05\x06")
    if found < 0 or len(tail) < found + 22:
        raise Failure("a damaged ZIP file (its end is missing)", Cause.BROKEN)
    (told,) = struct.unpack_from("<L", tail, found + 12)
    wide = tail.rfind(b"PK\x06\x06", 0, found)
    if told == 0xFFFFFFFF and wide >= 0 and len(tail) >= wide + 56:
        (told,) = struct.unpack_from("<Q", tail, wide + 40)
    if told > MOST_DIRECTORY:
        raise Failure(f"a ZIP file whose list of members has {told:,} bytes: unpack it first", Cause.TOO_LARGE)

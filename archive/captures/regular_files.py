"""Open files that are files: a named pipe, a socket or a device is told by what it is, and never waited for."""

import os
import stat
from io import BufferedReader
from pathlib import Path

from archive.platforms import TO_READ

_KINDS = (
    (stat.S_ISFIFO, "a named pipe"),
    (stat.S_ISSOCK, "a socket"),
    (stat.S_ISCHR, "a device"),
    (stat.S_ISBLK, "a device"),
    (stat.S_ISDIR, "a folder"),
)
_INHERITED = ("/dev/fd/", "/dev/stdin", "/proc/self/fd/")
"""What a shell hands over, as in `-i <(sort list.txt)`."""


def open_regular_file(path: Path) -> BufferedReader:
    """Open a file to read it. Raises OSError, and NotRegular for what is no regular file.

    It is looked at before it is opened, for a device may act on that; and after, for it may have been replaced.
    """
    _check_regular(path.stat().st_mode)
    place = os.open(path, TO_READ)
    try:
        _check_regular(os.fstat(place).st_mode)
        return os.fdopen(place, "rb")
    except BaseException:
        os.close(place)
        raise


def is_inherited(path: Path) -> bool:
    """Tell whether a path is a stream that was handed to this process: that may be a pipe."""
    return str(path).startswith(_INHERITED)


class NotRegular(OSError):
    """What was to be opened is no regular file; its text says what it is."""


def _check_regular(mode: int) -> None:
    kind = next((name for tells, name in _KINDS if tells(mode)), None)
    if kind is not None:
        raise NotRegular(f"{kind}, not a file")

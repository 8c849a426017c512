"""One open file, as the readers of capture files take it."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

HEAD = 140_000  # bytes by which a reader knows its own; Zstandard tells nothing before a block of 128 KB


@dataclass(frozen=True, slots=True)
class CaptureFile:
    """A file that is open at its begin; it can be sought where `stream` says so.

    `name`: on one line, as it can be printed and stored. `head`: its first `HEAD` bytes; `size` in bytes, None where it
    is packed. `saved_at`:
    when it was last written, the best evidence of when a page was saved. `named`: whether the person named it, and not
    only a folder or pattern that it is in. `media_type`: what its name says, if that says anything. `max_bytes` bounds
    a page. `now()`: the time; times are UTC, ISO 8601. `pass_over` is told in a few words why something in it is no
    page, for the sum at the end. `url`: the address of the page, where the person knows it. `folder`: in which its own
    paths stand; None for a file inside another, which names no file of this machine.
    """

    name: str
    stream: BinaryIO
    head: bytes
    size: int | None
    saved_at: str
    named: bool
    media_type: str | None
    max_bytes: int
    now: Callable[[], str]
    pass_over: Callable[[str], None] = lambda why: None
    url: str | None = None
    folder: Path | None = None

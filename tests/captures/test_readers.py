"""The registry of readers: by first bytes, and a page where none knows the file."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive.captures import files, readers
from archive.captures.capture_file import CaptureFile
from archive.captures.readers import READERS, Reader
from archive.model import Capture, Unreadable

NOW = "2026-11-22T09:30:00Z"


def read_lines(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """A page a line, after the first."""
    for line in list(file.stream)[1:]:
        yield Capture(file.name, line.strip(), file.saved_at)


def test_a_new_kind_is_a_reader_and_its_registration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that begins as the kind does is read by its reader, whatever it is called; others are pages as before."""
    monkeypatch.setattr(readers, "READERS", (*READERS, Reader(lambda head: head.startswith(b"LINES"), read_lines)))
    (tmp_path / "a.html").write_bytes(b"LINES\nFerry late\nFerry lost\n")
    (tmp_path / "b.html").write_bytes(b"<p>LINES")
    found = files.read_files([tmp_path], max_bytes=1_000, now=lambda: NOW)
    payloads = [one.payload for one in found if isinstance(one, Capture)]
    assert payloads == [b"Ferry late", b"Ferry lost", b"<p>LINES"]

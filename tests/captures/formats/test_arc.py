"""ARC files, the web archives of before 2009."""

import gzip
from pathlib import Path

import pytest

from archive.captures import files
from archive.model import Capture, Unreadable

NOW = "2026-11-22T09:30:00Z"
HEAD = (
    b"filedesc://x.arc 0.0.0.0 20060801100000 text/plain %d\n"
    b"1 0 Desk\nURL IP-address Archive-date Content-type Archive-length\n\n"
)


def record(number: int, *, wrong: int = 0, url: str = "https://harbour.example/") -> bytes:
    """A stored response."""
    block = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>Ferry %d late" % number
    return f"{url}{number} 192.0.2.1 20060801100000 text/html {len(block) + wrong}\n".encode() + block + b"\n"


def read(path: Path, content: bytes) -> list[Capture | Unreadable]:
    """What is in a file of that content."""
    path.write_bytes(content)
    return list(files.read_files([path], max_bytes=100_000, now=lambda: NOW))


@pytest.mark.parametrize("said", [69, 76, 3])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_an_arc_file_gives_its_pages(tmp_path: Path, said: int, pack: type[bytes]) -> None:
    """Each record is a page with its address and date; what the file says of itself is none, whatever its length."""
    other = record(3, url="dns:")
    content = b"".join(map(pack, (HEAD % said, record(1), other, record(2))))
    found = [one for one in read(tmp_path / "old", content) if isinstance(one, Capture)]
    assert [(one.payload, one.url, one.captured_at) for one in found] == [
        (b"<p>Ferry 1 late", "https://harbour.example/1", "2006-08-01T10:00:00Z"),
        (b"<p>Ferry 2 late", "https://harbour.example/2", "2006-08-01T10:00:00Z"),
    ]


def test_a_damaged_record_costs_itself(tmp_path: Path) -> None:
    """A length that lies is told, and the next record is read."""
    found = read(tmp_path / "old.arc", HEAD % 69 + record(1) + record(2, wrong=40) + record(3))
    assert [isinstance(one, Capture) for one in found] == [True, False, True]

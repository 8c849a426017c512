"""Lists of targets: one a line, in a file (`-i`) or on standard input (`-`)."""

import os
import re
from collections.abc import Iterable, Iterator
from io import BufferedReader, BytesIO
from pathlib import Path

from archive.errors import UnreadableFile

LISTING = re.compile(rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]")
LONGEST_LINE = 10_000  # bytes; a file that is no list must not come into memory as one line


def is_url(target: str) -> bool:
    """Whether a target is fetched, not opened."""
    return target[:8].lower().startswith(("http://", "https://"))


def parse(lines: Iterable[bytes]) -> Iterator[str]:
    """The targets in `lines`. Blank lines and those that begin with `#` say nothing; any bytes can name a file."""
    for line in lines:
        target = os.fsdecode(line.removeprefix(b"\xef\xbb\xbf").strip())
        if target and not target.startswith("#"):
            yield target


def read(path: str | Path) -> Iterator[str]:
    """The targets in the file `path`: opened at once, read as they are asked for. Raises UnreadableFile."""
    try:
        file = Path(path).open("rb")  # noqa: SIM115  closed with the last line
        file.peek(1)  # a folder opens, but cannot be read
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(f"the list cannot be read: {reason}", where=str(path)) from error
    return _lines(file)


def _lines(file: BufferedReader) -> Iterator[str]:
    with file:
        yield from parse(iter(lambda: file.readline(LONGEST_LINE), b""))


def is_list(payload: bytes) -> bool:
    """Whether a file holds web addresses and nothing else: a list, not a page."""
    targets = parse(BytesIO(payload))
    return is_url(next(targets, "")) and all(map(is_url, targets))


def is_listing(payload: bytes) -> bool:
    """Whether a file is a feed or a sitemap: it begins as one, and as no page."""
    head = payload[:2_000]
    return LISTING.search(head) is not None and b"<html" not in head.lower()

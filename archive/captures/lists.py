"""Lists of targets: one a line, in a file (`-i`) or on standard input (`-`)."""

import os
import re
from collections.abc import Iterable, Iterator
from io import BufferedReader, BytesIO
from pathlib import Path
from select import select

from archive.captures.regular_files import NotRegular, is_inherited, open_regular_file
from archive.errors import UnreadableFile
from archive.model import SavedPage

LISTING = re.compile(rb"<(?:rss|feed|rdf:RDF|urlset|sitemapindex)[\s>]")
WRAPPED = re.compile(  # possessive throughout: a line that anyone may have written costs its length, whatever it holds
    r"(?:[-*+•]\s++|\d{1,4}[.)]\s++)?(?P<opened>!?\[[^\]]*+\]\(|[\"'`<(\[{“”„‘’«»‹›]++)?\s*+"
    r"(?P<address>https?://\S++)\s*+[\"'`>)\]}“”‘’«»‹›,;]*+",
    re.IGNORECASE,
)
CLOSING = "\"'`>)]}“”‘’«»‹›,;"
LONGEST_LINE = 10_000  # bytes; a file that is no list must not come into memory as one line
PIECE = 65_536  # bytes read from a stream at once
PATIENCE = 0.2  # seconds until a stream counts as silent


def is_url(target: str) -> bool:
    """Tell whether a target is fetched, not opened."""
    return target[:8].lower().startswith(("http://", "https://"))


def parse_targets(lines: Iterable[bytes]) -> Iterator[str | SavedPage]:
    """Give the targets in `lines`, blank lines and those that begin with `#` left out; any bytes can name a file.

    An address may stand in quotes or brackets, as a point of a list, or as a link in Markdown. A line of a file, a tab
    and an address is a page of that address.
    """
    for line in lines:
        target = os.fsdecode(line.removeprefix(b"\xef\xbb\xbf").strip())
        if target and not target.startswith("#"):
            path, tab, url = target.partition("\t")
            if tab and is_url(url := unwrap_address(url.strip())):
                yield url if is_url(path) else SavedPage(path.strip(), url)
            else:
                yield unwrap_address(target)


def unwrap_address(target: str) -> str:
    """Give the address alone that stands in quotes, brackets or a list's mark-up; any other target as it is."""
    match = WRAPPED.fullmatch(target)
    if match is None:
        return target
    opened = match["opened"] or ""
    address = match["address"].rstrip(CLOSING if opened else CLOSING.replace(")", "").replace("]", ""))
    return address + ")" * min(target.count(")"), max(0, address.count("(") - address.count(")")))


def pieces_as_they_come(stream: Iterable[bytes]) -> Iterator[bytes | None]:
    """Give the bytes of a stream, and None when it is silent for a moment, so that nothing waits for the next."""
    try:
        place = stream.fileno()  # type: ignore[attr-defined]  # what has none raises
    except (AttributeError, OSError, ValueError):
        yield from stream
        return
    while True:
        if not select([place], [], [], PATIENCE)[0]:
            yield None
        elif piece := os.read(place, PIECE):
            yield piece
        else:
            return


def read_list(path: str | Path) -> Iterator[str | SavedPage]:
    """Give the targets in the file `path`: opened at once, read as they are asked for. Raises UnreadableFile."""
    try:
        given = Path(path)
        file = given.open("rb") if is_inherited(given) else open_regular_file(given)
    except NotRegular as error:
        advice = "" if "folder" in str(error) else "; give what it holds on standard input, with -"
        raise UnreadableFile(f"the list cannot be read: it is {error}{advice}", where=str(path)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnreadableFile(f"the list cannot be read: {reason}", where=str(path)) from error
    return _lines(file)


def _lines(file: BufferedReader) -> Iterator[str | SavedPage]:
    """Read the targets of an open file, and close it."""
    with file:
        yield from parse_targets(iter(lambda: file.readline(LONGEST_LINE), b""))


def is_list(payload: bytes) -> bool:
    """Tell whether a file holds web addresses and nothing else: a list, not a page."""
    targets = parse_targets(BytesIO(payload))
    return _is_address(next(targets, "")) and all(map(_is_address, targets))


def _is_address(target: str | SavedPage) -> bool:
    return isinstance(target, SavedPage) or is_url(target)


def is_listing(payload: bytes) -> bool:
    """Tell whether a file is a feed or a sitemap: it begins as one, and as no page."""
    head = payload[:2_000]
    return LISTING.search(head) is not None and b"<html" not in head.lower()

"""Files that are one page each, HTML or text, as captures: what no other reader knows for its own."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

from archive.captures import lists
from archive.captures.capture_file import CaptureFile
from archive.model import Capture, Unreadable

HEAD = 16_384  # bytes in which a program that saves pages says where they are from
SAVED = re.compile(
    rb"<!--\s{0,99}(?:saved from url=\(\d+\)\s{0,9}(?P<browser>https?://[^\s<>\"]{1,2000})"
    rb"|Page saved with SingleFile\s{1,99}url:\s{0,9}(?P<single>https?://[^\s<>\"]{1,2000})"
    rb"(?:\s{1,99}saved date:\s{0,9}(?P<date>[^\r\n(]{1,60}))?"
    rb"|Saved from (?P<monolith>https?://[^\s<>\"]{1,2000}) at (?P<when>\S{1,40}) using monolith"
    rb"|Mirrored from (?P<mirror>[\w.-]{1,200}/[^\s<>\"]{0,2000}) by HTTrack[^>]{0,100}?, "
    rb"(?P<mirrored>\w{3}, [^>]{1,40}? GMT))",
    re.I,
)
FORMS = ("%a %b %d %Y %H:%M:%S GMT%z", "%a, %d %b %Y %H:%M:%S GMT", "%Y-%m-%dT%H:%M:%S%z")


def read_page(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """Give the page that is the file, or why it is none; a list or feed only met in a folder is passed over."""
    if file.size is not None and file.size > file.max_bytes:
        told = f"{file.size:,} bytes; a page may have {file.max_bytes:,} (setting max_bytes)"
        yield Unreadable(file.name, told)
        return
    payload = file.stream.read(file.max_bytes + 1)
    if len(payload) > file.max_bytes:
        yield Unreadable(file.name, f"over {file.max_bytes:,} bytes, the most a page may have (setting max_bytes)")
        return
    if reason := _reason_against(payload):
        kind, advice = reason
        if file.named:
            yield Unreadable(file.name, f"a {kind}, not a page: {advice}")
        else:
            file.pass_over(f"{kind} ({advice})")
        return
    url, saved_at = _saved_from(payload[:HEAD])
    yield Capture(
        origin=file.name,
        payload=payload,
        captured_at=saved_at or file.saved_at,
        url=file.url or url,
        media_type=file.media_type,
    )


def _reason_against(payload: bytes) -> tuple[str, str] | None:
    """Say why a file is no page, where it is a list, a feed or a sitemap, and what to do with it."""
    if lists.is_list(payload):
        return "list of URLs", "give it with -i"
    if lists.is_listing(payload):
        return "feed or sitemap", "give it with --feed"
    return None


def _saved_from(head: bytes) -> tuple[str | None, str | None]:
    """Give the address and time that a program wrote into a comment when it saved the page; None: it did not."""
    found = SAVED.search(head)
    if found is None:
        return None, None
    url = found["browser"] or found["single"] or found["monolith"] or b"http://" + found["mirror"]
    date = found["date"] or found["when"] or found["mirrored"] or b""
    return url.decode("utf-8", "replace"), _date(date.decode("ascii", "replace").strip())


def _date(text: str) -> str | None:
    """Read a date as those programs write it."""
    for form in FORMS:
        try:
            moment = datetime.strptime(text, form)  # noqa: DTZ007  most say their zone, the others are in UTC
        except ValueError:
            continue
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return None

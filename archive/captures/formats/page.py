"""Files that are one page each, HTML or text, as captures: what no other reader knows for its own."""

from collections.abc import Iterator

from archive.captures import lists
from archive.captures.capture_file import CaptureFile
from archive.model import Capture, Unreadable


def read_page(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """Give the page that is the file, or why it is none; nothing for a list or feed that was only met in a folder."""
    if file.size > file.max_bytes:
        told = f"{file.size:,} bytes; a page may have {file.max_bytes:,} (setting max_bytes)"
        yield Unreadable(file.name, told)
        return
    payload = file.stream.read(file.size)  # no more, should it grow meanwhile
    if reason := _reason_against(payload):
        if file.named:
            yield Unreadable(file.name, reason)
        return
    yield Capture(origin=file.name, payload=payload, captured_at=file.saved_at, media_type=file.media_type)


def _reason_against(payload: bytes) -> str | None:
    """Say why a file is no page, where it is a list, a feed or a sitemap."""
    if lists.is_list(payload):
        return "a list of URLs, not a page: give it with -i"
    if lists.is_listing(payload):
        return "a feed or sitemap, not a page: give it with --feed"
    return None

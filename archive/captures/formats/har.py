"""HAR files, as browsers' developer tools save what they loaded: the pages in them.

http://www.softwareishard.com/blog/har-12-spec/
"""

import binascii
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from archive.captures.capture_file import CaptureFile
from archive.captures.content_type import charset_in, media_type_in
from archive.captures.formats.json_objects import objects_in
from archive.captures.formats.json_rows import most_of_row, parse_object
from archive.captures.formats.rows import page_in_row
from archive.captures.http_message import PAGES
from archive.model import Capture, Unreadable

BEGINS = re.compile(rb"(?:\xef\xbb\xbf)?\s{0,99}\{\s{0,99}\"log\"\s{0,9}:\s{0,9}\{")
ENTRIES = re.compile(rb'(?<!\\)"entries"\s{0,99}:\s{0,99}\[')


def is_har(head: bytes) -> bool:
    """Tell whether a file that begins so is HAR."""
    return BEGINS.match(head) is not None


def read_har(file: CaptureFile) -> Iterator[Capture | Unreadable]:
    """Give the pages in a HAR file: what a GET answered with HTML or text."""
    for number, text in enumerate(objects_in(file.stream, ENTRIES, most_of_row(file.max_bytes)), 1):
        place = f"entry {number}"
        entry = text if isinstance(text, str) else parse_object(text)
        page = Unreadable(f"{file.name}, {place}", entry) if isinstance(entry, str) else _page(entry, file, place)
        if isinstance(page, str):
            file.pass_over(page)
        else:
            yield page


def _page(entry: Mapping[str, Any], file: CaptureFile, place: str) -> Capture | Unreadable | str:
    """Give the page in an entry; a text says why it holds none."""
    request, response = entry.get("request"), entry.get("response")
    content = response.get("content") if isinstance(response, dict) else None
    if not isinstance(request, dict) or not isinstance(response, dict) or not isinstance(content, dict):
        return "entries without an answer"
    media_type = media_type_in(str(content.get("mimeType")))
    if media_type not in PAGES:
        return "no page by its content type"
    if str(request.get("method", "GET")).upper() != "GET":
        return "answers to other requests than GET"
    text = content.get("text")
    if not isinstance(text, str) or not text:
        return "entries without content (save the HAR file with content)"
    times = {"captured_at": entry.get("startedDateTime"), "status": response.get("status")}
    row = {"url": request.get("url"), "html": text, "headers": response.get("headers"), **times}
    page = page_in_row(row, file, place)
    if not isinstance(page, Capture):
        return page
    if content.get("encoding") != "base64":
        return replace(page, media_type=media_type)
    try:
        payload = binascii.a2b_base64(text)
    except (binascii.Error, ValueError):
        return Unreadable(f"{file.name}, {place}", "damaged base64")
    return replace(page, payload=payload, media_type=media_type, charset=charset_in(str(content.get("mimeType"))))

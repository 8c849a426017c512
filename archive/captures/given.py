"""Captures of pages that a program has in its hands: a crawler's response, a browser's page, a row of a notebook."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from archive.captures.body import Body
from archive.captures.content_type import charset_in, media_type_in
from archive.captures.failure import Failure
from archive.captures.formats.rows import read_time
from archive.captures.http_message import FULL
from archive.errors import UsageError
from archive.fingerprint import payload_digest
from archive.model import Capture, HeaderPairs, Unreadable


def given_page(
    body: bytes | str,
    *,
    url: str | None,
    headers: HeaderPairs | None,
    status: int | None,
    captured_at: str | datetime | None,
    media_type: str | None,
    now: str,
) -> Capture:
    """Make a capture of what a program knows of a page. Raises UsageError for what cannot be meant."""
    if not isinstance(body, bytes | bytearray | memoryview | str):
        raise UsageError(f"a page is bytes or text, not {type(body).__name__}", where=url)
    if url is not None and not (isinstance(url, str) and url.lower().startswith(("http://", "https://"))):
        raise UsageError(f"{url!r} is no address of a page: give it with https://, or leave it out")
    at = now if captured_at is None else read_time(captured_at)
    if at is None:
        raise UsageError(f"captured_at is a time in ISO 8601, not {captured_at!r}", where=url)
    payload = body.encode("utf-8", "replace") if isinstance(body, str) else bytes(body)
    return Capture(
        origin=url or f"page {payload_digest(payload)[:12]}",
        payload=payload,
        captured_at=at,
        url=url,
        media_type=media_type,
        charset="utf-8" if isinstance(body, str) else None,
        status=status,
        headers=_pairs(headers),
    )


def checked_capture(capture: Capture, max_bytes: int) -> Capture | Unreadable:
    """Give a capture as the web would: type and charset from its headers, its body unpacked."""
    if not isinstance(capture, Capture):
        raise UsageError(f"not a Capture but a {type(capture).__name__}: make one of it, or add one page at a time")
    if capture.status is not None and capture.status not in FULL:
        return Unreadable(capture.origin, f"status {capture.status}: no page came", status=capture.status)
    known = {name.lower(): value for name, value in capture.headers}
    declared = known.get("content-type", "")
    try:
        body = Body(known.get("content-encoding"), max_bytes)
        body.add_piece(capture.payload)
        payload = body.whole_body()
    except Failure as failure:
        return Unreadable(capture.origin, failure.message)
    kind = capture.media_type or media_type_in(declared)
    return replace(capture, payload=payload, media_type=kind, charset=capture.charset or charset_in(declared))


def _pairs(headers: HeaderPairs | None) -> tuple[tuple[str, str], ...]:
    """Give headers as pairs of text, from a mapping or pairs, of text or bytes, as crawlers have them."""
    pairs = headers.items() if isinstance(headers, Mapping) else headers or ()
    try:
        return tuple((_text(name), _text(value)) for name, value in pairs)
    except (TypeError, ValueError) as error:
        raise UsageError("headers are a mapping or pairs of name and value") from error


def _text(value: object) -> str:
    if isinstance(value, list | tuple):  # Scrapy has a list of values a name
        return ", ".join(map(_text, value))
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)

"""WARC files of what the archive received, by warcio (an extra). The only room that knows it.

ISO 28500:2017 (https://iipc.github.io/warc-specifications/). A body is stored unpacked, so headers that tell how it was
packed are written as `X-Archive-Orig-…`, as other archives do; our reader gives them their names back.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_URL, uuid5

from archive.errors import ArchiveError, UsageError
from archive.fingerprint import payload_digest
from archive.model import NAMELESS, Capture

VERSION: Final = "WARC/1.1"
PACKING: Final = frozenset({"content-encoding", "transfer-encoding", "content-length"})
ORIGINAL: Final = "X-Archive-Orig-"
KNOWN: Final = "urn:archive:known:"
"""Begins the address of what is known of a page: under the page's own, a replay would show it in its place."""
MOST_SEEN: Final = 500_000
"""Pages of one file that are known again when their bytes come once more."""


class WarcFile:
    """Writes captures, one after the other, to an open file. `packed`: each record a gzip member of its own."""

    def __init__(self, stream: Any, *, packed: bool, software: str) -> None:
        self._writer = _library().WARCWriter(stream, gzip=packed, warc_version=VERSION)
        self._software = software
        self._begun = False
        self._seen: dict[str, tuple[str, str, str, str]] = {}

    def write_capture(self, capture: Capture, told: dict[str, Any] | None = None) -> None:
        """Write a page: a response, or a resource where it came in none; the same bytes again are a revisit.

        `told`: what the archive knows of it, which becomes a metadata record.
        """
        if not self._begun:
            self._begin(capture.captured_at)
        digest = payload_digest(capture.payload)
        url = capture.url or NAMELESS + digest
        kind = "response" if capture.status or capture.headers else "resource"
        number = _record_id(kind, url, capture.captured_at, digest)
        facts = {"WARC-Record-ID": number, "WARC-Date": capture.captured_at}
        first = self._seen.get(digest)
        headers = self._headers(capture) if kind == "response" else None
        if first is not None and headers is not None:
            record = self._revisit(url, first, facts, headers)
        elif headers is not None:
            record = self._record(url, kind, capture.payload, facts, http_headers=headers)
        else:
            media = _content_type(capture) or "text/html"
            record = self._record(url, kind, capture.payload, facts, warc_content_type=media)
        self._writer.write_record(record)
        if first is None and len(self._seen) < MOST_SEEN:
            payload = record.rec_headers.get_header("WARC-Payload-Digest")
            self._seen[digest] = number, url, capture.captured_at, payload
        if told:
            beside = {
                "WARC-Record-ID": _record_id("metadata", url, capture.captured_at, digest),
                "WARC-Date": capture.captured_at,
                "WARC-Concurrent-To": number,
            }
            block = json.dumps(told, ensure_ascii=False).encode()
            self._writer.write_record(
                self._record(KNOWN + url, "metadata", block, beside, warc_content_type="application/json")
            )

    def _begin(self, date: str) -> None:
        lines = f"software: {self._software}\r\nformat: WARC File Format 1.1\r\n"
        facts = {"WARC-Record-ID": _record_id("warcinfo", self._software, date, ""), "WARC-Date": date}
        self._writer.write_record(
            self._record("", "warcinfo", lines.encode(), facts, warc_content_type="application/warc-fields")
        )
        self._begun = True

    def _record(self, url: str, kind: str, block: bytes, facts: dict[str, str], **others: Any) -> Any:
        return self._writer.create_warc_record(
            url, kind, payload=BytesIO(block), length=len(block), warc_headers_dict=facts, **others
        )

    def _revisit(self, url: str, first: tuple[str, str, str, str], facts: dict[str, str], headers: Any) -> Any:
        number, first_url, date, payload = first
        refers = facts | {"WARC-Refers-To": number}
        return self._writer.create_revisit_record(
            url, payload, first_url, date, http_headers=headers, warc_headers_dict=refers
        )

    def _headers(self, capture: Capture) -> Any:
        from warcio.statusandheaders import StatusAndHeaders

        class SentHeaders(StatusAndHeaders):  # type: ignore[misc]  # warcio has no types
            """Headers as they were sent: warcio would write what is not ASCII in another way."""

            def compute_headers_buffer(self, header_filter: object = None) -> None:
                self.headers_buff = self.to_bytes(header_filter)

        status = capture.status or HTTPStatus.OK
        phrase = ""
        with suppress(ValueError):
            phrase = HTTPStatus(status).phrase
        pairs = [(ORIGINAL + name if name.lower() in PACKING else name, value) for name, value in capture.headers]
        if not any(name.lower() == "content-type" for name, _ in pairs) and (media := _content_type(capture)):
            pairs.append(("Content-Type", media))
        return SentHeaders(f"{status} {phrase}".strip(), pairs, protocol="HTTP/1.1")


def write_warc(path: Path, pages: Iterable[tuple[Capture, dict[str, Any]]], *, packed: bool, software: str) -> None:
    """Write pages into a new file, each with what the archive knows of it."""
    _library()
    with path.open("wb") as stream:
        file = WarcFile(stream, packed=packed, software=software)
        for capture, told in pages:
            file.write_capture(capture, told)


@contextmanager
def append_warc(path: str | Path, software: str) -> Iterator[Callable[[Capture], None]]:
    """Give what writes a page behind those that a file has; gzipped if its name ends in .gz.

    Raises UsageError without warcio, ArchiveError if the file cannot be written.
    """
    _library()
    try:
        with Path(path).open("ab") as stream:
            yield WarcFile(stream, packed=str(path).lower().endswith(".gz"), software=software).write_capture
    except OSError as error:
        if error.filename not in (None, str(path)):
            raise
        raise ArchiveError(f"cannot be written: {error.strerror or error}", where=str(path)) from error


def _content_type(capture: Capture) -> str | None:
    """Write type and charset of a page as a header has them; None where the type is unknown."""
    return capture.media_type and "; charset=".join(filter(None, (capture.media_type, capture.charset)))


def _record_id(*parts: str) -> str:
    """Name a record by what it holds, so that the same archive gives the same file."""
    return f"<{uuid5(NAMESPACE_URL, ' '.join(parts)).urn}>"


def _library() -> Any:
    try:
        from warcio import warcwriter
    except ImportError as error:
        raise UsageError("needs warcio: pip install 'news-archive[warc]'", where="warc") from error
    return warcwriter

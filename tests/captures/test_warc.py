import gzip
from pathlib import Path

from archive.captures import files
from archive.model import Capture, Unreadable

NOW = "2026-11-22T09:30:00Z"
URL = "https://harbour.example/ferry"


def record(kind: str, block: bytes, url: str = URL, *, date: str = "2026-03-02T10:00:00Z", media: str = "") -> bytes:
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: {url}\r\nWARC-Date: {date}\r\n"
        f"Content-Type: {media or 'application/http; msgtype=response'}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def response(body: bytes, *headers: str, status: str = "200 OK", media: str = "text/html; charset=utf-8") -> bytes:
    lines = "".join(f"{line}\r\n" for line in (f"HTTP/1.1 {status}", f"Content-Type: {media}", *headers))
    return lines.encode() + b"\r\n" + body


def read(path: Path, content: bytes, *, max_bytes: int = 100_000) -> list[Capture | Unreadable]:
    path.write_bytes(content)
    return list(files.read_files([path], max_bytes=max_bytes, now=lambda: NOW))


def payloads(captures: list[Capture | Unreadable]) -> list[bytes | str]:
    return [capture.payload if isinstance(capture, Capture) else capture.message for capture in captures]


def test_a_response_is_a_capture(tmp_path: Path) -> None:
    """A stored response gives the page with its address, date, kind, charset and headers."""
    expected = Capture(
        origin=URL,
        payload=b"<p>Ferry late",
        captured_at="2026-03-02T10:00:00Z",
        url=URL,
        media_type="text/html",
        charset="utf-8",
        status=200,
        headers=(("Content-Type", "text/html; charset=utf-8"), ("ETag", '"7"')),
    )
    assert read(tmp_path / "a.warc", record("response", response(b"<p>Ferry late", 'ETag: "7"'))) == [expected]


def test_other_records_are_passed_over(tmp_path: Path) -> None:
    """Requests, revisits, pictures, redirects and errors are no pages, and no failures."""
    content = b"".join(
        [
            record("warcinfo", b"software: x", media="application/warc-fields"),
            record("request", b"GET / HTTP/1.1\r\n\r\n"),
            record("response", response(b"\x89PNG", media="image/png")),
            record("response", response(b"", "Location: /b", status="301 Moved Permanently")),
            record("response", response(b"Not here", status="404 Not Found")),
            record("response", response(b"", *[f"X-{number}: 1" for number in range(200)])),
            record("response", b"no HTTP at all"),
            record("resource", b"dns", "dns:harbour.example", media="text/plain"),
            record("resource", b"<p>Saved", f"<{URL}>", media="text/html"),
        ]
    )
    assert payloads(read(tmp_path / "a.warc", content)) == [b"<p>Saved"]


def test_a_wet_file_gives_its_texts(tmp_path: Path) -> None:
    """A conversion record is a plain text with an address, one gzip member a record or one for all."""
    records = [record("conversion", text, media="text/plain") for text in (b"Ferry late", b"Ferry lost")]
    each = read(tmp_path / "a.warc.wet.gz", b"".join(map(gzip.compress, records)))
    assert payloads(each) == [b"Ferry late", b"Ferry lost"]
    assert read(tmp_path / "b.wet.gz", gzip.compress(b"".join(records))) == each


def test_bodies_are_decoded(tmp_path: Path) -> None:
    """Chunks are joined and gzip unpacked; a body stored decoded under its old headers is taken as it is."""
    packed = gzip.compress(b"<p>Ferry late")
    chunked = (
        b"5\r\n" + packed[:5] + b"\r\n" + f"{len(packed) - 5:X}".encode() + b";x=1\r\n" + packed[5:] + b"\r\n0\r\n\r\n"
    )
    headers = ("Transfer-Encoding: chunked", "Content-Encoding: gzip")
    bodies = (chunked, b"<p>Ferry late", packed)
    content = b"".join(record("response", response(body, *headers)) for body in bodies)
    assert payloads(read(tmp_path / "a.warc", content)) == [b"<p>Ferry late"] * 3


def test_a_record_too_large_is_told(tmp_path: Path) -> None:
    """A page over the limit is one clear line, packed or not, and the next record is read."""
    content = b"".join(
        [
            record("response", response(gzip.compress(bytes(5_000_000)), "Content-Encoding: gzip")),
            record("response", response(bytes(200_000))),
            record("response", response(b"<p>Small")),
        ]
    )
    bomb, large, small = payloads(read(tmp_path / "a.warc", content))
    assert (bomb, small) == (large, b"<p>Small")
    assert large == "over 100,000 bytes, the most a page may have (setting max_bytes)"


def test_damage_ends_a_file_but_keeps_what_came_before(tmp_path: Path) -> None:
    """Cut and broken files give their first pages and one clear line."""
    good = record("response", response(b"<p>Ferry late"))
    cut = gzip.compress(good) + gzip.compress(good)[:-30]
    damaged = "a damaged archive file; 1 records before the damage were read"
    reasons = {
        "a.warc": (good + good[:-20], "the last record is cut off"),
        "b.warc": (good + b"<html>", "no record begins where one must"),
        "c.warc": (good + b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "a record of no length"),
        "d.warc.gz": (cut, "Compressed file ended before the end-of-stream marker was reached"),
        "e.warc": (
            good + b"WARC/1.0\r\n" + b"a" * 70_000 + b"\r\n\r\n",
            "got more than 65536 bytes when reading header line",
        ),
    }
    for name, (content, reason) in reasons.items():
        expected = [b"<p>Ferry late", f"{damaged} ({reason})"]
        assert payloads(read(tmp_path / name, content)) == expected


def test_an_archive_file_is_known_by_its_first_bytes(tmp_path: Path) -> None:
    """Whatever its name says: one that is called something else is read, and one that only has the name is a page."""
    content = record("response", response(b"<p>Ferry late"))
    assert payloads(read(tmp_path / "dump.html", gzip.compress(content))) == [b"<p>Ferry late"]
    assert payloads(read(tmp_path / "dump", b"\r\n" + content)) == [b"<p>Ferry late"]
    assert payloads(read(tmp_path / "a.warc", b"<p>Ferry lost")) == [b"<p>Ferry lost"]


def test_a_record_without_a_true_date_was_captured_now(tmp_path: Path) -> None:
    """Dates are UTC to the second; what is none becomes the time of reading."""
    dates = ("2026-03-02T10:00:00.123Z", "2026-03-02T12:00:00+02:00", "yesterday")
    captures = read(tmp_path / "a.warc", b"".join(record("response", response(b"<p>x"), date=date) for date in dates))
    found = [capture.captured_at for capture in captures if isinstance(capture, Capture)]
    assert found == ["2026-03-02T10:00:00Z", "2026-03-02T10:00:00Z", NOW]

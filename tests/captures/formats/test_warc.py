"""WARC files as their writers leave them, and as damage and malice do."""

import gzip
import struct
import time
import zlib
from collections.abc import Callable
from pathlib import Path

import brotli
import pytest
import zstandard

from archive.captures import files
from archive.model import Capture, RecordPlace, Unreadable

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
        place=RecordPlace(str(tmp_path / "a.warc"), None, 0),
    )
    assert read(tmp_path / "a.warc", record("response", response(b"<p>Ferry late", 'ETag: "7"'))) == [expected]


def test_a_page_keeps_its_place(tmp_path: Path) -> None:
    """File, record id and the byte at which the record, or its gzip member, begins are kept."""
    member = record("response", response(b"<p>Ferry late")).replace(
        b"WARC-Date", b"WARC-Record-ID: <urn:uuid:7>\r\nWARC-Date"
    )
    for name, one in (("a.warc", member), ("b.warc.gz", gzip.compress(member)), ("c.zst", zstandard.compress(member))):
        _, second = read(tmp_path / name, one * 2)
        assert isinstance(second, Capture)
        assert second.place == RecordPlace(str(tmp_path / name), "urn:uuid:7", len(one))


def test_many_headers_and_odd_status_lines(tmp_path: Path) -> None:
    """More headers than a hundred, lower case, HTTP/2, a proxy's 203, a header that is none: all are pages."""
    many = response(b"<p>1", *[f"X-{number}: 1" for number in range(300)])
    other = [
        response(b"<p>x").replace(b"HTTP/1.1 200 OK", line)
        for line in (b"http/1.1 200 OK", b"HTTP/2 200", b"HTTP/1.1 203 x")
    ]
    odd = response(b"<p>x", "Server Name: 7", "no header at all", ": nothing")
    content = b"".join(record("response", block) for block in (many, *other, odd))
    assert payloads(read(tmp_path / "a.warc", content)) == [b"<p>1"] + [b"<p>x"] * 4


def test_bodies_in_every_packing(tmp_path: Path) -> None:
    """Brotli, Zstandard, deflate and several gzip members, as browsers' crawlers store them."""
    page = b"<p>The ferry is late, and nobody can say why." * 20
    packed = {
        "br": brotli.compress(page),
        "zstd": zstandard.compress(page),
        "deflate": zlib.compress(page),
        "gzip": gzip.compress(page[:99]) + gzip.compress(page[99:]),
    }
    content = b"".join(record("response", response(body, f"Content-Encoding: {name}")) for name, body in packed.items())
    assert payloads(read(tmp_path / "a.warc", content)) == [page] * 4


def zstd_archive(records: list[bytes], *, packed: bool) -> bytes:
    """A .warc.zst with a dictionary before its frames, as the specification has it."""
    dictionary = zstandard.train_dictionary(2_000, [b"%d %s" % (n, r) for r in records for n in range(40)])
    head = zstandard.compress(dictionary.as_bytes()) if packed else dictionary.as_bytes()
    frames = [zstandard.ZstdCompressor(dict_data=dictionary).compress(one) for one in records]
    return struct.pack("<II", 0x184D2A5D, len(head)) + head + b"".join(frames)


@pytest.mark.parametrize("packed", [False, True])
def test_zstandard_with_its_dictionary(tmp_path: Path, packed: bool) -> None:
    """The dictionary that begins the file, packed or not, unpacks the frames after it; a broken frame costs itself."""
    bodies = [b"<p>Ferry %d is late, and the quay is empty." % number for number in range(9)]
    content = zstd_archive([record("response", response(body)) for body in bodies], packed=packed)
    assert payloads(read(tmp_path / "a.warc.zst", content)) == bodies


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.ZstdCompressor(write_checksum=True).compress])
def test_a_damaged_record_costs_itself(tmp_path: Path, pack: Callable[[bytes], bytes]) -> None:
    """Bytes that flipped, lengths that lie and a record that is none are told one by one; what follows is read."""
    good = [pack(record("response", response(b"<p>%d" % number + b"late " * 99))) for number in range(4)]
    flipped = good[1][:10] + bytes(byte ^ 255 for byte in good[1][10:60]) + good[1][60:]
    for bad in (
        flipped if pack is not bytes else b"WRAC/" + good[1][5:],
        pack(record("response", response(b"<p>x")).replace(b"Content-Length: ", b"Content-Length: 9999")),
        pack(record("response", response(b"<p>x" * 30)).replace(b"Content-Length: ", b"Content-Length: 1 ")),
        pack(b"<html>What is this?\n"),
        pack(b"WARC/1.0\r\nContent-Length: -5\r\n\r\n"),
        pack(b"WARC/1.0\r\n" + b"a: b\r\n" * 20_000 + b"\r\n"),
    ):
        found = payloads(read(tmp_path / "a.warc", b"".join((good[0], bad, good[2], good[3]))))
        pages = [one[3:4] for one in found if isinstance(one, bytes)]
        told = [one for one in found if isinstance(one, str)]
        assert (pages, len(told)) == ([b"0", b"2", b"3"], 1), (bad[:80], told)
        assert "a damaged record at byte " in told[0]


def test_hostile_archives_cost_little(tmp_path: Path) -> None:
    """Headers of semicolons, blank lines without end and lengths that all lie take no time that grows with a square."""
    begun = time.process_time()
    odd = b'HTTP/1.1 200 OK\r\nContent-Type: text/html; "' + b"\r\n ".join([b";" * 65_000] * 9) + b"\r\n\r\n<p>x"
    read(tmp_path / "a.warc", record("response", odd))
    read(tmp_path / "b.warc.gz", gzip.compress(record("response", response(b"<p>")) + b"\n" * 20_000_000))
    lying = record("response", response(b"<p>x")).replace(b"Content-Length: ", b"Content-Length: 9999")
    read(tmp_path / "c.warc", lying * 1_500)
    read(tmp_path / "d.warc.gz", gzip.compress(b"WARC/1.0\r\n") + b"\x1f\x8b\x08" * 500_000)
    assert time.process_time() - begun < 10


def test_other_records_are_passed_over(tmp_path: Path) -> None:
    """Requests, revisits, pictures, redirects and errors are no pages, and no failures."""
    content = b"".join(
        [
            record("warcinfo", b"software: x", media="application/warc-fields"),
            record("request", b"GET / HTTP/1.1\r\n\r\n"),
            record("response", response(b"\x89PNG", media="image/png")),
            record("response", response(b"", "Location: /b", status="301 Moved Permanently")),
            record("response", response(b"Not here", status="404 Not Found")),
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
    assert payloads(read(tmp_path / "b.wet.gz", gzip.compress(b"".join(records)))) == payloads(each)


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


def test_damage_is_told_and_keeps_what_came_before(tmp_path: Path) -> None:
    """Cut and broken files give their first pages and one clear line."""
    good = record("response", response(b"<p>Ferry late"))
    cut = gzip.compress(good) + gzip.compress(good)[:-30]
    reasons = {
        "a.warc": (good + good[:-20], "it is cut off"),
        "c.warc": (good + b"WARC/1.0\r\nContent-Length: -5\r\n\r\n", "it says no length"),
        "d.warc.gz": (cut, "the file is cut off"),
    }
    for name, (content, reason) in reasons.items():
        where = len(gzip.compress(good)) if name.endswith("gz") else len(good)
        expected = [b"<p>Ferry late", f"a damaged record at byte {where}: {reason}"]
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

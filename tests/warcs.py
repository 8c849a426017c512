"""WARC files of invented pages, with what an archive of the web holds beside pages."""

import gzip
from collections.abc import Iterable
from pathlib import Path

from tests.stories import page, story

FRENCH = "Le port a compté plus de navires cette semaine que jamais, et les marins ne sont pas rentrés avec elle. " * 5


def response_record(number: int, body: str, *, status: str = "200 OK", url: str = "", date: str = "02") -> bytes:
    """A response with a page, gzipped as a member of its own."""
    address = url or f"https://harbour.example/ships/{number}"
    block = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nX-Robots-Tag: noai\r\n\r\n{body}".encode()
    head = (
        f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {address}\r\nWARC-Date: 2026-03-{date}T10:00:00Z\r\n"
        f"WARC-Record-ID: <urn:uuid:{number}>\r\nContent-Type: application/http; msgtype=response\r\n"
        f"Content-Length: {len(block)}\r\n\r\n"
    )
    return gzip.compress(head.encode() + block + b"\r\n\r\n", mtime=0)


def odd_records() -> list[bytes]:
    """What stands between the pages: an error, a page in French, an index, an empty one, damage, what came again."""
    french = page(900, FRENCH).replace("lang=en", "lang=fr").replace("harbour.example", "port.example")
    damaged = bytearray(response_record(901, page(901)))
    damaged[len(damaged) // 2 :] = b"\x00" * (len(damaged) - len(damaged) // 2)
    return [
        response_record(902, "<p>gone", status="404 Not Found"),
        response_record(900, french, url="https://port.example/bateaux"),
        response_record(903, ""),
        bytes(damaged),
        response_record(904, page(1, story(1) + "\n\nTwo tugs were sent out to her after midnight."), date="05"),
        response_record(905, page(905, story(2)), url="https://copy.example/ships"),
        response_record(2, page(2)),
    ]


def write_warcs(folder: Path, pages: Iterable[range]) -> Path:
    """A WARC file for each range of pages, and odd records among those of each."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, some in enumerate(pages):
        records = [response_record(one, page(one)) for one in some]
        (folder / f"{number}.warc.gz").write_bytes(b"".join([*records[:3], *odd_records(), *records[3:]]))
    return folder

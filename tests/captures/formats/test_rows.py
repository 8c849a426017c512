"""Rows of JSON and CSV that each hold a page."""

import gzip
import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard

from archive.model import Capture
from tests.captures.formats.reading import pages, passed_over, read

URL = "https://harbour.example/"
ROWS = [
    {"url": f"{URL}0", "html": "<p>Fähre weg", "captured_at": "2026-03-02T11:00:00+01:00", "status": 200},
    {"url": f"{URL}1", "text": 'Ferry, "late"\nagain', "headers": {"ETag": "7"}},
]
EXPECTED = [(f"{URL}0", "<p>Fähre weg".encode()), (f"{URL}1", b'Ferry, "late"\nagain')]
LINES = "\n".join(map(json.dumps, ROWS)).encode() + b"\n"
TABLE = (
    "url,html,text,captured_at\r\nhttps://harbour.example/0,<p>Fähre weg,,2026-03-02T10:00:00Z\r\n"
    'https://harbour.example/1,,"Ferry, ""late""\nagain",\r\n'
).encode()


@pytest.mark.parametrize("pack", [bytes, gzip.compress, zstandard.compress, lambda data: b"\xef\xbb\xbf" + data])
@pytest.mark.parametrize(
    "content",
    [
        LINES,
        json.dumps(ROWS).encode(),
        json.dumps(ROWS, indent=2).encode(),
        TABLE,
        TABLE.replace(b",", b"\t")
        .replace(b"Ferry\t", b"Ferry,")
        .replace(b'\r\nhttps://harbour.example/1\t\t"', b'\r\nhttps://harbour.example/1\t\t"'),
    ],
)
def test_rows_are_pages(tmp_path: Path, pack: type[bytes], content: bytes) -> None:
    """JSON lines, a JSON list and CSV, packed or not, whatever the file is called."""
    found = read(tmp_path / "a.txt", pack(content))
    assert pages(found) == EXPECTED
    first = found[0]
    assert isinstance(first, Capture)
    assert (first.captured_at, first.origin, first.charset) == ("2026-03-02T10:00:00Z", f"{URL}0", "utf-8")
    assert first.place is not None and first.place.file == str(tmp_path / "a.txt")


def test_a_damaged_row_costs_itself(tmp_path: Path) -> None:
    """Each bad line is named, with what to do, and the others are read."""
    bad = [b'{"url": ', b"[1]", b'{"url": "harbour.example", "html": "<p>"}', b'{"url": "%s9"}' % URL.encode()]
    found = pages(read(tmp_path / "a.jsonl", LINES + b"\n".join(bad) + b"\n\n" + LINES))
    assert [one for one in found if one[0]] == EXPECTED * 2
    assert [one[1] for one in found if not one[0]] == [
        "damaged JSON",
        "no JSON object",
        "'harbour.example' is no address: write it with https://",
        "no page in it: each row needs `url` and one of `html`, `text`, `path`",
    ]


def test_other_statuses_are_passed_over(tmp_path: Path) -> None:
    """A row with a status of no page is counted."""
    row = b'{"url": "https://harbour.example/9", "html": "<p>Gone", "status": 404}\n'
    assert passed_over(tmp_path / "a.jsonl", LINES + row) == {"status other than 200": 1}


def test_json_of_another_kind_is_refused_once(tmp_path: Path) -> None:
    """Its first row tells."""
    content = b'{"name": "x"}\n' * 9
    told = "JSON, but no pages: each row needs `url` and one of `html`, `text`, `path`"
    assert pages(read(tmp_path / "a", content)) == [(None, told)]


def test_paths_lead_beside_the_list_only(tmp_path: Path) -> None:
    """A stranger's list reads no other file of this machine."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "ferry.html").write_bytes(b"<p>Ferry late")
    (tmp_path / "secret").write_bytes(b"<p>Secret")
    (tmp_path / "in" / "link").symlink_to(tmp_path / "secret")
    paths = ["ferry.html", "../secret", str(tmp_path / "secret"), "link", "none", "a\0b"]
    rows = "\n".join(json.dumps({"url": f"{URL}{n}", "path": path}) for n, path in enumerate(paths)).encode()
    found = pages(read(tmp_path / "in" / "list.jsonl", rows))
    assert found[0] == (f"{URL}0", b"<p>Ferry late")
    assert [one[0] for one in found[1:]] == [None] * 5
    assert all("leads out of the folder" in str(one[1]) for one in found[1:4])
    packed = pages(read(tmp_path / "in" / "list.gz", gzip.compress(rows)))
    assert packed[0] == (f"{URL}0", b"<p>Ferry late")


def test_har_gives_its_pages(tmp_path: Path) -> None:
    """What GET answered with HTML; pictures, other methods and lost contents are counted."""

    def entry(text: str | None, mime: str = "text/html; charset=utf-8", method: str = "GET", **more: str) -> object:
        content = {"mimeType": mime, **({"text": text} if text else {}), **more}
        return {
            "startedDateTime": "2026-03-02T11:00:00.123+01:00",
            "request": {"method": method, "url": URL},
            "response": {"status": 200, "headers": [{"name": "ETag", "value": "7"}], "content": content},
        }

    entries = [
        entry('<p>Fähre {weg} ["entries": ['),
        entry("iVBORw0KGgo=", "image/png", encoding="base64"),
        entry("<p>x", method="POST"),
        entry(None),
        entry("PHA+RuRocmU=", "text/html; charset=iso-8859-1", encoding="base64"),
    ]
    log = {"log": {"version": "1.2", "pages": [{"title": 'x "entries": ['}], "entries": entries}}
    for indent in (None, 2):
        content = json.dumps(log, indent=indent).encode()
        found = read(tmp_path / "a.har", content)
        assert pages(found) == [(URL, '<p>Fähre {weg} ["entries": ['.encode()), (URL, b"<p>F\xe4hre")]
        assert isinstance(found[0], Capture) and found[0].captured_at == "2026-03-02T10:00:00Z"
        assert sum(passed_over(tmp_path / "a.har", content).values()) == 3
    assert pages(read(tmp_path / "cut.har", content[:-900]))[-1] == (None, "cut off before its end")


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.replace("BAD", "x" * 3_000_000),
        lambda text: text.replace('BAD"', "x"),
        lambda text: text.replace('"BAD"', "{[" * 9),
        lambda text: text.replace("BAD", "x" * 2_600_000).replace('x"', "x"),
        lambda text: text.replace('"BAD"', "}"),
    ],
)
def test_a_row_without_an_end_costs_itself(tmp_path: Path, spoil: Callable[[str], str], indent: int | None) -> None:
    """Too long, or damaged so that its end cannot be told: the next rows of a list or of a HAR file are read."""
    rows = [
        {"url": f"{URL}0", "html": "<p>0"},
        {"url": f"{URL}1", "html": "BAD", "more": "x"},
        *({"url": f"{URL}{number}", "html": f'<p>{{"url": {number}'} for number in (2, 3)),
    ]
    entries = [
        {
            "startedDateTime": "2026-03-02T11:00:00Z",
            "request": {"method": "GET", "url": row["url"]},
            "response": {"status": 200, "content": {"mimeType": "text/html", "text": row["html"]}},
        }
        for row in rows
    ]
    for content in (rows, {"log": {"version": "1.2", "entries": entries}}):
        found = pages(read(tmp_path / "a", spoil(json.dumps(content, indent=indent)).encode()))
        assert [url[-1] for url, _ in found if url] == ["0", "2", "3"]
        assert len([told for url, told in found if url is None]) >= 1


def test_hostile_rows_cost_little(tmp_path: Path) -> None:
    """Deep nests, values without number, lines without end: one line each, in little time and memory."""
    begun = time.process_time()
    lines = [
        b'{"url": ' + b"[" * 100_000,
        b'{"a": [' + b"1," * 150_000 + b"1]}",
        b'{"url": "' + b"x" * 3_000_000 + b'"}',
    ]
    assert len(pages(read(tmp_path / "a", LINES + b"\n".join(lines) + b"\n"))) == 5
    read(tmp_path / "b", b'[{"' + b"[" * 3_000_000)
    read(tmp_path / "c", b'{"log": {"entries": [' + b"{" * 3_000_000)
    read(tmp_path / "e", b"[" + b'{"url": ' * 400_000)
    read(tmp_path / "f", b"[" + b'{"url": "x, ' * 30_000)
    read(tmp_path / "g", b"[" + b'{"url": 1, "a": "x}, {"url": 2, ' * 30_000)
    read(tmp_path / "d", b'url,html\r\nhttps://x.example/,"' + b"x\n" * 1_500_000)
    assert time.process_time() - begun < 10

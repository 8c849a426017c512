"""WARC files that the archive writes: what others read in them, and that nothing is lost on the way back."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from archive import Archive
from archive.settings import Settings
from tests.loopback import Handler, Site
from tests.stories import page

pytest.importorskip("warcio", reason="warcio is not installed")
HELD = "select url, captured_at, status, media_type, charset, headers, payload_digest from captures order by id"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def fill(archive: Archive) -> None:
    """A packed response, the same bytes elsewhere and later, a response of another day, a bare file, a refused page."""
    packed = HTML | {"Content-Encoding": "gzip", "Content-Length": "431", "Set-Cookie": "a=ö"}
    body = gzip.compress(page(1).encode())
    archive.add(body, url="https://north.example/1", headers=packed, status=200, captured_at="2026-03-02T10:00:00Z")
    archive.add(
        page(1), url="https://south.example/1?again", headers=HTML, status=200, captured_at="2026-03-03T10:00:00Z"
    )
    archive.add(page(2), url="https://north.example/2", headers=HTML, status=203, captured_at="2026-03-04T10:00:00Z")
    archive.add(page(3), captured_at="2026-03-05T10:00:00Z", media_type="text/html")
    archive.add("<p>Nothing here", url="https://north.example/", headers=HTML, status=200, captured_at="2026-03-06")


def held(archive: Archive) -> list[tuple[Any, ...]]:
    return list(archive.query(HELD).rows)


@pytest.mark.parametrize("name", ["out.warc", "out.warc.gz"])
def test_nothing_is_lost_on_the_way_back(tmp_path: Path, name: str) -> None:
    """Bytes, headers, times and addresses of an archive that was filled from the file are those of the first."""
    with Archive(tmp_path / "first.db") as first, Archive(tmp_path / "second.db") as second:
        fill(first)
        assert first.export(tmp_path / name) == 5
        second.ingest(tmp_path / name)
        before, after = held(first), held(second)
        assert [row[:2] for row in after] == [row[:2] for row in before]
        assert [row[3:] for row in after] == [row[3:] for row in before]
        assert [row[2] for row in after] == [200 if row[2] is None else row[2] for row in before]


def test_others_read_it(tmp_path: Path) -> None:
    """warcio and fastwarc read each record, its digests hold, and what is said of a page leads to its record."""
    from warcio.archiveiterator import ArchiveIterator

    with Archive(tmp_path / "first.db") as archive:
        fill(archive)
        archive.export(tmp_path / "out.warc.gz")
    kinds, numbers = [], set()
    with (tmp_path / "out.warc.gz").open("rb") as file:
        for record in ArchiveIterator(file, check_digests="raise"):
            kinds.append(record.rec_type)
            numbers.add(record.rec_headers.get_header("WARC-Record-ID"))
            body = record.content_stream().read()
            if record.rec_type == "response":
                assert body.startswith((b"<!doctype html>", b"<p>Nothing"))
            if record.rec_type == "revisit":
                assert record.rec_headers.get_header("WARC-Refers-To") in numbers
            if record.rec_type == "metadata":
                assert record.rec_headers.get_header("WARC-Concurrent-To") in numbers
                told = json.loads(body)
                assert told.get("refused") or told["article"]["body"]
    pages = ["response", "metadata", "revisit", "metadata", "response", "metadata", "resource", "metadata"]
    assert kinds == ["warcinfo", *pages, "response", "metadata"]
    fastwarc = pytest.importorskip("fastwarc.warc", reason="fastwarc is not installed")
    with (tmp_path / "out.warc.gz").open("rb") as file:
        read = [record.headers["WARC-Type"] for record in fastwarc.ArchiveIterator(file, parse_http=True)]
    assert read == kinds


def test_only_the_pages_asked_for(tmp_path: Path) -> None:
    """A filter leaves other sites' pages out, and pages that gave no article."""
    from archive import Filter

    with Archive(tmp_path / "first.db") as archive:
        fill(archive)
        assert archive.export(tmp_path / "out.warc", wanted=Filter(site="south.example")) == 1
    assert b"north.example" not in (tmp_path / "out.warc").read_bytes()


def test_responses_are_written_as_they_come(tmp_path: Path, site: Site) -> None:
    """`ingest --warc` keeps what the web answered, behind what the file has; read again it gives the same pages."""

    def packed(handler: Handler) -> None:
        handler.answer(gzip.compress(page(1).encode()), Content_Encoding="gzip", ETag='"7"')

    site.pages = {"/1": packed, "/2": lambda handler: handler.answer(page(2).encode())}
    settings = Settings(allow_private=("localhost",), host_delay=0)
    file = tmp_path / "night.warc.gz"
    with Archive(tmp_path / "first.db", settings) as archive:
        for path in ("/1", "/2"):
            archive.ingest(site.url(path), warc=file)
        before = held(archive)
    with Archive(tmp_path / "second.db") as archive:
        archive.ingest(file)
        assert held(archive) == before

"""Files with files in them: ZIP, WACZ, tar, gzip and Zstandard."""

import gzip
import io
import struct
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
import zstandard

from archive.captures.formats import streams
from tests.captures.formats.reading import pages, passed_over, read
from tests.captures.formats.test_warc import URL, record, response

PAGE = b"<p>Ferry late"


def zip_of(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A ZIP file."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return held.getvalue()


def tar_of(files: dict[str, bytes], form: int = tarfile.PAX_FORMAT) -> bytes:
    """A tar file."""
    held = io.BytesIO()
    with tarfile.open(fileobj=held, mode="w", format=form) as archive:
        for name, data in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return held.getvalue()


FILES = {"a.html": PAGE, "../../etc/b\n.html": b"<p>Two", "logo.png": b"\x89PNG", "x" * 200 + "/c.html": b"<p>Three"}
TAR = tar_of(FILES)


@pytest.mark.parametrize(
    "content",
    [
        zip_of(FILES),
        zip_of(FILES, zipfile.ZIP_STORED),
        zip_of(FILES, zipfile.ZIP_BZIP2),
        TAR,
        tar_of(FILES, tarfile.GNU_FORMAT),
        gzip.compress(TAR),
        zstandard.compress(TAR),
    ],
)
def test_a_file_of_pages_gives_its_pages(tmp_path: Path, content: bytes) -> None:
    """Each member that may be a page, under a name that is only shown; the rest is counted."""
    found = read(tmp_path / "a.bin", content)
    assert [page for _, page in pages(found)] == [PAGE, b"<p>Two", b"<p>Three"]
    assert [one.origin for one in found][:2] == [f"{tmp_path}/a.bin/a.html", rf"{tmp_path}/a.bin/../../etc/b\n.html"]
    assert passed_over(tmp_path / "a.bin", content) == {"pictures": 1}


def test_a_wacz_gives_the_pages_of_its_archives(tmp_path: Path) -> None:
    """The WARC inside is read record by record, also past a damage; its index and its list of pages are no pages."""
    good = gzip.compress(record("response", response(PAGE)))
    archive = good + good[:-30] + good
    files = {
        "archive/data.warc.gz": archive,
        "indexes/index.cdx.gz": gzip.compress(b"x"),
        "pages/pages.jsonl": b"{}",
        "datapackage.json": b"{}",
    }
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        found = pages(read(tmp_path / "a.wacz", zip_of(files, method)))
        assert [page for url, page in found if url == URL] == [PAGE, PAGE]


def test_a_page_that_is_packed(tmp_path: Path) -> None:
    """A gzipped page stays as it was received; from Zstandard it is unpacked."""
    packed = gzip.compress(PAGE)
    assert pages(read(tmp_path / "a", packed)) == [(None, packed)]
    assert pages(read(tmp_path / "a", zstandard.compress(PAGE))) == [(None, PAGE)]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (zip_of({"[Content_Types].xml": b"<x>"}), "an office file or e-book: save it as HTML or text"),
        (zip_of({"mimetype": b"application/epub+zip"}), "an office file or e-book: save it as HTML or text"),
        (zip_of(FILES)[:-40], "a damaged ZIP file"),
        (zip_of({"in.zip": zip_of(FILES)}), "a ZIP file inside another file: unpack the outer one first"),
        (gzip.compress(gzip.compress(gzip.compress(gzip.compress(gzip.compress(TAR))))), "inside one another"),
        (b"BZh91AY&SY", "packed with bzip2: unpack it first"),
        (b"\xfd7zXZ\0", "packed with xz: unpack it first"),
        (b"Rar!\x1a\x07\0", "a RAR file: unpack it first"),
        (TAR[:512] + b"x" * 5_000, "a damaged tar file, from byte"),
    ],
)
def test_what_is_not_read_says_what_it_is(tmp_path: Path, content: bytes, told: str) -> None:
    """One clear line that names the kind and what to do."""
    (*_, (url, message)) = pages(read(tmp_path / "a.html", content))
    assert url is None and told in str(message)


def test_bombs_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that unpacks to far more than its size is left, whatever it is packed in, in little time."""
    begun = time.process_time()
    monkeypatch.setattr(streams, "ALWAYS", 5_000_000)
    zeros = bytes(60_000_000)
    line = b'{"url": "https://harbour.example/", "status": 404, "text": "' + b"x" * 99_000 + b'"}\n'
    bombs = [
        zip_of({f"{n}.html": bytes(150_000) for n in range(1_000)}),
        zstandard.compress(zeros),
        zstandard.compress(line * 600),
        gzip.compress(tar_of({"a.mp4": zeros, "b.html": PAGE}, tarfile.GNU_FORMAT)),
    ]
    for bomb in bombs:
        *_, (_, message) = pages(read(tmp_path / "a", bomb))
        assert "bomb" in str(message) or "over 200,000 bytes" in str(message), len(bomb)
    assert time.process_time() - begun < 20


def test_a_list_of_members_too_large_for_memory(tmp_path: Path) -> None:
    """It is refused before it is read."""
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 9, 9, 60_000_000, 0, 0)
    (found,) = pages(read(tmp_path / "a.zip", b"PK\x03\x04" + bytes(99) + end))
    assert "60,000,000 bytes: unpack it first" in str(found[1])

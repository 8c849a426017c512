"""WARC files that warcio writes: what is read in them, and that a capture's place leads back to its record."""

import gzip
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest
import zstandard

from archive import Archive, Outcome
from tests.stories import page

pytest.importorskip("warcio", reason="warcio is not installed")
Packing = Callable[[bytes], bytes]
URL = "https://harbour.example/ships/{}"


def written_by_warcio(numbers: range) -> list[bytes]:
    """One record each: what warcio writes of a capture, beside a request that is no page."""
    from warcio.statusandheaders import StatusAndHeaders
    from warcio.warcwriter import WARCWriter

    records = []
    for number in numbers:
        held = BytesIO()
        writer = WARCWriter(held, gzip=False)
        head = StatusAndHeaders("200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1")
        asked = StatusAndHeaders(f"GET /ships/{number} HTTP/1.1", [("Host", "harbour.example")], is_http_request=True)
        for kind, said, body in (("request", asked, b""), ("response", head, page(number).encode())):
            record = writer.create_warc_record(
                URL.format(number), kind, payload=BytesIO(body), length=len(body), http_headers=said
            )
            writer.write_record(record)
            records.append(held.getvalue())
            held.seek(0)
            held.truncate()
    return records


@pytest.mark.parametrize(
    ("name", "pack", "unpack"),
    [
        ("a.warc", bytes, bytes),
        ("a.warc.gz", gzip.compress, lambda packed: gzip.GzipFile(fileobj=BytesIO(packed)).read()),
        ("a.warc.zst", zstandard.compress, lambda packed: zstandard.ZstdDecompressor().decompress(packed)),
    ],
)
def test_a_capture_leads_back_to_its_record(tmp_path: Path, name: str, pack: Packing, unpack: Packing) -> None:
    """File, record id and byte stand in `captures`; from that byte on warcio reads the record of that id."""
    from warcio.archiveiterator import ArchiveIterator

    file = tmp_path / name
    file.write_bytes(b"".join(pack(record) for record in written_by_warcio(range(3))))
    with Archive(tmp_path / "archive.db") as archive:
        report = archive.ingest(file)
        assert report.counts == {Outcome.ADDED: 3}
        rows = archive.query(
            "select url, origin_file, origin_record, origin_offset from captures order by origin_offset"
        ).rows
        stored = archive.saved(URL.format(2))
    content = file.read_bytes()
    for url, named, record_id, offset in rows:
        assert named == str(file)
        assert isinstance(offset, int)
        rest = content[offset:]
        record = next(iter(ArchiveIterator(BytesIO(unpack(rest) if name.endswith("zst") else rest))))
        headers = record.rec_headers
        assert (headers["WARC-Record-ID"].strip("<>"), headers["WARC-Target-URI"]) == (record_id, url)
    assert (stored.origin_file, stored.origin_record, stored.origin_offset) == tuple(list(rows)[2][1:])

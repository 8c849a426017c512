"""Bodies as servers pack them, and as they say they do."""

import gzip
import zlib

import brotli
import pytest
import zstandard

from archive.captures.body import Body
from archive.captures.failure import Failure

PAGE = b"<p>The ferry is late, and nobody on the quay can say why. " * 40


def bare_deflate(data: bytes) -> bytes:
    """Deflate without a header, as some servers send it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


def unpacked(encoding: str | None, payload: bytes, *, step: int = 100, most: int = 1_000_000) -> bytes:
    """What a body gives that arrives in small pieces."""
    body = Body(encoding, most)
    for start in range(0, len(payload), step):
        body.add_piece(payload[start : start + step])
    return body.whole_body()


@pytest.mark.parametrize(
    ("encoding", "payload"),
    [
        (None, PAGE),
        ("gzip", gzip.compress(PAGE)),
        ("X-GZIP", gzip.compress(PAGE)),
        ("deflate", zlib.compress(PAGE)),
        ("deflate", bare_deflate(PAGE)),
        ("br", brotli.compress(PAGE)),
        ("zstd", zstandard.compress(PAGE)),
        ("deflate, gzip", gzip.compress(zlib.compress(PAGE))),
        ("gzip", gzip.compress(PAGE[:700]) + gzip.compress(PAGE[700:])),
        ("gzip", gzip.compress(PAGE) + b"\0\0\0\0"),
        ("zstd", zstandard.compress(PAGE[:700]) + zstandard.compress(PAGE[700:])),
    ],
)
def test_packed_bodies_are_unpacked(encoding: str | None, payload: bytes) -> None:
    """Every packing of the web, in members and in layers, in pieces of any size."""
    assert unpacked(encoding, payload) == unpacked(encoding, payload, step=1) == PAGE
    assert unpacked(encoding, payload, step=1_000_000) == PAGE


@pytest.mark.parametrize(
    "encoding", ["", "none", "utf-8", "UTF8", "text/html", "gzip", "br", "deflate", "zstd", "gzip, br"]
)
def test_plain_bodies_are_plain_whatever_is_said(encoding: str) -> None:
    """A name that is no packing means nothing, and a packing that was not done is not undone."""
    assert unpacked(encoding, PAGE) == PAGE
    assert unpacked(encoding, b"\xef\xbb\xbf<!doctype html><p>Late") == b"\xef\xbb\xbf<!doctype html><p>Late"
    assert unpacked(encoding, b"") == b""


def test_a_packing_said_twice_is_undone_once() -> None:
    """Proxies repeat the header of a body that was packed once."""
    assert unpacked("gzip, gzip", gzip.compress(PAGE)) == PAGE


@pytest.mark.parametrize(
    ("encoding", "payload", "reason"),
    [
        ("gzip", gzip.compress(bytes(3_000_000)), "a gzip bomb"),
        ("br", brotli.compress(bytes(30_000_000)), "a br bomb"),
        ("zstd", zstandard.compress(bytes(30_000_000)), "a zstd bomb"),
        ("gzip", gzip.compress(b"") * 20_000, "cannot be unpacked"),
        ("gzip, gzip", gzip.compress(gzip.compress(b"") * 100_000), "bomb|unpacked"),
        ("gzip", gzip.compress(PAGE)[:-30], "broke off"),
        ("zstd", zstandard.compress(PAGE)[:-3], "broke off"),
        ("br", brotli.compress(PAGE)[:-3], "broke off"),
        ("compress", b"\x1f\x9d", "packed as 'compress'"),
        ("gzip, gzip, gzip, gzip", PAGE, "packed 4 times"),
        (None, bytes(2_000_000), "over 1,000,000 bytes"),
    ],
)
def test_hostile_and_broken_bodies_are_told(encoding: str | None, payload: bytes, reason: str) -> None:
    """A bomb ends as soon as it grows; a cut end and an unknown packing are named."""
    with pytest.raises(Failure, match=reason):
        unpacked(encoding, payload, step=65_536, most=1_000_000 if encoding is None else 100_000_000)

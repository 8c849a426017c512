"""Payloads: what comes back is what was received, or nothing."""

import pytest
import zstandard

from archive.errors import DamagedPage
from archive.fingerprint import payload_digest
from archive.payloads import LEFT_OUT, pack_payload, unpack_payload

PAGE = b"<p>Ferry late" * 1000
PACKED = pack_payload(PAGE)


def test_payloads_come_back_byte_for_byte() -> None:
    """Nothing at all, too."""
    for payload in (b"", b"\0\xff", PAGE):
        assert unpack_payload(pack_payload(payload), len(payload), payload_digest(payload)) == payload


@pytest.mark.parametrize(
    ("packed", "size"),
    [
        (PACKED[: len(PACKED) // 2], len(PAGE)),
        (PACKED[:20] + bytes(10) + PACKED[30:], len(PAGE)),
        (b"<html>", len(PAGE)),
        (pack_payload(PAGE[:-1] + b"x"), len(PAGE)),
        (pack_payload(b"<p>another page"), 15),
        (pack_payload(b""), 0),
        (PACKED, 3),
        (PACKED, 10**18),
        (PACKED, -1),
        (PACKED, None),
        (PACKED, "13000"),
        (zstandard.ZstdCompressor(write_content_size=False).compress(PAGE), 10**18),
        (None, len(PAGE)),
        ("text", len(PAGE)),
        (7, len(PAGE)),
    ],
)
def test_damaged_bytes_are_told(packed: object, size: object) -> None:
    """Cut, overwritten, exchanged, of another length or kind: they are never given as the page, nor memory for them."""
    with pytest.raises(DamagedPage, match="the stored page is damaged"):
        unpack_payload(packed, size, payload_digest(PAGE))


def test_a_page_that_was_left_out_is_told() -> None:
    """A copy to hand on has none."""
    with pytest.raises(DamagedPage, match="not in this copy"):
        unpack_payload(LEFT_OUT, len(PAGE), payload_digest(PAGE))

"""Unpack feeds and sitemaps that are gzip files, as `.xml.gz` are, though no header says so."""

from archive.captures.body import Body
from archive.captures.failure import Failure

GZIP = b"\x1f\x8b"


def unpack_listing(payload: bytes, most: int) -> bytes | None:
    """Give the bytes of a listing, unpacked where they are packed, of a cut one what came; None for what is damaged."""
    if not payload.startswith(GZIP):
        return payload
    body = Body("gzip", most)
    try:
        body.add_piece(payload)
    except Failure:
        return None
    return body.first_bytes(most)

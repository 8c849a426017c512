"""Pack a body, and name its type and encoding, as a host does it on a night."""

import gzip
import zlib

from bench.world.oddities import Odd

SAID = {Odd.ENCODING_NONE: "none", Odd.ENCODING_CHARSET: "utf-8", Odd.ENCODING_LIE: "gzip"}
"""Content-Encoding of what is not packed at all."""


def pack_body(body: bytes, odd: Odd, *, asked: bool) -> tuple[bytes, str | None]:
    """Give the body as sent, and its Content-Encoding. `asked`: the client can unpack gzip."""
    if odd in SAID:
        return body, SAID[odd]
    if odd is Odd.BROTLI:
        import brotli

        return brotli.compress(body, quality=4), "br"
    if odd is Odd.DEFLATE:
        packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
        return packer.compress(body) + packer.flush(), "deflate"
    if not asked:
        return body, None
    if odd is Odd.MEMBERS:
        third = len(body) // 3
        return b"".join(map(gzip.compress, (body[:third], body[third : 2 * third], body[2 * third :]))), "gzip"
    return gzip.compress(body, 6), "gzip"


def odd_lines(odd: Odd, kind: str) -> list[str]:
    """Give the header lines that stand there on such a night beside the due ones; `kind`: the content type."""
    if odd is Odd.TYPE_TWICE:
        return [f"Content-Type: {kind}"]
    return ["X-Cache HIT from edge 7", "X Served By: edge 7"] if odd is Odd.BROKEN_LINE else []

"""Digests: of the bytes of a page, of an article's clean text, and of a block as a site repeats it."""

import hashlib
import re
import unicodedata
from functools import lru_cache

SHORT = 100
"""Characters up to which a block's numbers are taken for a counter or a date."""

_DIGITS = re.compile(r"\d+")


def payload_digest(payload: bytes) -> str:
    """SHA-256 of the bytes as received, 64 hex digits."""
    return hashlib.sha256(payload).hexdigest()


def text_digest(body: str) -> str:
    """SHA-256 of the clean text, 64 hex digits: NFC, white space folded, case kept.

    Of the body alone. Sites give one text several headlines, so titles are compared on their own.
    """
    return hashlib.sha256(_folded(body)).hexdigest()


@lru_cache(maxsize=16384)
def block_hash(text: str) -> str:
    """64-bit hash of a block, 16 hex digits: case and white space folded, and in a short one each number read as 0.

    So "3 comments" and "12 Comments" are the same piece of furniture, but two reports of earthquakes are not.
    """
    folded = text.casefold()
    if len(folded) <= SHORT:
        folded = _DIGITS.sub("0", folded)
    return hashlib.blake2b(_folded(folded), digest_size=8).hexdigest()


def _folded(text: str) -> bytes:
    return unicodedata.normalize("NFC", " ".join(text.split())).encode("utf-8", "backslashreplace")

"""Digests: of the bytes of a page, of an article's clean text, and of a block as a site repeats it."""

import hashlib
import re
import unicodedata

_DIGITS = re.compile(r"\d+")


def payload_digest(payload: bytes) -> str:
    """SHA-256 of the bytes as received, 64 hex digits."""
    return hashlib.sha256(payload).hexdigest()


def text_digest(body: str) -> str:
    """SHA-256 of the clean text, 64 hex digits: NFC, white space folded, case kept.

    Of the body alone. Sites give one text several headlines, so titles are compared on their own.
    """
    return hashlib.sha256(_folded(body)).hexdigest()


def block_hash(text: str) -> str:
    """64-bit hash of a block, 16 hex digits: case and white space folded, each number read as 0.

    So "3 comments" and "12 Comments" are the same piece of furniture.
    """
    return hashlib.blake2b(_folded(_DIGITS.sub("0", text.casefold())), digest_size=8).hexdigest()


def _folded(text: str) -> bytes:
    return unicodedata.normalize("NFC", " ".join(text.split())).encode("utf-8", "backslashreplace")

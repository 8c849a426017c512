"""Digests: what they tell apart and what they do not."""

import hashlib

from archive.fingerprint import block_hash, payload_digest, text_digest


def test_payload_digest_is_sha256_of_the_bytes() -> None:
    """Anyone can check a payload with sha256sum."""
    assert payload_digest(b"page") == hashlib.sha256(b"page").hexdigest()


def test_white_space_and_unicode_form_are_no_change_of_the_text() -> None:
    """Wrapped lines, no-break spaces and decomposed letters give the same digest."""
    assert text_digest("Un caf\u00e9\n\nferm\u00e9") == text_digest(" Un  cafe\u0301 ferm\u00e9\u00a0\n")


def test_case_and_words_are_a_change_of_the_text() -> None:
    """A capital letter or another word gives another digest."""
    assert len({text_digest(text) for text in ("the harbour", "The harbour", "the harbor")}) == 3


def test_a_lone_surrogate_has_a_digest() -> None:
    """Half a surrogate pair, as broken JSON-LD gives, raises nothing."""
    assert len(text_digest("half \ud83d of a pair")) == 64


def test_block_hash_reads_numbers_and_case_as_furniture() -> None:
    """A counter that moves is the same block; other words are another."""
    assert block_hash("12 Comments") == block_hash("3  comments") != block_hash("3 shares")
    assert len(block_hash("3 shares")) == 16

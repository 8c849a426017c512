import pytest

from archive.captures.web.media_types import begins_as_page, is_foreign


@pytest.mark.parametrize("kind", ["image/jpeg", "video/mp4", "application/pdf", "text/css", "application/json"])
def test_what_is_surely_no_text_is_foreign(kind: str) -> None:
    """It is not even read."""
    assert is_foreign(kind)


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"\xef\xbb\xbf\n<!DOCTYPE html><p>Ferry", True),
        (b"<!-- cached --><?xml version='1.0'?><html lang=en>", True),
        (b"<!---->" * 500 + b"<hr>", False),
        (b"<rss version='2.0'>", False),
        (b"%PDF-1.7", False),
        (b"", False),
    ],
)
def test_a_page_is_known_by_its_begin(payload: bytes, expected: bool) -> None:
    """Whatever its type is called."""
    assert begins_as_page(payload) is expected

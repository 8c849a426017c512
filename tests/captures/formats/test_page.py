"""Single pages, and what the programs that saved them wrote into them."""

from pathlib import Path

import pytest

from archive.model import Capture
from tests.captures.formats.reading import read

URL = "https://harbour.example/ferry?id=7"


@pytest.mark.parametrize(
    ("comment", "time"),
    [
        (f"<!-- saved from url=(0034){URL} -->", None),
        (
            f"<!--\n Page saved with SingleFile \n url: {URL} \n saved date: Mon Mar 02 2026 11:00:00 GMT+0100 (CET)\n-->",  # noqa: E501
            "2026-03-02T10:00:00Z",
        ),
        (f"<!-- Saved from {URL} at 2026-03-02T10:00:00Z using monolith v2.8.1 -->", "2026-03-02T10:00:00Z"),
        (
            f"<!-- Mirrored from {URL[8:]} by HTTrack Website Copier/3.x [XR&CO'2014], Mon, 02 Mar 2026 10:00:00 GMT -->",  # noqa: E501
            "2026-03-02T10:00:00Z",
        ),
    ],
)
def test_a_comment_says_where_a_page_is_from(tmp_path: Path, comment: str, time: str | None) -> None:
    """Address and time are those of the comment; what the person says counts more."""
    content = f"<!doctype html>\n<html lang=en>{comment}<p>Ferry late".encode()
    (found,) = read(tmp_path / "a.html", content)
    assert isinstance(found, Capture)
    assert found.url == (URL if "Mirrored" not in comment else URL.replace("https", "http"))
    assert time is None or found.captured_at == time
    (named,) = read(tmp_path / "a.html", content, url="https://north.example/a")
    assert isinstance(named, Capture) and named.url == "https://north.example/a"


def test_an_address_is_for_one_page(tmp_path: Path) -> None:
    """A file of many pages takes none."""
    (found,) = read(tmp_path / "a", b'{"url": "https://harbour.example/", "html": "<p>"}', url=URL)
    assert "an address is for one page" in repr(found)

import pytest

from archive.captures.web.refresh import refresh_target

HERE = "https://harbour.example/a/old"


def way_on(content: str, *, text: str = "Click here", head: str = "", before: str = "") -> bytes:
    meta = f'<meta http-equiv="Refresh" content="{content}">'
    return f"<html><head>{head}{meta}<title>Moved</title></head><body>{before}<p>{text}</body></html>".encode()


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (way_on("0; url=/real"), "https://harbour.example/real"),
        (way_on("0;URL='new?a=1&amp;b=2'"), "https://harbour.example/a/new?a=1&b=2"),
        (way_on("3, https://other.example/x"), "https://other.example/x"),
        (way_on(" 0.5 ; url = /real "), "https://harbour.example/real"),
        (way_on("0;/real", head='<base href="https://other.example/">'), "https://other.example/real"),
        (way_on("0; url=/real", before="<script>" + "var a;" * 500 + "</script>"), "https://harbour.example/real"),
        (b"<noscript><meta http-equiv=refresh content='0; url=/real'></noscript>", "https://harbour.example/real"),
        (way_on("0; url=/real", text="The ferry is late. " * 40), None),  # says something itself
        (way_on("300; url=/real"), None),
        (way_on("0"), None),
        (way_on("0; url=file:///etc/hostname"), None),
        (way_on("0; url=javascript:alert(1)"), None),
        (b"", None),
        (b"<p>How to refresh a page", None),
        (way_on("0; url=/real", before="<!--" + "x" * 99_000 + "-->"), None),
    ],
)
def test_a_page_that_is_nothing_but_a_way_on_tells_where(page: bytes, expected: str | None) -> None:
    """At once, to a place on the web, and without a story of its own."""
    assert refresh_target(page, "", HERE) == expected


def test_the_header_counts_as_the_markup_does() -> None:
    """Some servers send it, with an empty page."""
    assert refresh_target(b"", "0; url=/real", HERE) == "https://harbour.example/real"

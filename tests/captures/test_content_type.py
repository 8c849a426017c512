from time import process_time

import pytest

from archive.captures.content_type import charset_in, media_type_in


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], (None, None)),
        (["text/html; charset=UTF-8"], ("text/html", "utf-8")),
        (["text/html", "text/html; charset=UTF-8"], ("text/html", "utf-8")),
        (["text/html; charset=ISO-8859-1, text/html"], ("text/html", "iso-8859-1")),
        (["Text/HTML;charset='windows-1251';"], ("text/html", "windows-1251")),
        (["content-type"], (None, None)),
        (["text/html, */*"], ("text/html", None)),
        (["; charset=utf-8"], (None, "utf-8")),
        (["html"], (None, None)),
        (["application/rss+xml ; x=1"], ("application/rss+xml", None)),
    ],
)
def test_a_type_is_read_however_it_is_said(values: list[str], expected: tuple[str | None, str | None]) -> None:
    """Twice, in a list, in quotes, or by a name that is none."""
    assert (media_type_in(", ".join(values)), charset_in(", ".join(values))) == expected


@pytest.mark.parametrize("value", ['text/html; "' + ";" * 95_000, "a/b;charset" + " " * 95_000, "," * 95_000])
def test_no_type_takes_long(value: str) -> None:
    """The standard library's parser takes seconds for it, in which no other host is served."""
    begun = process_time()
    assert (media_type_in(value), charset_in(value)) in ((None, None), ("a/b", None), ("text/html", None))
    assert process_time() - begun < 3

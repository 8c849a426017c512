import pytest

from archive.judge.wanted import Wanted, language_at_a_glance, why_unwanted
from archive.model import Capture

GERMAN = "Der Hafen hat in dieser Woche mehr Schiffe gezählt als je zuvor, und die Fischer sind nicht eingelaufen. " * 4
ENGLISH = "The harbour has counted more ships this week than ever before, and the fishers have not come in yet. " * 4


URL = "https://news.example.com/a"


def capture(body: str, *, lang: str = "", charset: str | None = None, url: str = URL) -> Capture:
    page = f"<!doctype html><html{lang}><body><p class=lead>{body}</p></body></html>"
    payload = page.encode(charset if charset in ("cp1252", "utf-16") else "utf-8")
    return Capture(url, payload, "2026-11-22T09:30:00Z", url=url, charset=charset)


@pytest.mark.parametrize(
    ("page", "language"),
    [
        (capture(GERMAN, lang=" lang=de"), "de"),
        (capture(GERMAN, lang=' dir=ltr lang="en-US"'), "de"),  # a template's word does not count against the text
        (capture(GERMAN), "de"),
        (capture(GERMAN, charset="cp1252"), "de"),
        (capture(ENGLISH, lang=" lang='de'"), "en"),
        (capture(GERMAN, charset="no-such"), "de"),
        (capture("Kurz.", lang=" lang=de"), None),  # too little to say
        (Capture("a", GERMAN.encode(), "2026"), None),  # no paragraphs
        (Capture("a", b"<p " * 200_000, "2026"), None),
        (Capture("a", b"", "2026"), None),
    ],
)
def test_a_glance_tells_the_language(page: Capture, language: str | None) -> None:
    """By declaration and paragraphs; where they do not say enough the page is read."""
    assert language_at_a_glance(page) == language


@pytest.mark.parametrize(
    ("wanted", "why"),
    [
        (Wanted(), None),
        (Wanted(hosts=("example.com",)), None),
        (Wanted(hosts=("ample.com", "other.example")), "pages of other hosts"),
        (Wanted(since="2026-11-22", until="2026-11-22"), None),
        (Wanted(since="2026", until="2026"), None),
        (Wanted(since="2026-12"), "pages captured before"),
        (Wanted(until="2026-11-21"), "pages captured later"),
        (Wanted(languages=("de", "fr")), None),
        (Wanted(languages=("fr",)), "pages in other languages"),
    ],
)
def test_what_is_known_before_extraction_decides(wanted: Wanted, why: str | None) -> None:
    """Host and below, the time of capture, the language; a page without an address is of no host."""
    assert why_unwanted(capture(GERMAN), wanted) == why

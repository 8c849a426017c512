"""A copy's address tells the article's."""

from urllib.parse import quote

import pytest

from archive.copies import find_original, original_address

PAGE = "https://www.harbour-times.example/news/bridge"
WAYBACK = "https://web.archive.org/web/20260301120000"
AT = "2026-03-01T12:00:00Z"


@pytest.mark.parametrize(
    ("copy", "at"),
    [
        (f"{WAYBACK}/{PAGE}", AT),
        (f"{WAYBACK}id_/https:/www.harbour-times.example/news/bridge", AT),
        (f"https://web.archive.org/web/2026/{PAGE}", None),
        (f"https://arquivo.pt/wayback/20260301120000mp_/{PAGE}", AT),
        (f"https://archive.ph/20260301120000/{PAGE}", AT),
        (f"https://archive.is/2026.03.01-120000/{PAGE}", AT),
        (f"https://archive.today/newest/{PAGE}", None),
        (f"https://archive.md/o/AbCdE/{PAGE}", None),
        ("https://www-harbour--times-example.cdn.ampproject.org/c/s/www.harbour-times.example/news/bridge", None),
        ("https://cdn.ampproject.org/v/s/www.harbour-times.example/news/bridge?amp_js_v=0.1&usqp=mq33", None),
        ("https://www.google.com/amp/s/www.harbour-times.example/news/bridge", None),
        (f"https://webcache.googleusercontent.com/search?q=cache:AbCdEfGhIjKl:{PAGE}+bridge&hl=en", None),
        ("https://www-harbour--times-example.translate.goog/news/bridge?_x_tr_sl=en&_x_tr_tl=de", None),
        (f"https://translate.google.com/translate?sl=en&u={quote(PAGE, safe='')}", None),
        (f"{WAYBACK}/https://cdn.ampproject.org/c/s/www.harbour-times.example/news/bridge", AT),
    ],
)
def test_the_address_inside_a_copys_is_the_pages(copy: str, at: str | None) -> None:
    """Archives, caches, AMP and translators write a page's address into theirs; archives its time too."""
    found = find_original(copy)
    assert found is not None
    assert (found.url, found.captured_at) == (PAGE, at)


@pytest.mark.parametrize(
    "address",
    [
        PAGE,
        f"https://evil.example/web/20260301120000/{PAGE}",
        f"https://social.example/share?u={PAGE}",
        "https://archive.ph/AbCdE",
        "https://archive.org/details/bridges",
        "https://www.google.com/search?q=bridge",
        "https://web.archive.org/web/20260301120000/https://[broken",
        "no address",
        "",
    ],
)
def test_other_addresses_are_nobodys_copies(address: str) -> None:
    """Only hosts known for it are believed: any server could name another's page in its path."""
    assert find_original(address) is None


def test_every_address_has_an_original_spelling() -> None:
    """What is no copy is given in canonical spelling; a translation says that its words are others."""
    assert original_address("HTTPS://www.Harbour-Times.example/news/bridge?utm_source=x") == PAGE
    assert original_address("mailto:desk@harbour.example") is None
    found = find_original("https://www-harbour--times-example.translate.goog/a")
    assert found and found.translated

from dataclasses import replace

from archive.judge.change import Holding
from archive.judge.repeated_page import is_repeated
from tests.build import URL, page

SEEN = "2026-11-21T10:00:00Z"
HELD = Holding(7, URL, None, None, None, "", None, "", 1, SEEN, "0" * 64)


def test_bytes_that_were_decided_on_before() -> None:
    """The very page that is held, the very capture, and from a file any bytes that gave an article."""
    file, response = page(), page(origin=URL, at="2026-11-22T10:00:00Z")
    assert is_repeated(file, replace(HELD, payload_digest=file.payload_digest), (), again=False)
    assert is_repeated(response, HELD, (), again=True)
    assert is_repeated(file, HELD, (3,), again=False) and not is_repeated(file, HELD, (), again=False)


def test_a_site_that_shows_an_old_page_again_says_something() -> None:
    """Unless that answer is older than what is held."""
    assert not is_repeated(page(origin=URL, at="2026-11-22T10:00:00Z"), HELD, (7,), again=False)
    assert is_repeated(page(origin=URL, at="2026-11-20T10:00:00Z"), HELD, (7,), again=False)

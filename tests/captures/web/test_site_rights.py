import pytest

from archive.captures.web.site_rights import robots_statements
from archive.model import LONGEST_STATEMENT

OTHERS = "User-agent: Googlebot\nDisallow: /search\n\nUser-agent: *\nDisallow: /admin\nSitemap: https://a.example/s.xml"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ()),
        (OTHERS, ()),
        (f"User-agent: GPTBot\nDisallow: /\n\n{OTHERS}", ("User-agent: GPTBot\nDisallow: /",)),
        (
            "user-agent:CCBot # not you\nUser-Agent: Bingbot\nDisallow: /a\nDisallow: /b\nUser-agent: *\nAllow: /",
            ("user-agent:CCBot # not you\nUser-Agent: Bingbot\nDisallow: /a\nDisallow: /b",),
        ),
        ("User-agent: HarbourGPT/2\r\nDisallow: /\r\n", ("User-agent: HarbourGPT/2\nDisallow: /",)),
        ("User-agent: fairmail\nDisallow: /", ()),
        (
            "User-agent: *\nContent-Usage: train-ai=n\nDisallow: /admin",
            ("User-agent: *\nContent-Usage: train-ai=n",),
        ),
        ("Content-Signal: search=yes, ai-train=no", ("Content-Signal: search=yes, ai-train=no",)),
        (
            "License: https://harbour.example/rsl.xml\nUser-agent: *\nDisallow:",
            ("License: https://harbour.example/rsl.xml",),
        ),
        ("<html>User-agent: no such page</html>", ()),
    ],
)
def test_lines_for_ai_are_kept_as_they_stand(text: str, expected: tuple[str, ...]) -> None:
    """Groups that name a program of AI, and lines on the use of texts; nothing else of a robots.txt."""
    assert robots_statements(text) == tuple(("robots.txt", lines) for lines in expected)


def test_a_long_group_is_cut() -> None:
    """However long a robots.txt is, few characters of it stay with a capture."""
    ((_, words),) = robots_statements("User-agent: GPTBot\n" + "Disallow: /a\n" * 100_000)
    assert len(words) == LONGEST_STATEMENT

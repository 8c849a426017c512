import pytest

from archive.captures.failure import Failure
from archive.captures.web import robots
from archive.captures.web.robots import Rules, RulesCache
from archive.model import Cause


def allowed(text: str, url: str = "https://harbour.example/ferry") -> bool:
    try:
        robots.parse_rules(text.encode(), "archive", 0.0).check_url(url)
    except Failure as failure:
        assert (failure.message, failure.cause) == ("robots.txt forbids it", Cause.ROBOTS)
        return False
    return True


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", True),
        ("User-agent: *\nDisallow: /", False),
        ("User-agent: *\nDisallow:", True),
        ("User-agent: *\nDisallow: /\n\nUser-agent: Archive\nAllow: /", True),  # our group counts, in any case
        ("User-agent: archive\nDisallow: /ferry", False),
        ("User-agent: other\nDisallow: /", True),
        ("User-agent: *\nDisallow: /\nAllow: /ferry", True),  # the longest match wins
        ("User-agent: *\nDisallow: /*rry$", False),
        ("\ufeffUser-agent: *\r\nDisallow: /ferry\r\n", False),
        ("User-agent: arch\nDisallow: /", True),  # a product token is a whole one
        ("User-agent: archive.org_bot\nDisallow: /", True),
        ("User-agent: archive-it\nDisallow: /\nUser-agent: *\nAllow: /", True),
        ("User-agent: *bot\nDisallow: /", True),
        ("User-agent: ARCHIVE/2.1 (+https://x.example)\nDisallow: /", False),
        ("User-agent: other\r\nUser-Agent : archive # us\r\nDisallow: /", False),
        ("User-agent: * # all\nDisallow: /", False),
        ("<html><body>Not here</body></html>", True),
    ],
)
def test_rules_are_those_of_rfc_9309(text: str, expected: bool) -> None:
    """Our own group, else that of `*`; the longest match; whatever makes no sense says nothing."""
    assert allowed(text) is expected


def test_crawl_delay_is_obeyed_up_to_two_minutes() -> None:
    """A delay counts as it stands, but no site holds a run up for ever."""
    texts = ["", "Crawl-delay: 7.5", "Crawl-delay: 86400", "Crawl-delay: soon"]
    delays = [robots.parse_rules(f"User-agent: *\n{text}".encode(), "archive", 0.0).delay for text in texts]
    assert delays == [0.0, 7.5, 120.0, 0.0]


def test_sitemaps_are_named() -> None:
    """The Sitemap lines count for everyone."""
    text = b"Sitemap: https://harbour.example/news.xml\nUser-agent: x\nDisallow: /\nSitemap: https://b.example/s.xml"
    assert robots.parse_rules(text, "archive", 0.0).sitemaps == (
        "https://harbour.example/news.xml",
        "https://b.example/s.xml",
    )


@pytest.mark.parametrize(
    ("cause", "expected"),
    [(Cause.STATUS, Cause.ROBOTS), (Cause.TIMEOUT, Cause.TIMEOUT), (Cause.DNS, Cause.DNS)],
)
def test_a_robots_txt_that_cannot_be_had_forbids_everything(cause: Cause, expected: Cause) -> None:
    """Nothing is fetched without it; a server error counts as its word, a host that is away as what it is."""
    with pytest.raises(Failure) as caught:
        robots.refuse_everything(Failure("no", cause), "archive", 0.0).check_url("https://harbour.example/")
    assert caught.value.cause is expected


def test_our_name_is_the_product() -> None:
    """A robots.txt calls us by our name, without version and contact."""
    assert [robots.product_token(name) for name in ("archive/0.1 (+desk@harbour.example)", "Desk", "")] == [
        "archive",
        "Desk",
        "archive",
    ]


def test_rules_are_kept_for_their_time_and_within_bounds() -> None:
    """What was read is kept until it is too old or newer rules need the room."""
    shelf = RulesCache()
    shelf.put("https://a.example", Rules("archive", until=10.0, size=robots.MOST_KEPT // 2))
    assert (shelf.get("https://a.example", 9.0) is None, shelf.get("https://a.example", 10.0) is None) == (False, True)
    for name in "bc":
        shelf.put(f"https://{name}.example", Rules("archive", until=10.0, size=robots.MOST_KEPT // 2))
    assert [name for name in "abc" if shelf.get(f"https://{name}.example", 0.0)] == ["b", "c"]

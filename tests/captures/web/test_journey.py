"""Ways to a page by its markup and past its cookies: each once, and for that request alone."""

from typing import Any

import pytest

from archive.captures.failure import Failure
from archive.captures.web.answers import Redirect
from archive.captures.web.journey import Journey
from archive.captures.web.session import open_web
from archive.model import Capture, Cause, Fetched, Request, Unreadable
from archive.settings import Settings
from tests.loopback import Answer, Handler, Site

PAGE = b"<p>Ferry late"


def fetch(*urls: str) -> list[Fetched]:
    settings = Settings(host_delay=0, retries=0, fetch_timeout=10, allow_private=("localhost", "127.0.0.1"))
    with open_web(settings=settings, now=lambda: "2026-11-22T09:30:00Z") as web:
        return [answer for answer in web.watch_urls(urls) if answer]


def cookies_sent(site: Site) -> list[tuple[str, str | None]]:
    return [(path, headers.get("Cookie")) for _, _, path, headers in site.requests if path != "/robots.txt"]


def refresh(target: str, **headers: Any) -> Answer:
    body = f'<meta http-equiv="refresh" content="0; url={target}">'.encode()
    return lambda handler: handler.answer(body, **headers)


def wall(target: str | None = None) -> Answer:
    """Redirects until its cookie comes, to itself if no target is named."""

    def answer(handler: Handler) -> None:
        if "seen=1" in handler.headers.get("Cookie", ""):
            handler.answer(PAGE)
        else:
            handler.answer(b"", status=302, Location=target or handler.path, Set_Cookie="seen=1; Path=/; HttpOnly")

    return answer


def test_a_page_that_leads_on_is_followed_once(site: Site) -> None:
    """As a redirect that is not for good; a second one in a row is the page."""
    site.pages["/a"], site.pages["/b"] = refresh("/b"), lambda handler: handler.answer(PAGE)
    site.pages["/1"], site.pages["/2"] = refresh("/2"), refresh("/1")
    first, second = fetch(site.url("/a"), site.url("/1"))
    assert isinstance(first, Capture) and isinstance(second, Capture)
    assert (first.payload, first.url, first.moved_to) == (PAGE, site.url("/b"), None)
    assert (second.url, site.asked().count("/1")) == (site.url("/2"), 1)


def test_a_page_that_leads_on_meets_the_rules_of_where_it_leads(site: Site) -> None:
    """robots.txt, and what is not public."""
    site.pages["/robots.txt"] = lambda handler: handler.answer(b"User-agent: *\nDisallow: /b")
    site.pages["/a"], site.pages["/c"] = refresh("/b"), refresh("http://127.0.0.2/x")
    causes = [answer.cause for answer in fetch(site.url("/a"), site.url("/c")) if isinstance(answer, Unreadable)]
    assert causes == [Cause.ROBOTS, Cause.ADDRESS]


def test_a_wall_of_cookies_is_tried_once_with_its_own(site: Site) -> None:
    """For that request alone: the next one has none, and nothing is kept."""
    site.pages["/a"], site.pages["/b"] = wall(), lambda handler: handler.answer(PAGE)
    answers = fetch(site.url("/a"), site.url("/b"))
    assert [isinstance(answer, Capture) for answer in answers] == [True, True]
    assert cookies_sent(site) == [("/a", None), ("/a", "seen=1"), ("/b", None)]
    assert "seen" not in str([answer.headers for answer in answers if isinstance(answer, Capture)])


def test_walls_of_other_forms_are_tried_too(site: Site) -> None:
    """By way of a second address, of one that looks whether the cookie came back, or of a page that reloads itself."""
    site.pages["/a"], site.pages["/set"] = wall("/set"), wall("/a")
    site.pages["/b"] = wall("/b?cookieSet=1")
    site.pages["/b?cookieSet=1"] = lambda handler: handler.answer(
        b"", status=302, Location="/b" if handler.headers.get("Cookie") else "/cookieAbsent"
    )
    reload = refresh("/c", Set_Cookie="seen=1")
    site.pages["/c"] = lambda handler: handler.answer(PAGE) if handler.headers.get("Cookie") else reload(handler)
    answers = fetch(*(site.url(path) for path in ("/a", "/b", "/c")))
    assert [answer.payload for answer in answers if isinstance(answer, Capture)] == [PAGE] * 3


@pytest.mark.parametrize(
    ("host", "attribute", "sent"),
    [
        ("consent.paper.example", "; Domain=.paper.example", True),
        ("consent.paper.example", "; Path=/; domain=paper.example", True),
        ("consent.paper.example", "", False),
        ("consent.paper.example", "; Domain=other.example", False),
        ("consent.paper.example", "; Domain=example", False),
        ("consent.paper.example", "; Domain=", False),
        ("cmp.vendor.example", "; Domain=.paper.example", False),
        ("cmp.vendor.example", "; Domain=.vendor.example", False),
    ],
)
def test_a_wall_at_a_sister_host(host: str, attribute: str, sent: bool) -> None:
    """What it sets for its whole site comes to the page as well, and to no other site."""
    page = "https://www.paper.example/story"
    journey = Journey(Request(page), page, 10.0)
    journey.go_on(Redirect(f"https://{host}/?to=story", permanent=False))
    journey.go_on(Redirect(page, permanent=False, cookies=(f"ok=1{attribute}",)))
    assert journey.cookie_header() == ({"Cookie": "ok=1"} if sent else {})


def test_a_wall_on_the_way_hides_no_move() -> None:
    """A page that moved for good has moved, though a wall, at its old place or its new one, led to itself first."""
    old, new = "https://paper.example/old", "https://paper.example/new"
    moved = Redirect(new, permanent=True)
    for steps in (
        (Redirect(old, permanent=False, cookies=("ok=1",)), moved),
        (moved, Redirect(new, permanent=False, cookies=("ok=1",))),
    ):
        journey = Journey(Request(old), old, 10.0)
        for step in steps:
            journey.go_on(step)
        assert (journey.moving, journey.moved_to) == (True, new)


def test_a_wall_at_each_of_two_hosts() -> None:
    """A page that moved behind a wall to behind another passes both, and a wall that stays is named at either."""
    old, new = "https://paper.example/old", "https://news.example/new"
    steps = [
        Redirect(old, permanent=False, cookies=("ok=1",)),
        Redirect(new, permanent=True),
        Redirect(new, permanent=False, cookies=("yes=2",)),
    ]
    journey = Journey(Request(old), old, 10.0)
    for step in steps:
        journey.go_on(step)
    assert (journey.cookie_header(), journey.moved_to) == ({"Cookie": "yes=2"}, new)
    with pytest.raises(Failure, match="in vain"):
        journey.go_on(steps[-1])


def test_no_cookie_is_for_all_sites_of_a_suffix() -> None:
    """Neither for a country's, nor for a host of blogs."""
    for host, domain in (("a.paper.co.uk", "co.uk"), ("paper.blogspot.com", "blogspot.com")):
        page = f"https://{host}/story"
        journey = Journey(Request(page), page, 10.0)
        journey.go_on(Redirect(page, permanent=False, cookies=(f"ok=1; Domain={domain}",)))
        assert (journey.cookies, journey.cookie_header()) == ({host: {"ok": "1"}}, {"Cookie": "ok=1"})


def test_a_wall_behind_many_addresses() -> None:
    """One that counts its redirects in the address is asked with its cookies once, and named if it stays."""
    journey = Journey(Request("https://paper.example/"), "https://paper.example/", 10.0)
    for number in range(11):
        journey.go_on(Redirect(f"https://paper.example/?try={number}", permanent=False, cookies=("ok=1",)))
    assert journey.cookie_header() == {"Cookie": "ok=1"}
    with pytest.raises(Failure):
        for number in range(11, 30):
            journey.go_on(Redirect(f"https://paper.example/?try={number}", permanent=False, cookies=("ok=1",)))


def test_a_wall_that_stays_is_named(site: Site) -> None:
    """After two requests, and with what it is."""
    site.pages["/a"] = lambda handler: handler.answer(b"", status=302, Location="/a", Set_Cookie="n=1")
    (answer,) = fetch(site.url("/a"))
    assert isinstance(answer, Unreadable) and (answer.cause, len(site.asked())) == (Cause.REDIRECTS, 2)
    assert answer.message.startswith("the site sends its pages to those alone who keep its cookies")


def test_cookies_go_to_nobody_else(site: Site) -> None:
    """Neither to another host on the way, nor where there is no wall."""
    other = site.url("/set", "127.0.0.1")
    site.pages["/a"] = lambda handler: handler.answer(b"", status=302, Location=other, Set_Cookie="secret=1")
    site.pages["/set"] = lambda handler: handler.answer(b"", status=302, Location=site.url("/a"), Set_Cookie="t=2")
    site.pages["/x"] = lambda handler: handler.answer(b"", status=302, Location="/y", Set_Cookie="track=1")
    site.pages["/y"] = lambda handler: handler.answer(PAGE)
    fetch(site.url("/a"), site.url("/x"))
    assert {(path, cookie) for path, cookie in cookies_sent(site) if cookie} == {("/a", "secret=1"), ("/set", "t=2")}

import asyncio
import gzip
from collections.abc import Iterable
from typing import Any

import pytest

from archive.captures.web.hosts import Pace
from archive.captures.web.session import open_web
from archive.model import Capture, Cause, Fetched, NotModified, Request, Unreadable
from archive.settings import Settings
from tests.loopback import Handler, Site

NOW = "2026-11-22T09:30:00Z"
HOSTS = ("localhost", "127.0.0.1", "other.localhost")


class Time:
    """A clock that moves when someone sleeps, and notes for how long."""

    def __init__(self) -> None:
        self.at = 1000.0
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.at += seconds
        self.slept.append(round(seconds, 3))
        await asyncio.sleep(0)

    @property
    def pace(self) -> Pace:
        return Pace(lambda: self.at, self.sleep, lambda: 0.5)


def visit(
    requests: Iterable[Request | str], time: Time | None = None, *, delay: float = 0.0, retries: int = 2
) -> list[Fetched]:
    settings = Settings(
        host_delay=delay, retries=retries, allow_private=HOSTS, fetch_timeout=10, contact="desk@harbour.example"
    )

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    asked = [Request(request) if isinstance(request, str) else request for request in requests]
    with open_web(settings=settings, now=lambda: NOW, pace=(time or Time()).pace, resolve=resolve) as web:
        return list(web.fetch_requests(asked))


def only(answers: list[Fetched]) -> Fetched:
    (answer,) = answers
    return answer


def page(handler: Handler) -> None:
    handler.answer(b"<p>Ferry late")


def once(status: int, **headers: Any):  # type: ignore[no-untyped-def]  # an Answer
    """Says `status` once, then the page."""
    said: list[int] = []

    def answer(handler: Handler) -> None:
        if said:
            page(handler)
        else:
            said.append(status)
            handler.answer(b"", status=status, **headers)

    return answer


def paths(site: Site) -> list[str]:
    return [path for _, _, path, _ in site.requests]


def test_the_contact_is_sent(site: Site) -> None:
    """A site reads who we are and how to reach us."""
    site.pages["/"] = page
    visit([site.url("/")])
    assert {headers["User-Agent"] for *_, headers in site.requests} == {
        f"{Settings().user_agent} (+desk@harbour.example)"
    }


def test_robots_txt_is_asked_for_first_and_once(site: Site) -> None:
    """What it forbids is told and not fetched; what it allows is fetched."""
    site.pages["/robots.txt"] = lambda handler: handler.answer(b"User-agent: *\nDisallow: /private")
    site.pages["/a"] = site.pages["/b"] = page
    answers = visit([site.url(path) for path in ("/a", "/private/1", "/b")])
    assert paths(site) == ["/robots.txt", "/a", "/b"]
    assert [type(answer) for answer in answers] == [Capture, Unreadable, Capture]
    assert isinstance(answers[1], Unreadable)
    assert (answers[1].message, answers[1].cause, answers[1].at) == ("robots.txt forbids it", Cause.ROBOTS, NOW)


def test_robots_txt_counts_at_each_hop(site: Site) -> None:
    """A redirect to another host meets that host's robots.txt."""
    site.pages["/old"] = lambda handler: handler.answer(b"", status=301, Location=site.url("/new", "127.0.0.1"))
    site.pages["/new"] = page

    def robots(handler: Handler) -> None:
        forbids = handler.headers["Host"].startswith("127")
        handler.answer(b"User-agent: *\nDisallow: /new" if forbids else b"")

    site.pages["/robots.txt"] = robots
    answer = only(visit([site.url("/old")]))
    assert isinstance(answer, Unreadable) and answer.cause is Cause.ROBOTS
    assert site.asked() == ["/old"]


@pytest.mark.parametrize(
    ("status", "expected"),
    [(204, Capture), (203, Unreadable), (404, Capture), (403, Capture), (401, Capture), (500, Unreadable)],
)
def test_the_status_of_robots_txt_decides(site: Site, status: int, expected: type) -> None:
    """4xx, 204: there is none, and all is allowed. 203: it counts as it stands. 5xx: nobody knows, and nothing is."""
    rules = b"" if status == 204 else b"User-agent: *\nDisallow: /"
    site.pages["/robots.txt"] = lambda handler: handler.answer(rules, status=status)
    site.pages["/"] = page
    assert type(only(visit([site.url("/")]))) is expected


def test_robots_txt_is_read_through_redirects_gzip_and_to_its_limit(site: Site) -> None:
    """A redirect leads to it, gzip hides nothing, and what stands after 500 KiB says nothing."""
    text = b"User-agent: *\nDisallow: /a\n" + b"#" * 512_000 + b"\nDisallow: /b\n"
    site.pages["/robots.txt"] = lambda handler: handler.answer(b"", status=302, Location="/real")
    site.pages["/real"] = lambda handler: handler.answer(gzip.compress(text), Content_Encoding="gzip")
    site.pages["/b"] = page
    answers = {answer.origin: type(answer) for answer in visit([site.url("/a"), site.url("/b")])}
    assert answers == {site.url("/a"): Unreadable, site.url("/b"): Capture}


def test_robots_txt_that_leads_in_circles_is_none(site: Site) -> None:
    """More than five redirects count as no robots.txt."""
    site.pages["/robots.txt"] = lambda handler: handler.answer(b"", status=302, Location="/robots.txt")
    site.pages["/"] = page
    assert isinstance(only(visit([site.url("/")])), Capture)
    assert paths(site) == ["/robots.txt"] * 6 + ["/"]


def test_crawl_delay_counts_if_it_is_longer(site: Site) -> None:
    """A host rests as long as it asks to, or as long as is set."""
    site.pages["/robots.txt"] = lambda handler: handler.answer(b"User-agent: *\nCrawl-delay: 30")
    site.pages["/a"] = site.pages["/b"] = page
    time = Time()
    visit([site.url("/a"), site.url("/b")], time, delay=2)
    assert time.slept == [2.0, 30.0]


@pytest.mark.parametrize(
    ("headers", "rest"),
    [({"Retry_After": "60"}, 60.0), ({"Retry_After": "Sun, 22 Nov 2026 09:31:30 GMT"}, 90.0), ({}, 5.0)],
)
@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_wants_a_rest_gets_it(site: Site, status: int, headers: dict[str, str], rest: float) -> None:
    """After 429 and 503 the whole host is left alone, as long as it says, and then asked again."""
    site.pages["/a"] = once(status, **headers)
    site.pages["/b"] = page
    time = Time()
    answers = visit([site.url("/a"), site.url("/b")], time)
    assert ([type(answer) for answer in answers], time.slept) == ([Capture, Capture], [rest])
    assert site.asked() == ["/a", "/a", "/b"]


def test_a_host_that_wants_a_long_rest_is_left_for_this_run(site: Site) -> None:
    """Nobody waits for an hour: its pages come back at once, with the time to ask again."""
    site.pages["/a"] = once(503, Retry_After="3600")
    time = Time()
    first, second = visit([site.url("/a"), site.url("/b")], time)
    assert isinstance(first, Unreadable) and isinstance(second, Unreadable)
    assert (site.asked(), time.slept) == (["/a"], [])
    assert [(answer.cause, answer.status, answer.retry_at) for answer in (first, second)] == [
        (Cause.STATUS, 503, "2026-11-22T10:30:00Z")
    ] * 2
    assert second.message.startswith("not asked: localhost wants no requests before 2026-11-22T10:30:00Z")


def test_what_may_pass_is_tried_again_and_what_may_not_is_told(site: Site) -> None:
    """A lost connection or a gateway's error is retried, waiting longer each time; 404 and 500 are not."""

    def lost(handler: Handler) -> None:
        handler.close_connection = True

    site.pages["/lost"] = lost
    site.pages["/500"] = lambda handler: handler.answer(b"", status=500)
    time = Time()
    answers = visit([site.url("/lost"), site.url("/500"), site.url("/404")], time)
    assert site.asked() == ["/lost"] * 3 + ["/500", "/404"]
    assert time.slept == [5.0, 10.0, 20.0]
    assert [getattr(answer, "status", None) for answer in answers] == [None, 500, 404]


def test_only_news_is_asked_for(site: Site) -> None:
    """Validators are sent as they came; 304 is no capture, and a lie where nobody asked for it."""

    def known(handler: Handler) -> None:
        same = handler.headers["If-None-Match"] == '"7"'
        handler.answer(b"" if same else b"<p>New", status=304 if same else 200, ETag='"8"')

    site.pages["/known"] = known
    site.pages["/liar"] = lambda handler: handler.answer(b"", status=304)
    date = "Sat, 21 Nov 2026 08:00:00 GMT"
    same = only(visit([Request(site.url("/known"), '"7"', date)]))
    assert same == NotModified(site.url("/known"), NOW)
    assert site.requests[-1][3]["If-Modified-Since"] == date
    changed = only(visit([Request(site.url("/known"), '"6"')]))
    assert isinstance(changed, Capture) and dict(changed.headers)["etag"] == '"8"'
    broken = only(visit([Request(site.url("/liar"), "bad\r\nX-Header: 1")]))
    assert isinstance(broken, Unreadable) and broken.cause is Cause.BROKEN
    assert "X-Header" not in site.requests[-1][3] and "If-None-Match" not in site.requests[-1][3]


def test_a_redirect_is_followed_without_conditions(site: Site) -> None:
    """A front page that is older than the article says 304 too: validators are for the page that they came with."""
    site.pages["/gone"] = lambda handler: handler.answer(b"", status=302, Location="/")
    site.pages["/"] = lambda handler: handler.answer(
        b"" if handler.headers["If-Modified-Since"] else b"<p>Front",
        status=304 if "If-Modified-Since" in handler.headers else 200,
    )
    answer = only(visit([Request(site.url("/gone"), None, "Sat, 21 Nov 2026 08:00:00 GMT")]))
    assert isinstance(answer, Capture) and answer.url == site.url("/")
    assert ["If-Modified-Since" in headers for *_, headers in site.requests[1:]] == [True, False]


def test_another_spelling_is_the_same_page(site: Site) -> None:
    """A redirect that only adds a slash, `www.` or https keeps the validators."""
    site.pages["/story"] = lambda handler: handler.answer(b"", status=301, Location="/story/")
    site.pages["/story/"] = lambda handler: handler.answer(b"", status=304 if handler.headers["If-None-Match"] else 200)
    assert isinstance(only(visit([Request(site.url("/story"), '"7"')])), NotModified)


def test_where_a_page_moved_is_told(site: Site) -> None:
    """Permanent redirects count as a move, up to the first that is not."""
    for start, status, target in (("/a", 301, "/b"), ("/b", 308, "/c"), ("/c", 302, "/d"), ("/d", 301, "/e")):
        site.pages[start] = lambda handler, status=status, target=target: handler.answer(  # type: ignore[misc]
            b"", status=status, Location=target
        )
    site.pages["/e"] = page
    moved, stayed = visit([site.url("/a"), site.url("/c")])
    assert isinstance(moved, Capture) and isinstance(stayed, Capture)
    assert (moved.url, moved.moved_to) == (site.url("/e"), site.url("/c"))
    assert (stayed.url, stayed.moved_to) == (site.url("/e"), None)


def test_a_list_sorted_by_host_is_fetched_side_by_side(site: Site) -> None:
    """A host with much to fetch does not hold up the others behind it."""
    order: list[str] = []

    def noting(handler: Handler) -> None:
        order.append(handler.headers["Host"].partition(":")[0])
        page(handler)

    urls = [f"/{number}" for number in range(50)]
    for path in urls:
        site.pages[path] = noting
    visit([site.url(path, host) for host in ("localhost", "other.localhost") for path in urls], Time(), delay=1)
    assert "other.localhost" in order[:25]


def test_one_visit_at_a_time(site: Site) -> None:
    """A visit within a visit would wait for itself: it is refused. One after the other keeps the rests."""
    site.pages["/"] = page
    time = Time()
    settings = Settings(host_delay=3, allow_private=HOSTS)
    with open_web(settings=settings, now=lambda: NOW, pace=time.pace) as web:
        first = web.fetch_requests([Request(site.url("/"))])
        next(first)
        with pytest.raises(RuntimeError):
            next(web.fetch_requests([Request(site.url("/"))]))
        first.close()
        assert len(list(web.fetch_requests([Request(site.url("/"))]))) == 1
    assert time.slept == [3.0, 3.0]
    assert paths(site) == ["/robots.txt", "/", "/"]


class Others:
    """Hosts that other programs have for so many tries, and what was taken and left here, in order."""

    def __init__(self, **tries: int) -> None:
        self.tries = tries
        self.log: list[str] = []

    def take(self, name: str) -> bool:
        if left := self.tries.get(name.partition(".")[0], 0):
            self.tries[name.partition(".")[0]] = left - 1
            return False
        self.log.append(f"took {name}")
        return True

    def let_go(self, name: str) -> None:
        self.log.append(f"left {name}")


@pytest.mark.parametrize(("tries", "cause"), [(3, None), (99, Cause.BUSY)])
def test_a_host_that_another_program_asks_is_waited_for(site: Site, tries: int, cause: Cause | None) -> None:
    """A redirect leads to it: it is asked once it is free, a rest apart; in the end nothing is known of the page."""
    site.pages["/a"] = lambda handler: handler.answer(b"", status=302, Location=site.url("/b", "other.localhost"))
    site.pages["/b"] = page
    others, settings = Others(other=tries), Settings(host_delay=0, allow_private=HOSTS)

    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    with open_web(settings=settings, now=lambda: NOW, pace=Time().pace, resolve=resolve, claims=others) as web:
        answer = only(list(web.fetch_requests([Request(site.url("/a"))])))
    assert getattr(answer, "cause", None) == cause
    assert ("/b" in paths(site)) == (cause is None)
    assert others.log[0] == "took localhost"

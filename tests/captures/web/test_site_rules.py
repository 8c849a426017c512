import pytest

from archive.captures.web import session
from archive.model import Capture, RightsStatements
from archive.settings import Settings
from tests.loopback import Handler, Site

ROBOTS = b"User-agent: GPTBot\nDisallow: /\n\nUser-agent: *\nDisallow: /private"
TDM = b'[{"location": "/", "tdm-reservation": 1}]'
SAID = ("robots.txt", "User-agent: GPTBot\nDisallow: /")


def rights(site: Site, *, tdm_file: bool) -> RightsStatements:
    """What the site states, as it comes with two of its pages."""
    settings = Settings(host_delay=0, retries=0, allow_private=("localhost",), tdm_file=tdm_file)
    site.pages["/robots.txt"] = lambda handler: handler.answer(ROBOTS, Content_Type="text/plain")
    for path in ("/a", "/b"):
        site.pages[path] = lambda handler: handler.answer(b"<p>Ferry late")
    with session.open_web(settings=settings, now=lambda: "2026-11-22T09:30:00Z") as web:
        first, second = filter(None, web.watch_urls([site.url("/a"), site.url("/b")]))
    assert isinstance(first, Capture) and isinstance(second, Capture)
    assert first.rights == second.rights
    return first.rights


def test_robots_txt_comes_with_each_page(site: Site) -> None:
    """What a site says to programs of AI stays with its captures; nothing more is asked for."""
    assert rights(site, tdm_file=False) == (SAID,)
    assert site.asked() == ["/a", "/b"]


@pytest.mark.parametrize("missing", [False, True])
def test_the_tdm_file_is_asked_for_once_where_wanted(site: Site, missing: bool) -> None:
    """With the setting, the file that reserves mining is read, once a run; what is no JSON says nothing."""

    def answer(handler: Handler) -> None:
        handler.answer(b"<html>No such page" if missing else TDM, Content_Type="application/json")

    site.pages["/.well-known/tdmrep.json"] = answer
    expected = (SAID,) if missing else (SAID, ("/.well-known/tdmrep.json", TDM.decode()))
    assert rights(site, tdm_file=True) == expected
    assert site.asked() == ["/.well-known/tdmrep.json", "/a", "/b"]

import pytest

from tests.commands import Run, records
from tests.loopback import Site
from tests.stories import page


@pytest.fixture
def harbour(site: Site, monkeypatch: pytest.MonkeyPatch) -> Site:
    """A site with a feed of two articles, one of which robots.txt forbids."""
    monkeypatch.setenv("ARCHIVE_HOST_DELAY", "0")
    monkeypatch.setenv("ARCHIVE_ALLOW_PRIVATE", "localhost")
    head = '<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    feed = b"<rss><channel><item><link>/1</link></item><item><link>/no</link></item></channel></rss>"
    site.pages["/"] = lambda handler: handler.answer(head.encode())
    site.pages["/rss.xml"] = lambda handler: handler.answer(feed, Content_Type="application/rss+xml")
    site.pages["/robots.txt"] = lambda handler: handler.answer(b"User-agent: *\nDisallow: /no")
    site.pages["/1"] = lambda handler: handler.answer(page(1).encode())
    return site


@pytest.mark.parametrize(("flag", "path"), [("--site", "/"), ("--feed", "/rss.xml"), ("--sitemap", "/rss.xml")])
def test_what_a_site_lists_is_archived(harbour: Site, run: Run, flag: str, path: str) -> None:
    """The articles of a feed or of a site; one that robots.txt forbids is refused, which is no failure."""
    code, printed, _ = run("ingest", flag, harbour.url(path), "--format", "jsonl")
    told = {str(record["origin"]): (record["outcome"], record["detail"]) for record in records(printed)}
    assert told == {harbour.url("/1"): ("added", None), harbour.url("/no"): ("refused", "robots.txt forbids it")}
    assert code == 0


def test_a_listing_that_cannot_be_read_is_a_failure(harbour: Site, run: Run) -> None:
    """It is one line that says why, and an exit code."""
    code, printed, _ = run("ingest", "--feed", harbour.url("/gone"), "--format", "jsonl")
    assert (code, [record["detail"] for record in records(printed)]) == (
        1,
        ["404 Not Found: the site has no such page"],
    )


def test_follow_remembers_lists_and_forgets(harbour: Site, run: Run) -> None:
    """A site's feeds are followed, listed, and forgotten on request."""
    feed = {"url": harbour.url("/rss.xml"), "kind": "feed", "read_at": None, "found": 0, "failure": None}
    code, printed, _ = run("follow", harbour.url("/"), "--format", "jsonl")
    site, *feeds = records(printed)
    assert (code, site["url"], site["kind"], site["found"], feeds) == (0, harbour.url("/"), "site", 1, [feed])
    assert records(run("follow", "--format", "jsonl")[1]) == [site, feed]
    gone = "".join(f"no longer followed: {url}\n" for url in (harbour.url("/"), harbour.url("/rss.xml")))
    assert run("follow", "--remove", harbour.url("/"))[:2] == (0, gone)
    assert records(run("follow", "--format", "jsonl")[1]) == []


def test_following_what_is_not_there_says_so(harbour: Site, run: Run) -> None:
    """No feed, nothing to remove, nothing named: one line each."""
    run("follow", harbour.url("/"))
    del harbour.pages["/rss.xml"]
    code, _, told = run("follow", harbour.url("/1"))
    assert (code, told.count("\n"), "no feed and no news sitemap" in told) == (1, 1, True)
    assert run("follow", "--remove", harbour.url("/1"))[0] == 1
    assert run("follow", "--remove")[0] == 2

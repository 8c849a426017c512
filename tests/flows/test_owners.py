"""Whom sites say they belong to: trust.txt, fetched like every page."""

from pathlib import Path

import pytest

from archive import Archive
from archive.model import Unreadable
from archive.settings import Settings
from tests.loopback import Site

SETTINGS = Settings(host_delay=0, retries=0, allow_private=("localhost",), workers=1)
TRUST = b"\xef\xbb\xbf# who we are\nMember=https://x.example\nControlledBy = https://www.kesselgroup.example/\n" + (
    b"belongto=https://press.example/\ncontrolledby=http://localhost/\ncontrolledby=javascript:alert(1)\n"
    b"controlledby=\ncontrol=https://other.example/\n\xff\n"
)


def answers(archive: Archive, *sites: str) -> list[tuple[str, str]]:
    """What each site says, or why it says nothing."""
    return [
        (claim.relation, claim.owner)
        for _, told in archive.find_owners(*sites)
        for claim in ([] if isinstance(told, Unreadable) else told)
    ]


@pytest.mark.parametrize("path", ["/trust.txt", "/.well-known/trust.txt"])
def test_trust_txt(site: Site, tmp_path: Path, path: str) -> None:
    """Its two places, and nothing but its own owner and associations; what it says later goes in the place of that."""
    site.pages[path] = lambda handler: handler.answer(TRUST, Content_Type="text/plain")
    with Archive(tmp_path / "news.db", SETTINGS) as archive:
        expected = [("controlled_by", "kesselgroup.example"), ("belongs_to", "press.example")]
        assert answers(archive, site.url("/a/page")) == expected
        owned = archive.query("SELECT site, owner FROM sites ORDER BY site").rows
        assert owned == [("kesselgroup.example",) * 2, ("localhost", "kesselgroup.example")]
        assert {claim.evidence for claim in archive.owners()} == {
            "ControlledBy = https://www.kesselgroup.example/",
            "belongto=https://press.example/",
        }
        site.pages[path] = lambda handler: handler.answer(b"contact=mailto:a@b.example", Content_Type="text/plain")
        assert answers(archive, site.url("/")) == []
        assert archive.owners() == []
        assert archive.query("SELECT count(*) FROM sites WHERE owner IS NOT NULL").rows == [(0,)]


def test_no_trust_txt(site: Site, tmp_path: Path) -> None:
    """A page in its place is none, nor is an address of this network that nobody allowed; what was known stays."""
    site.pages["/trust.txt"] = lambda handler: handler.answer(b"<!doctype html><p>controlledby=https://a.example")
    with Archive(tmp_path / "news.db", SETTINGS) as archive:
        archive.import_owners([("localhost", "Kessel Press")])
        told = dict(archive.find_owners(site.url("/"), site.url("/", "127.0.0.1")))
        assert [type(one) for one in told.values()] == [Unreadable, Unreadable]
        assert [claim.owner for claim in archive.owners()] == ["Kessel Press"]
    assert site.asked() == ["/trust.txt", "/.well-known/trust.txt"]


def test_read_on_follow(site: Site, tmp_path: Path) -> None:
    """A site that is followed is asked whose it is; without an answer it is followed all the same."""
    link = b'<link rel="alternate" type="application/rss+xml" href="/rss.xml">'
    feed = b"<rss><channel><item><link>/1</link></item></channel></rss>"
    site.pages["/"] = lambda handler: handler.answer(link)
    site.pages["/rss.xml"] = lambda handler: handler.answer(feed, Content_Type="application/rss+xml")
    with Archive(tmp_path / "news.db", SETTINGS) as archive:
        assert len(archive.follow(site.url("/"))) == 2
        assert archive.owners() == []
        site.pages["/trust.txt"] = lambda handler: handler.answer(TRUST, Content_Type="text/plain")
        archive.follow(site.url("/"))
        assert archive.query("SELECT owner FROM sites WHERE site = 'localhost'").rows == [("kesselgroup.example",)]

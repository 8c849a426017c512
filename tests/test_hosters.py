"""Each blog of a hoster is a site."""

import pytest

from archive.urls import site_of


@pytest.mark.parametrize(
    ("address", "site"),
    [
        ("https://anna.wordpress.com/2026/bridge", "anna.wordpress.com"),
        ("https://www.anna.wordpress.com/2026/bridge", "anna.wordpress.com"),
        ("https://anna.substack.com/p/bridge", "anna.substack.com"),
        ("https://open.substack.com/pub/anna/p/bridge", "anna.substack.com"),
        ("https://anna.blogspot.co.uk/2026/bridge.html", "anna.blogspot.com"),
        ("https://anna.ghost.io/bridge/", "anna.ghost.io"),
        ("https://anna.medium.com/bridge-1a2b", "anna.medium.com"),
        ("https://medium.com/@Anna/bridge-1a2b", "anna.medium.com"),
        ("https://medium.com/harbour-notes/bridge-1a2b", "harbour-notes.medium.com"),
        ("https://medium.com/about", "medium.com"),
        ("https://anna.tumblr.com/post/1/bridge", "anna.tumblr.com"),
        ("https://www.tumblr.com/anna/1/bridge", "anna.tumblr.com"),
        ("https://anna-b.livejournal.com/12.html", "anna-b.livejournal.com"),
        ("https://users.livejournal.com/anna_b/12.html", "anna-b.livejournal.com"),
        ("https://anna.github.io/bridge", "anna.github.io"),
        ("https://note.com/anna/n/n1a2b", "note.com/anna"),
        ("https://en.support.wordpress.com/bridge", "wordpress.com"),
        ("https://wordpress.com/bridge", "wordpress.com"),
        ("https://news.harbour.example/anna/bridge", "harbour.example"),
    ],
)
def test_a_blog_is_a_site(address: str, site: str) -> None:
    """By its subdomain or its path; both forms of one blog are one site, and the hoster's own pages another."""
    assert site_of(address) == site

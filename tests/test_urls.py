import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from archive.urls import canonical, host_of, host_of_canonical, is_front, join_address, place_of, site_of


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://News.Example", "https://news.example/"),
        ("  https://news.example/a b\n", "https://news.example/a%20b"),
        ("http://news.example:80/a#top", "http://news.example/a"),
        ("https://news.example:443/a", "https://news.example/a"),
        ("https://news.example:8443/a", "https://news.example:8443/a"),
        ("https://me:secret@news.example/a", "https://news.example/a"),
        ("https://news.example./a", "https://news.example/a"),
        ("https://news.example/x/../a/./b/..", "https://news.example/a/"),
        ("https://news.example/../../a", "https://news.example/a"),
        ("https://news.example/%7ejo/caf%c3%a9", "https://news.example/~jo/caf%C3%A9"),
        ("https://news.example/café", "https://news.example/caf%C3%A9"),
        ("https://news.example/100%", "https://news.example/100%25"),
        ("https://news.example/a?utm_source=x&id=7&fbclid=y", "https://news.example/a?id=7"),
        ("https://news.example/a?b=2&a=1&b=1", "https://news.example/a?a=1&b=2&b=1"),
        ("https://news.example/a;jsessionid=0F?x=1", "https://news.example/a?x=1"),
        ("https://news.example/a?", "https://news.example/a"),
        ("https://Zürich.example/", "https://xn--zrich-kva.example/"),
        ("https://xn--zrich-kva.example/", "https://xn--zrich-kva.example/"),
        ("http://[0:0::1]:80/a", "http://[::1]/a"),
    ],
)
def test_canonical_gives_one_spelling(written: str, expected: str) -> None:
    """Spellings of one address become one string."""
    assert canonical(written) == expected


@pytest.mark.parametrize(
    "address",
    [
        "https://news.example/story?12345",
        "https://news.example/game?gameid=7",
        "https://news.example/pictures?galleryId=7",
        "https://news.example/a?source=7",
        "https://news.example/a?cid=7",
        "https://news.example/a?id=7",
        "https://news.example/a?gid=7",
        "https://news.example/a?page=",
        "https://news.example/share?u=https://other.example/b",
        "https://news.example//a//b",
        "https://www.news.example/A/",
        "http://127.0.0.1:8080/a",
    ],
)
def test_canonical_keeps_what_tells_pages_apart(address: str) -> None:
    """A parameter that may name a page stays: two articles must never share one address."""
    assert canonical(address) == address


@pytest.mark.parametrize(
    "written",
    [
        "", "news", "/a", "//news.example/a", "ftp://news.example/a", "file:///etc/passwd", "javascript:alert(1)",
        "mailto:a@b.example", "http://", "http:///a", "http://news.example:port/", "http://news.example:99999/",
        "http://[::1/", "http://a b/", "http://a..b/", "http://<script>/", "http://☃.example/",
        "http://\ud800.example/", "http://news.example/\ud800", "http://news.example/" + "a" * 9_000,
    ],
)  # fmt: skip
def test_canonical_is_none_for_what_is_no_web_address(written: str) -> None:
    """Broken and foreign addresses give None, not an exception."""
    assert (canonical(written), host_of(written), site_of(written)) == (None, None, None)


HEADS = ["http://", "HTTPS://", "https:/", "http://u:p@", "http://["]
HOSTS = ["a.example", "xn--a", "ß.de", "1.2.3.4", "::1]", "a:80", "A:443"]
PIECES = ["/", "..", ".", "%2e", "%", "?", "&", "=", "#", ";jsessionid=1", "utm_a=1", "é", "a", " ", "\\"]


@example("http://a/%2e%2e/%2E./b")
@example("http://a/;JSESSIONID=x;jsessionid=y/..")
@example("http://a/;jsessi%6Fnid=1")
@example("http://ＥＸＡＭＰＬＥ.com/")
@example("http://a/%25%32%65")
@given(
    st.text()
    | st.tuples(
        st.sampled_from(HEADS),
        st.text(max_size=12) | st.sampled_from(HOSTS),
        st.lists(st.sampled_from(PIECES)).map("".join),
    ).map("".join)
)
def test_canonical_is_stable_and_never_raises(written: str) -> None:
    """Whatever comes in, a canonical address is its own canonical address."""
    once = canonical(written)
    assert once is None or (canonical(once) == once and host_of(once) is not None and site_of(once) is not None)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://www.news.co.uk/a", "news.co.uk"),
        ("https://m.news.com.au/a", "news.com.au"),
        ("https://jo.blogspot.com/a", "jo.blogspot.com"),
        ("https://www.harbour.example/a", "harbour.example"),
        ("https://www.Zürich.de/", "xn--zrich-kva.de"),
        ("http://localhost:8000/a", "localhost"),
        ("http://127.0.0.1:8000/a", "127.0.0.1"),
        ("http://[::1]/a", "::1"),
        ("https://co.uk/", "co.uk"),
    ],
)
def test_site_is_the_registrable_domain(address: str, expected: str) -> None:
    """A site is what one owner registered; what no list knows still groups sensibly."""
    assert site_of(address) == expected


def test_host_has_neither_port_nor_user() -> None:
    """A host is the bare name, in lower case."""
    assert host_of("https://me@WWW.News.example:8443/a") == "www.news.example"


def test_one_place_however_it_is_spelt() -> None:
    """Scheme, `www.`, a last slash and trackers make no other place; a query does."""
    assert place_of("http://harbour.example/a?b") == place_of("https://www.Harbour.example/a/?b&utm_source=mail")
    assert place_of("http://harbour.example/a") != place_of("http://harbour.example/a?b")
    assert place_of("http://[broken/a") == ("", "http://[broken/a", "")


def test_front_pages() -> None:
    """The front page has neither path nor query."""
    assert is_front("https://harbour.example") and is_front("https://harbour.example/")
    assert not any(map(is_front, ("https://harbour.example/?p=7", "https://harbour.example/a", "http://[broken/")))


@pytest.mark.parametrize(
    "address", ["https://[2001:db8::1]:8443/a", "http://harbour.example:81/", "https://h.example/a:b"]
)
def test_the_host_of_a_canonical_address(address: str) -> None:
    """The short way says what the long one does."""
    assert host_of_canonical(address) == host_of(address)


@pytest.mark.parametrize(
    ("link", "expected"),
    [
        (" /b?utm_source=rss&a=1#top\n", "https://news.example/b?utm_source=rss&a=1"),
        ("c d", "https://news.example/a/c d"),
        ("//other.example/x", "https://other.example/x"),
        ("https://other.example/x", "https://other.example/x"),
        ("ht\ntps://other.example/x", "https://other.example/x"),
        ("mailto:desk@news.example", None),
        ("file:///etc/hostname", None),
        ("https://[::1", None),
        ("", None),
        ("https://news.example/" + "x" * 9_000, None),
    ],
)
def test_a_link_is_joined_as_it_stands(link: str, expected: str | None) -> None:
    """Trackers and all: what a page links to is what a server is asked for. What is no web address is nothing."""
    assert join_address("https://news.example/a/", link) == expected


def test_a_path_without_a_base_is_no_address() -> None:
    """It would be a path on this machine."""
    assert join_address("", "/etc/hostname") is None

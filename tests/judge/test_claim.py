"""A canonical link is a claim: it joins a text and its parts, never two texts."""

from dataclasses import replace

from archive.judge.change import Holding
from archive.judge.claim import Settled, other_address, settle_claim, visited_address
from archive.model import Article, Capture
from tests.judge.build import OTHER, article, holding

OWN = "https://tramtown.example/stops"
FEED = "https://tramtown.example/read?id=7"
AT = "2026-11-22T10:00:00Z"


def settled(page: Article, url: str | None, claimed: Holding | None, found: Holding | None = None) -> Settled:
    """Settle a page fetched at `url`."""
    return settle_claim(page, Capture("origin", b"", AT, url), "ab" * 32, claimed, found)


def test_a_claim_is_believed_for_the_text_that_is_held() -> None:
    """The same text, an edited one, a part of it, and the beginning before a paywall are the article's."""
    part = article("\n\n".join(article().body.split("\n\n")[:2]))
    walled = article(OTHER, flags=("paywalled",))
    for page in (article(), article(f"{article().body}\n\nIt rained."), part, walled):
        assert settled(page, FEED, holding()) == Settled(page, holding())


def test_another_text_is_an_article_at_its_own_address() -> None:
    """A canonical link that all pages share makes none of them another's rewrite, however often they are read."""
    other = article(OTHER, title="Herons")
    new = settled(other, FEED, holding())
    assert (new.article.url, new.held, new.moved) == (FEED, None, None)
    known = holding(replace(other, url=FEED), article_id=2)
    assert settled(other, FEED, holding(), known) == Settled(new.article, known)


def test_a_rewrite_is_one_where_the_article_stands() -> None:
    """At its own address, in any spelling, and where its text was read before, another text is its next one."""
    other = article(OTHER)
    for url, held in (
        (OWN, holding()),
        ("http://www.tramtown.example/stops/", holding()),
        (FEED, holding(fetched=FEED)),
    ):
        assert settled(other, url, held) == Settled(other, held)


def test_what_only_claimed_an_address_gives_it_back() -> None:
    """Where the page of an address comes later than one that claimed it, both have their own address in the end."""
    other, first = article(OTHER, title="Herons"), holding(fetched=FEED)
    assert settled(other, OWN, first) == Settled(other, None, moved=(first, FEED))
    assert settled(article(OTHER), OWN, first).moved is None


def test_files_of_one_link_are_apart_if_nothing_else_is_the_same() -> None:
    """Without a URL a rewrite keeps its headline, day or authors."""
    held = holding(published_at="2026-11-20T08:00:00Z")
    other = article(OTHER, title="Herons", published_at="2026-11-22")
    assert settled(other, None, held).article.url == f"file:sha256-{'ab' * 16}"
    for same in (replace(other, title=held.title), replace(other, published_at="2026-11-20"), article(OTHER)):
        assert settled(same, None, held) == Settled(same, held)


def test_a_translation_is_no_revision() -> None:
    """It is a copy in other words, and an article at the translator's address."""
    copy = "https://tramtown-example.translate.goog/stops?_x_tr_tl=de"
    assert settled(article(OTHER), copy, holding()).article.url == copy
    assert settled(article(), copy, holding()) == Settled(article(), holding())


def test_visits_ask_where_the_page_was() -> None:
    """The address that answered is visited, the article's own is the second to try; a copy is not asked again."""
    archived = f"https://web.archive.org/web/20261101000000/{OWN}"
    assert visited_address(OWN, FEED) == FEED
    assert visited_address(OWN, "http://www.tramtown.example/stops/") == OWN
    assert visited_address(OWN, archived) == visited_address(OWN, None) == OWN
    assert other_address(FEED, OWN, FEED) == OWN
    assert other_address(OWN, OWN, FEED) == FEED
    assert other_address(OWN, OWN, archived) is None

"""What is no article is refused, and what is not a whole one is flagged."""

import pytest

from archive.extraction import extract
from archive.model import Article, Reason, Rejected

SENTENCE = "The council of Lower Marsh voted on Tuesday to keep the ferry running through the winter."
ANSWERS = (
    "Its two boats carry four hundred people a day, most of them pupils, and the bridge is closed until May",
    "Nobody knows yet who pays for the pilot, whose contract ends in December, said the harbour master",
    "Tickets stay at two crowns, children ride free, and dogs need a basket since the accident in spring",
    "When the river freezes, a bus goes round by Upper Marsh; it takes an hour and leaves from the mill",
    "Those who live on the island may call the night boat until eleven, as they have done since 1954",
)
LINKS = [f"Ferry question number {number}" for number in range(1, 13)]


def page(main: str, head: str = "") -> bytes:
    """A page of an invented site around `main`."""
    return (
        f"<html lang=en><head><title>The ferry and the winter | Marsh Courier</title>{head}</head><body>"
        f"<nav><a href=/>Home</a> <a href=/news>News</a></nav><main>{main}</main><footer>© Marsh Courier</footer>"
        "</body></html>"
    ).encode()


def article(body: bytes) -> Article:
    """What is extracted; the test fails where the page is refused."""
    found = extract(body, url="https://marshcourier.example/news/ferry")
    assert isinstance(found, Article), found
    return found


def teasers(paragraphs: int) -> str:
    """Headings that are links, with so many paragraphs under each."""
    return "<h1>The ferry and the winter</h1>" + "".join(
        f"<article><h2><a href=/{number}>{link}</a></h2><p>{SENTENCE} {link}.</p>"
        + "".join(f"<p>{ANSWERS[(number + place) % 5]}: {link} ({place}).</p>" for place in range(1, paragraphs))
        + "</article>"
        for number, link in enumerate(LINKS)
    )


def test_section_front_is_refused() -> None:
    """A page of teasers is no article, and the refusal says what to do."""
    found = extract(page(teasers(1)), url="https://marshcourier.example/news")
    assert isinstance(found, Rejected)
    assert found.reason is Reason.INDEX_PAGE
    assert found.detail == "lists other articles: ingest those instead"


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:type" content="article">',
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The ferry and the winter"}</script>',
    ],
)
def test_a_list_of_answers_is_an_article_where_the_page_says_so(head: str) -> None:
    """Headings that are links do not make a section front of a page that declares itself an article."""
    assert SENTENCE in article(page(teasers(1), head)).body


def test_much_text_under_each_heading_is_no_teaser() -> None:
    """A guide whose headings are links is kept: what stands under them is too long for a teaser."""
    assert article(page(teasers(6))).body.count(SENTENCE) >= 12


@pytest.mark.parametrize(
    "head",
    [
        '<meta property="og:type" content="video.other">',
        '<meta property="og:video" content="https://marshcourier.example/ferry.mp4">',
        '<script type="application/ld+json">{"@type": "VideoObject", "name": "The ferry"}</script>',
    ],
)
def test_a_page_around_a_video_is_flagged(head: str) -> None:
    """A few sentences beside a video are kept, and said to be a stub; a whole article with a video is none."""
    sentences = [f"{SENTENCE[:-1]}, said speaker number {number} of the evening." for number in range(30)]
    few, many = ("".join(f"<p>{one}</p>" for one in sentences[:size]) for size in (3, 30))
    assert article(page(f"<h1>The ferry and the winter</h1>{few}", head)).flags == (
        "not_an_article",
        "video",
        "video_stub",
    )
    assert article(page(f"<h1>The ferry and the winter</h1>{many}", head)).flags == ()


STORY = "".join(f"<p>{SENTENCE[:-1]}, said speaker number {number} of the evening.</p>" for number in range(12))


@pytest.mark.parametrize(
    ("title", "text", "reason"),
    [
        ("404 Not Found", "The page you were looking for could not be found on this server.", Reason.ERROR_PAGE),
        ("Seite nicht gefunden", "Leider gibt es diese Seite nicht mehr. Zur Startseite", Reason.ERROR_PAGE),
        ("Just a moment...", "Checking that you are a person. This takes a few seconds.", Reason.ERROR_PAGE),
        (
            "Marsh Courier",
            "We and our 842 partners store and access data on your device. You can accept all or manage your choices.",
            Reason.CONSENT_WALL,
        ),
        ("Ferry in pictures", "The ferry on Tuesday.", Reason.NO_ARTICLE),
    ],
)
def test_what_came_instead_of_an_article_is_refused(title: str, text: str, reason: Reason) -> None:
    """An error page that came with status 200, a consent page and a caption are named for what they are."""
    found = extract(f"<html><head><title>{title}</title></head><body><h1>{title}</h1><p>{text}</p></body>".encode())
    assert isinstance(found, Rejected), found
    assert found.reason is reason


@pytest.mark.parametrize(
    ("main", "flag"),
    [
        (f"{STORY}<p>The harbour master would not say what the ferry…</p>", "truncated"),
        (f"{STORY}<div class=wall><p>Subscribe to continue reading</p><p>From £1 a week</p></div>", "paywalled"),
        (f"{STORY}<div class=wall><p>Jetzt weiterlesen mit Courier Plus</p></div>", "paywalled"),
    ],
    ids=("trails off", "wall", "wall in German"),
)
def test_a_part_of_an_article_is_flagged(main: str, flag: str) -> None:
    """What is cut off is kept and says so."""
    assert flag in article(page(f"<h1>The ferry and the winter</h1>{main}")).flags


@pytest.mark.parametrize(
    "offer",
    [
        "<div><h2>Subscribe to continue reading</h2><p>Log in</p><p>From 20 crowns a month</p></div>",
        "<div><p>Already a subscriber? Log in</p><p>Cancel at any time</p><p>19 crowns a month</p></div>",
    ],
)
def test_an_offer_that_ends_in_a_price_is_a_wall(offer: str) -> None:
    """Short lines of the offer that were kept do not hide it; the wording amid a story is none."""
    told = "".join(f"<p>{SENTENCE[:-1]}, said speaker number {number} of the evening.</p>" for number in range(3))
    headline = "<h1>The ferry and the winter</h1>"
    for text in (told, told[: told.index("</p>") + 4]):
        assert "paywalled" in article(page(f"<article>{headline}{text}{offer}</article>")).flags
    assert article(page(f"<article>{headline}{offer}{told * 3}</article>")).flags == ()


@pytest.mark.parametrize(
    "text",
    [
        "昨日下午，市中心一座商场的施工现场起火，消防车在十分钟内赶到，大火已被扑灭，没有人受伤。",
        "The council of Lower Marsh voted on Tuesday to keep the ferry running. It will cost two crowns, children ride "
        "free, and the night boat goes until eleven, said the harbour master.",
    ],
)
def test_a_short_article_beside_a_list_is_no_list(text: str) -> None:
    """What counts is where the words stand, in the language's own count, not how many the headings beside them are."""
    side = "".join(f"<h3><a href=/{number}>{link}</a></h3>" for number, link in enumerate(LINKS))
    head = '<meta property="article:published_time" content="2026-03-02T10:30:00Z">'
    main = f"<h1>Short news 短讯</h1><time>2026-03-02 10:30</time><div><p>{text}</p></div></main>"
    found = article(page(f"{main}<aside>{side}</aside><main>", head))
    assert text in found.body
    assert found.flags == ()


def test_text_that_the_labeller_misses_is_rescued() -> None:
    """Paragraphs in boxes with the names of furniture, where the page has no other text."""
    text = "".join(f"<p>{line}, the council says in its yearly report on the boats.</p>" for line in ANSWERS)
    found = article(page(f"<nav class=footer-menu>{text}</nav>"))
    assert all(line in found.body for line in ANSWERS)

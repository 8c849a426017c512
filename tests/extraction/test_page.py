"""What holds of any page: extraction never raises, invents nothing, and leaves a clean text as it is."""

import html
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import document_fromstring

from archive.extraction import extract
from archive.model import Article, Label, Rejected
from bench.site_memory.sites import Site, sites

SEEDS = sorted((Path(__file__).parents[2] / "seeds").glob("*.html"))
HEAD = "<!doctype html><html lang=en><head><meta charset=utf-8><title>{0}</title></head><body>"
FORMS = {
    Label.SUBHEADING: "<h2>{}</h2>",
    Label.LIST: "<ul><li>{}</li></ul>",
    Label.QUOTE: "<blockquote>{}</blockquote>",
}
SLOW = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])

TAGS = (
    "p",
    "div",
    "li",
    "h1",
    "h2",
    "blockquote",
    "td",
    "figcaption",
    "span",
    "b",
    "a",
    "footer",
    "section",
    "article",
)
WORDS = (
    "By Nora Lindqvist",
    "(AP)",
    "Reuters",
    "Subscribe to our newsletter",
    "Read more:",
    "©",
    "2026-11-22",
    "…",
    "你好",
)
URLS = (None, "https://www.harbourtimes.example/2026/storm", "ftp://x", "not a url", "https://[::1", "http://\x00/")
MEDIA_TYPES = (None, "text/html", "text/plain", "application/xhtml+xml", "image/png", "x", "text/html; charset=utf-7")


def paragraphs(seed: int, count: int) -> list[str]:
    """Invented prose."""
    site = Site(seed % 20, Random(seed))
    return [site.paragraph() for _ in range(count)]


@st.composite
def markup(draw: st.DrawFn) -> str:
    """Elements in each other, some never closed, with prose, furniture and noise in them."""
    text = st.one_of(
        st.sampled_from(WORDS), st.text(max_size=40), st.integers(0, 99).map(lambda seed: paragraphs(seed, 1)[0])
    )
    pieces = []
    for _ in range(draw(st.integers(0, 25))):
        tag = draw(st.sampled_from(TAGS))
        pieces.append(f"<{tag} class='{draw(st.sampled_from(('', 'related', 'byline', 'content')))}'>")
        pieces.append(html.escape(draw(text)))
        pieces.append(draw(st.sampled_from((f"</{tag}>", f"</{tag}>", "", "</div>", "<br>"))))
    return HEAD.format("Storm takes the pier") + "".join(pieces)


PAGES = st.one_of(
    st.binary(max_size=2000),
    st.text(max_size=2000).map(lambda text: text.encode("utf-8", "surrogatepass")),
    markup().map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.tuples(markup(), st.binary(max_size=30), st.integers(0, 500)).map(
        lambda parts: parts[0].encode("utf-8", "surrogatepass")[: parts[2]] + parts[1]
    ),
)


@SLOW
@given(PAGES, st.sampled_from(URLS), st.sampled_from(MEDIA_TYPES))
def test_extraction_never_raises(body: bytes, url: str | None, media_type: str | None) -> None:
    """Whatever the bytes, the address and the declared type are, there is an article or a reason."""
    assert isinstance(extract(body, url=url, media_type=media_type), Article | Rejected)


@SLOW
@given(markup())
def test_every_kept_block_comes_from_the_page_in_page_order(page: str) -> None:
    """No word of the body is made up, and none is moved."""
    article = extract(page.encode("utf-8", "surrogatepass"), media_type="text/html")
    if isinstance(article, Rejected):
        return
    visible = page.replace("\0", "")  # a browser drops it; lxml ends the text there
    said = bare("".join(map(str, document_fromstring(visible.encode("utf-8", "surrogatepass")).itertext())))
    at = 0
    for block in article.blocks:
        if block.kept:
            found = said.find(bare(block.text), at)
            assert found >= 0, block
            at = found + len(bare(block.text))
    assert [block.position for block in article.blocks] == list(range(len(article.blocks)))


@SLOW
@given(PAGES, PAGES)
def test_a_page_is_read_alone(body: bytes, other: bytes) -> None:
    """The same bytes give the same article, whatever pages were read between."""
    first = extract(body)
    extract(other)
    assert extract(body) == first


@pytest.mark.parametrize("form", ["html", "plain", "text"])
@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10**6), count=st.integers(3, 12))
def test_a_clean_text_is_left_as_it_is(form: str, seed: int, count: int) -> None:
    """Paragraphs under a headline, as HTML with and without <article>, or as a dump: the body is these paragraphs."""
    story = paragraphs(seed, count)
    assert body_of(story, form) == story


@pytest.mark.parametrize("file", SEEDS, ids=lambda file: file.name)
def test_a_body_that_was_found_is_found_again(file: Path) -> None:
    """Stripping what was stripped changes nothing."""
    article = extract(file.read_bytes())
    if isinstance(article, Rejected):
        return
    kept = [block for block in article.blocks if block.kept]
    story = "".join(FORMS.get(block.label, "<p>{}</p>").format(html.escape(block.text)) for block in kept)
    head = HEAD.format(article.title).replace("lang=en", f"lang={article.language}")
    again = extract(f"{head}<h1>{article.title}</h1><article>{story}</article>".encode())
    assert isinstance(again, Article)
    assert again.body == article.body


def test_test_sites_are_read_alone() -> None:
    """A page of a site gives the same article before and after its site's other pages: memory is the archive's."""
    (pages,) = sites(1, 4)
    alone = [extract(page.payload, page.url, page.media_type) for page in pages]
    assert [extract(page.payload, page.url, page.media_type) for page in reversed(pages)] == alone[::-1]


def body_of(story: list[str], form: str) -> list[str]:
    """The body found on a page that is a headline and these paragraphs."""
    title = "Pier holds in the storm of the year"
    if form == "text":
        page = "\n\n".join([title, *story]) + "\n"
    else:
        inner = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in story)
        inner = f"<article>{inner}</article>" if form == "html" else inner
        page = HEAD.format(title) + f"<h1>{title}</h1>{inner}</body></html>"
    article = extract(page.encode(), media_type="text/plain" if form == "text" else "text/html")
    return article.body.split("\n\n") if isinstance(article, Article) else []


def bare(text: str) -> str:
    """Without white space and control characters: what is read of a page is free of these."""
    return "".join(letter for letter in text if letter.isprintable() and not letter.isspace())

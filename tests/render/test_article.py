"""One article in a terminal, as Markdown, and its page block by block."""

import json
from dataclasses import replace
from typing import Any

import pytest

from archive.model import Article, Block, Confidence, Credit, InferredCredit, Label, Role
from archive.render.article import article_markdown, block_list, escape_markdown, reading_view, shown_time
from archive.render.terminal import Screen, width_of
from tests.build import stored

BLOCKS = (
    Block(0, "Connect with us", Label.NAVIGATION, "markup: nav"),
    Block(1, "The water rose\x1b[2J for three nights. " * 5, Label.BODY, "text: as trafilatura"),
    Block(2, "This post appeared first on Harbour Times", Label.CREDIT, "credit: appeared first on"),
)
ARTICLE = Article(
    url="https://coast.example/surge",
    site="coast.example",
    site_name="The Coast",
    title="Storm surge \x1b]0;owned\x07hits the coast",
    standfirst="Three nights of water",
    body="The water rose for three nights.\n\n“We saw it coming,” said the *harbour master*.",
    byline="By Ann Bell",
    source="Harbour Times",
    reporting="syndicated",
    section="News",
    language="en",
    published_at="2026-11-20",
    modified_at="2026-11-21T10:05:00Z",
    authors=("Ann Bell",),
    tags=("weather", "coast"),
    flags=("paywalled",),
    credits=(
        Credit("Harbour Times", Role.ORIGIN, "Harbour Times", BLOCKS[2].text, "appeared first", Confidence.LIKELY, 2),
    ),
    blocks=BLOCKS,
    word_count=1234,
    digest="d" * 64,
    extractor="archive 0.1.0",
)


def test_reading() -> None:
    """Title, lead, who, where from, when, where, then the text, then what the credits rest on."""
    assert list(reading_view(stored(ARTICLE, number=7, urls=("https://bay.example/surge", ARTICLE.url)), Screen())) == [
        "Storm surge ␛]0;owned␇hits the coast",
        "",
        "Three nights of water",
        "",
        "By Ann Bell",
        "Source: Harbour Times (syndicated)",
        "2026-11-20 · changed 2026-11-21 10:05 UTC · News",
        "article 7 · 1,234 words · en · paywalled",
        "https://coast.example/surge",
        "https://bay.example/surge",
        "",
        "The water rose for three nights.",
        "",
        "“We saw it coming,” said the *harbour master*.",
        "",
        "Credits",
        "  Harbour Times (origin, likely): “This post appeared first on Harbour Times”",
    ]


def test_reading_unknown() -> None:
    """What is unknown is left out, not printed as None."""
    unknown: dict[str, Any] = dict.fromkeys(
        ("title", "standfirst", "byline", "source", "section", "language", "published_at")
    )
    bare = replace(ARTICLE, **unknown, modified_at=None, authors=(), flags=(), credits=(), body="One.", word_count=1)
    assert list(reading_view(stored(replace(bare, reporting="own"), provenance="own"), Screen(80))) == [
        "(no title)",
        "",
        "article 1 · 1 word",
        "https://coast.example/surge",
        "",
        "One.",
    ]


def test_reading_inferred() -> None:
    """What other copies credit is told, and that the page does not say so."""
    silent = replace(ARTICLE, source="Coast Post", reporting="own", credits=())
    known = stored(silent, provenance_evidence="inferred", inferred=(InferredCredit("Reuters", 3),))
    read = list(reading_view(known, Screen()))
    assert "Source: Coast Post (own)" in read
    assert "Provenance: syndicated, by inference: other copies credit Reuters" in read
    assert "  Reuters (agency, inferred): credited by article 3, a copy of it" in read


def test_reading_narrow() -> None:
    """No line is wider than the terminal."""
    assert max(map(width_of, reading_view(stored(replace(ARTICLE, url="u")), Screen(40)))) <= 40


@pytest.mark.parametrize(
    ("time", "shown"), [(None, None), ("2026-11-20", "2026-11-20"), ("2026-11-21T10:05:00Z", "2026-11-21 10:05 UTC")]
)
def test_when(time: str | None, shown: str | None) -> None:
    """A time is shown as precise as it is known."""
    assert shown_time(time) == shown


def test_markdown() -> None:
    """Front matter that YAML reads, then the text; nothing the page says becomes markup."""
    text = article_markdown(stored(ARTICLE))
    front, body = text.removeprefix("---\n").split("---\n", 1)
    known = {name: json.loads(value) for name, value in (entry.split(": ", 1) for entry in front.splitlines())}
    assert known["credits"] == [{"organization": "Harbour Times", "role": "origin", "evidence": BLOCKS[2].text}]
    assert "\x1b" not in text
    assert body.splitlines() == [
        "",
        "# Storm surge ␛\\]0;owned␇hits the coast",
        "",
        "**Three nights of water**",
        "",
        "The water rose for three nights.",
        "",
        "“We saw it coming,” said the \\*harbour master\\*.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# 1 in the charts", r"\# 1 in the charts"),
        ("1. FC Köln wins", r"1\. FC Köln wins"),
        ("- so they say", r"\- so they say"),
        ("<script>alert(1)</script>", r"\<script\>alert(1)\</script\>"),
        ("[here](javascript:x)", r"\[here\](javascript:x)"),
        ("well-known, 3.5 %", "well-known, 3.5 %"),
    ],
)
def test_escaped(text: str, expected: str) -> None:
    """Characters mean themselves."""
    assert escape_markdown(text) == expected


def test_block_list() -> None:
    """One line a block: kept or stripped, label, rule, text; cut only on a terminal."""
    assert list(block_list(BLOCKS, Screen(60))) == [
        "✗ navigation  markup: nav           Connect with us",
        "✓ body        text: as trafilatura  The water rose␛[2J for…",
        "✗ credit      credit: appeared fi…  This post appeared firs…",
        "1 block kept, 2 stripped",
    ]
    assert next(iter(block_list(BLOCKS[1:2], Screen()))).endswith("for three nights.")

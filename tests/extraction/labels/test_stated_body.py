"""A body that stands only in a page's data is read from there; one that the page shows stays the page's."""

import json
from typing import Any

import pytest

from archive.extraction import extract
from archive.model import Article, Label, Rejected

TITLE = "Harbour board orders two electric boats"
TEXT = (
    "The harbour board of Lower Marsh has ordered two electric boats, which will run to the island from next May on.",
    "Each carries ninety people and twelve bicycles, needs forty minutes to load, and costs half a million crowns.",
    "Fishermen had asked for a larger quay. “Nobody spoke with us before the vote,” said Ada Holm of the guild.",
    "The old boat goes to a museum in Orrest, whose director hopes to show its engine to schools before the autumn.",
)
NAV = "<nav><ul><li><a href=/a>News</a></li><li><a href=/b>Sport</a></li></ul></nav>"
STORIES = [
    {"title": f"Story {n}", "url": f"/{n}", "teaser": "A longer text about something else that was in the news. " * 9}
    for n in range(5)
]


def _page(data: str, shown: str = "<div id=root></div>") -> bytes:
    return (
        f"<html lang=en><head><meta charset=utf-8><title>{TITLE}</title></head><body>{NAV}{shown}"
        f"<footer><p>© Marsh Courier. All rights reserved by the publisher.</p></footer>{data}</body></html>"
    ).encode()


def _linked(body: str) -> str:
    node = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": TITLE, "articleBody": body}
    return f'<script type="application/ld+json">{json.dumps(node)}</script>'


def _article(body: bytes) -> Article:
    found = extract(body, url="https://marshcourier.example/boats")
    assert not isinstance(found, Rejected), found
    return found


TREE: Any = [{"type": "paragraph", "children": [{"text": text[:30]}, {"text": text[30:]}]} for text in TEXT]
REACT = [
    ["$", "p", None, {"children": [text[:30], ["$", "b", None, {"children": text[30:50]}], text[50:]]}] for text in TEXT
]
NEXT = {"props": {"article": {"title": TITLE, "body": TREE}, "related": STORIES}}
MARKED = {"post": {"content": "".join(f"<p>{text}</p>" for text in TEXT)}, "list": STORIES}
NESTED = [{"components": [{"type": "ad"}, {"type": "body", "items": list(TEXT)}]}]
VALUES = json.dumps({"story": {"paragraphs": [{"value": text} for text in TEXT]}})
STATES = {
    "next": f"<script id=__NEXT_DATA__ type=application/json>{json.dumps(NEXT)}</script>",
    "html": f"<script>window.__STATE__ = {json.dumps(MARKED)};</script>",
    "nested": f"<script>window['__APP__']={json.dumps(NESTED)}</script>",
    "string": f"<script>window.__STATE__ = JSON.parse({json.dumps(VALUES)});</script>",
    "streamed": f"<script>self.__next_f.push({json.dumps([1, '5:' + json.dumps(REACT)])})</script>",
    "linked": _linked("\n".join(TEXT)),
    "linked, escaped twice": _linked("\n".join(TEXT).replace("“", "&amp;ldquo;").replace("”", "&amp;rdquo;")),
    "linked html, escaped": _linked("".join(f"&lt;p&gt;{text}&lt;/p&gt;" for text in TEXT)),
    "linked html, escaped twice": _linked("".join(f"&amp;lt;p&amp;gt;{text}&amp;lt;/p&amp;gt;" for text in TEXT)),
    "linked html": _linked("".join(f"<p>{text}</p>" for text in TEXT)),
}


@pytest.mark.parametrize("data", STATES.values(), ids=STATES.keys())
def test_body_that_only_data_hold_is_read(data: str) -> None:
    """In JSON-LD or in the state of the page's scripts, whatever its shape; the rule says where it stood."""
    found = _article(_page(data))
    assert found.body.split("\n\n") == list(TEXT)
    assert {block.rule.partition(":")[0] for block in found.blocks if block.label is Label.BODY} == {"text"}


def test_text_that_is_escaped_twice_in_the_data_is_no_longer_one() -> None:
    """References are no words: the page's own text stays where the data say the same."""
    texts = [text.replace("e", "é").replace("a", "ä") for text in TEXT]
    stated = "\n".join(texts).replace("é", "&amp;eacute;").replace("ä", "&amp;auml;")
    shown = f"<article><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in texts)}</article>"
    found = _article(_page(_linked(stated), shown))
    assert found.body.split("\n\n") == texts
    assert not [block for block in found.blocks if block.rule.startswith("text:")]


def test_teaser_on_the_page_gives_way_to_the_whole_text() -> None:
    """It's not said twice."""
    shown = f"<article><h1>{TITLE}</h1><p>{TEXT[0]}</p><p>Turn on scripts to read on, please.</p></article>"
    assert _article(_page(_linked("\n\n".join(TEXT)), shown)).body.split("\n\n") == list(TEXT)


def test_text_on_the_page_stays() -> None:
    """Its paragraphs are the page's; data without them change nothing."""
    shown = f"<article><h1>{TITLE}</h1>{''.join(f'<p>{text}</p>' for text in TEXT)}</article>"
    plain = _article(_page("", shown)).body
    assert plain.split("\n\n") == list(TEXT)
    assert plain == _article(_page(_linked(" ".join(TEXT)), shown)).body
    assert plain == _article(_page(f"<script>var list = {json.dumps(STORIES)}</script>", shown)).body


def test_lists_of_other_stories_are_no_body() -> None:
    """Data with nothing but teasers leave the page without an article."""
    for data in ({"stories": STORIES}, {"i18n": {"notice": "We and our partners store data on your device. " * 20}}):
        assert isinstance(extract(_page(f"<script>var x = {json.dumps(data)}</script>")), Rejected)

"""What a page as a whole looks like, as numbers: its types by its own markup, its address, its forms, its shape.

The forests of `page_kind` know a sign by its place in the list, so the order is kept.
"""

import re
from collections import Counter
from collections.abc import Collection
from functools import lru_cache
from urllib.parse import urlsplit

import numpy as np
from lxml.html import HtmlElement
from numpy.typing import NDArray

from archive.extraction.labelled import LabelledPage
from archive.model import Metadata
from archive.scripts import word_tokens
from archive.words.patterns import alternation

Signs = NDArray[np.float32]

_TYPES = (
    "article newsarticle blogposting|posting product|productgroup|individualproduct offer|aggregateoffer "
    "aggregaterating|review itemlist|offercatalog collectionpage searchresultspage discussionforumposting|comment "
    "qapage|question|answer faqpage techarticle|apireference|howto softwareapplication|softwaresourcecode service "
    "localbusiness|professionalservice|store course|event|jobposting profilepage videoobject breadcrumblist website "
    "webpage og:article og:product|og:product.item|og:product.group og:website og:profile og:video|og:video.other"
).split()
_ADDRESS = tuple(
    re.compile(pattern)
    for pattern in (
        r"/(?:products?|shop|store|dp|p|item|sku|buy)(?:/|-|$)",
        r"forum|/threads?|/topics?/|/t/|/questions?/|viewtopic|discuss|community",
        r"docs?[./]|/(?:reference|manual|api|guide|wiki|help|tutorial|learn|support)s?(?:/|$)|documentation|readthedocs",
        r"/(?:category|categories|collections?|tags?|archives?|c|cat|browse|search|list|page|results)(?:/|$)",
        r"/(?:services?|solutions?|pricing|about|contact|courses?|programs?|training|plans?)(?:/|-|$)",
        r"/(?:news|blog|articles?|story|stories|posts?|magazine|press)(?:/|$)",
        r"\b(?:19|20)\d\d[/-]\d\d?\b",
        r"[?&](?:q|s|query|search|page)=",
    )
)
_HINTS = tuple(
    re.compile(pattern)
    for pattern in (
        r"price|\bsku\b|cart|add-to|basket|\bbuy|quantity|swatch|variant",
        r"product|woocommerce|shopify",
        r"thread|\bposts?-?(?:body|content|message|text)|message|repl(?:y|ies)|answer|signature|vote|forum|topic",
        r"comment",
        r"\bdocs?\b|\btoc\b|table-of-contents|sphinx|markdown|highlight|codehilite|api",
        r"pagination|pager|filter|facet|sort|results?\b|load-more",
        r"grid|card|tile|\bitems?\b|carousel|slider|swiper",
        r"teaser|excerpt|archive|category|listing",
        r"testimonial|hero|\bcta\b|feature|pricing|faq|accordion|contact",
        r"byline|author|dateline|published|entry-content|article-?body|post-content|story",
    )
)
_ANY_HINT = re.compile(
    # what a name holds that one of the patterns fits: most names hold none
    alternation(
        "price sku cart add-to basket buy quantity swatch variant product woocommerce shopify thread post message repl "
        "answer signature vote forum topic comment doc toc table-of-contents sphinx markdown highlight codehilite api "
        "pagination pager filter facet sort result load-more grid card tile item carousel slider swiper teaser excerpt "
        "archive category listing testimonial hero cta feature pricing faq accordion contact byline author dateline "
        "published entry-content article story".split()
    )
)
_MONEY = re.compile(r"[$€£¥₹]\s?\d|\d\s?(?:€|£|zł|kr\b|руб|Kč|USD|EUR)")
_DIGIT = re.compile(r"\d")
_DAY = re.compile(
    r"\b(?:19|20)\d\d\b|\b\d+ (?:hours?|days?|weeks?|months?|years?) ago\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}"
)
_COUNTED = "form input password select textarea img article time code|pre video|iframe a button table h1 dl".split()
_TAGS = tuple(tag for group in _COUNTED for tag in group.split("|") if tag != "password")


def page_signs(
    page: LabelledPage, tree: HtmlElement, facts: Metadata, kinds: Collection[str], url: str | None
) -> Signs:
    """Give the signs of a labelled page; `kinds`: what its markup says it is."""
    elements = list(tree.iter(*_TAGS))  # one walk; an XPath for each takes ten times as long
    tags = Counter([element.tag for element in elements])
    tags["password"] = sum(element.tag == "input" and element.get("type") == "password" for element in elements)
    counted = [sum(tags[tag] for tag in group.split("|")) for group in _COUNTED]
    return np.array(
        [
            *_stated(facts, kinds),
            *_address(facts.url or url or ""),
            *np.log1p(counted),
            *_shape(page),
            *_text(page),
            *_containers(page),
        ],
        dtype=np.float32,
    )


def _stated(facts: Metadata, kinds: Collection[str]) -> list[float]:
    told = [float(any(kind in kinds for kind in group.split("|"))) for group in _TYPES]
    fields = (facts.published_at, facts.modified_at, facts.section, facts.tags, facts.standfirst, facts.byline)
    return [*told, *(float(bool(value)) for value in fields)]


def _address(url: str) -> list[float]:
    try:
        parts = urlsplit(url)
    except ValueError:  # what stands there is no address
        parts = urlsplit("")
    steps = [step for step in parts.path.split("/") if step]
    last = steps[-1] if steps else ""
    place = f"{parts.netloc}{parts.path}?{parts.query}".lower()
    told = [float(bool(pattern.search(place))) for pattern in _ADDRESS]
    return [float(bool(url)), len(steps), last.count("-"), len(last), sum(map(str.isdigit, last)), *told]


def _shape(page: LabelledPage) -> list[float]:
    """Tell how text, links and headings are spread."""
    blocks = page.blocks
    size = sum(len(block.text) for block in blocks) or 1
    prose = [index for index, block in enumerate(blocks) if block.is_prose]
    told = sum(len(blocks[index].text) for index in prose)
    heads = [block for block in blocks if block.tag in ("h2", "h3", "h4")]
    linked = [block for block in heads if block.link_density > 0.8]
    groups = Counter(block.node >= 0 and page.nodes[block.node].path for block in blocks if 12 < len(block.text) < 200)
    among = Counter(page.nodes[blocks[index].node].parent for index in prose if blocks[index].node >= 0)
    most = max(among.values(), default=0)
    return [
        float(np.log1p(len(blocks))),
        float(np.log1p(told)),
        told / size,
        sum(block.links for block in blocks) / size,
        len(prose) / (1 + len(blocks)),
        most / (1 + len(prose)),
        float(np.log1p(len(among))),
        float(np.log1p(len(heads))),
        float(np.log1p(len(linked))),
        len(linked) / (1 + len(heads)),
        max(groups.values(), default=0) / (1 + len(blocks)),
        sum(block.tag in ("li", "dd", "dt") for block in blocks) / (1 + len(blocks)),
        sum(block.tag in ("td", "th") for block in blocks) / (1 + len(blocks)),
        sum(block.tag == "button" for block in blocks) / (1 + len(blocks)),
        told / (1 + len(prose)),
    ]


def _text(page: LabelledPage) -> list[float]:
    """Tell what was kept, and what signs stand in the text."""
    blocks, kept = page.blocks, page.kept
    words = sum(len(word_tokens(blocks[index].text)) for index in kept)
    length = sum(len(blocks[index].text) for index in kept) or 1
    ends = sum(blocks[index].text.rstrip("”’\"'»)").endswith((".", "!", "?", "。", "…")) for index in kept)
    short = [block.text for block in blocks if len(block.text) < 80]
    first, last = page.first, page.last
    numbered = list(filter(_DIGIT.search, short))
    money = sum(map(bool, map(_MONEY.search, numbered)))
    headings = {index for index, block in enumerate(blocks) if block.tag in ("h2", "h3", "h4") and block.links}
    return [
        float(np.log1p(words)),
        float(np.log1p(len(kept))),
        length / (1 + len(kept)),
        ends / (1 + len(kept)),
        sum(blocks[index].links for index in kept) / length,
        sum(blocks[index].tag == "p" for index in kept) / (1 + len(kept)),
        sum(1 for index in kept if headings & {index - 2, index - 1, index}) / (1 + len(kept)),
        (last - first) / (1 + len(blocks)),
        len(kept) / (1 + last - first) if kept else 0.0,
        float(page.headline is not None),
        float(first - page.headline) / 10 if page.headline is not None and kept else -1.0,
        money / (1 + len(short)),
        float(np.log1p(money)),
        float(np.log1p(sum(map(bool, map(_DAY.search, numbered))))),
        float(np.log1p(sum("<time>" in block.inline for block in blocks))),
        float(np.log1p(sum("°" in text for text in short))),
        sum(blocks[index].text.endswith("?") for index in kept) / (1 + len(kept)),
        float(np.log1p(sum(blocks[index].text.count("“") + blocks[index].text.count('"') for index in kept))),
    ]


def _containers(page: LabelledPage) -> list[float]:
    """Give the share of the page's containers whose class names speak of a shop, a forum, a list and so on."""
    known = Counter([node.hints for node in page.nodes if node.hints])
    spoken = [0] * len(_HINTS)
    for hints, times in known.items():
        for group in _groups_of(hints):
            spoken[group] += times
    total = 1 + known.total()
    return [times / total for times in spoken]


@lru_cache(maxsize=16384)
def _groups_of(hints: str) -> frozenset[int]:
    return frozenset().union(*map(_spoken_of, hints.split()))


@lru_cache(maxsize=16384)  # the pages of all sites share more names than they share combinations of them
def _spoken_of(name: str) -> frozenset[int]:
    if not _ANY_HINT.search(name):
        return frozenset()
    return frozenset(group for group, pattern in enumerate(_HINTS) if pattern.search(name))

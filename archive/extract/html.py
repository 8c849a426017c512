"""The door to trafilatura: for each block of a page, how much of it trafilatura would keep.

It is shown the tree narrowed to where the prose is (the deepest element with 93 % of it, under its emptied ancestors):
better and twice as fast than the whole page (DESIGN.md, section 5). Its text is aligned with the blocks word by word.
"""

import logging
import re
from collections import defaultdict
from functools import lru_cache
from itertools import accumulate, chain, pairwise

import trafilatura
from lxml.html import HtmlElement

from archive.extract.blocks import Layout, RawBlock

PROSE_LENGTH = 60
"""Characters from which a block with few links counts as prose."""
_PROSE_LINKS = 0.35
_SHARE_OF_PROSE = 0.93
_LEAST_PROSE = 400
_FAST_IS_ENOUGH = 0.3
_MOST_CHARACTERS = 400_000
"""Above this much prose trafilatura is not asked: it would take minutes, and no article is that long."""

_REMEMBERED = 1_000
"""Characters up to which a text's words are remembered: what is kept stays small, whatever pages come."""
_GRAM = 4
"""Words that must follow one another where the walk over a page's words jumps."""

_WORD = re.compile(r"[一-鿿぀-ヿ가-힯]|\w+")

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def words(text: str) -> tuple[str, ...]:
    """Word tokens, lower case; one token per CJK character."""
    return _remembered(text) if len(text) <= _REMEMBERED else _split(text)


@lru_cache(maxsize=4096)  # a block is asked for its words three times, and a site's furniture on every page
def _remembered(text: str) -> tuple[str, ...]:
    return _split(text)


def _split(text: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(text.lower()))


def votes(tree: HtmlElement, layout: Layout) -> list[float]:
    """For each block the share of its words that trafilatura keeps, 0 to 1. Takes the tree apart: use it no more."""
    mass = _prose_of_nodes(layout)
    total = max(mass, default=0)
    if total > _MOST_CHARACTERS:
        return [0.0] * len(layout.blocks)
    page = _narrowed(tree, layout, mass)
    text = _extract(page, fast=True)
    if len(text) < _FAST_IS_ENOUGH * total:
        text = _extract(page, fast=False)
    return align(tuple(chain.from_iterable(map(words, text.split("\n")))), layout.blocks)


def is_prose(block: RawBlock) -> bool:
    """Long enough and with few links: what an article is made of."""
    return (
        len(block.text) > PROSE_LENGTH
        and block.links < _PROSE_LINKS * len(block.text)
        and block.tag not in ("td", "th")
    )


def align(kept: tuple[str, ...], blocks: list[RawBlock]) -> list[float]:
    """Walk the kept words in order over the page's words, each page word used once; give each block its share used.

    Where the next word does not follow, the walk jumps to the nearest later place (else the first earlier one) that
    starts with the same four words.
    """
    spoken = [words(block.text) for block in blocks]
    starts = [0, *accumulate(map(len, spoken))]
    page = (*chain.from_iterable(spoken), "")  # behind the last word none follows
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(page):
        places[word].append(place)
    used = bytearray(len(page))
    at = 0
    for index, word in enumerate(kept):
        if page[at] != word or used[at]:
            gram = kept[index : index + _GRAM]
            found = [place for place in places[word] if page[place : place + _GRAM] == gram and not used[place]]
            if not found:
                continue
            at = next((place for place in found if place >= at), found[0])
        used[at] = 1
        at += 1
    return [used.count(1, start, end) / max(1, end - start) for start, end in pairwise(starts)]


def _prose_of_nodes(layout: Layout) -> list[int]:
    """Characters of prose under each node."""
    mass = [0] * len(layout.nodes)
    for block in layout.blocks:
        if block.node >= 0 and is_prose(block):
            mass[block.node] += len(block.text)
    for index in range(len(mass) - 1, 0, -1):
        parent = layout.nodes[index].parent
        if parent >= 0:
            mass[parent] += mass[index]
    return mass


def _narrowed(tree: HtmlElement, layout: Layout, mass: list[int]) -> HtmlElement:
    """The deepest element that holds the page's prose, cut out and put under its emptied ancestors; else the tree."""
    total = max(mass, default=0)
    deepest = 0
    if total >= _LEAST_PROSE:
        for index, prose in enumerate(mass):
            if prose >= _SHARE_OF_PROSE * total:
                deepest = index
    if not layout.nodes or layout.nodes[deepest].depth <= 1:
        return tree
    inner = layout.nodes[deepest].element
    inner.tail = None
    index = layout.nodes[deepest].parent
    while index >= 0:
        node = layout.nodes[index]
        outer = inner.makeelement(node.tag, dict(node.element.attrib))
        outer.append(inner)
        inner, index = outer, node.parent
    if inner.tag == "html":
        return inner
    if inner.tag != "body":
        body = inner.makeelement("body")
        body.append(inner)
        inner = body
    page = inner.makeelement("html")
    page.append(inner)
    return page


def _extract(page: HtmlElement, *, fast: bool) -> str:
    """Trafilatura's text, without comments and metadata; "" where it finds none or fails on the page."""
    try:
        document = trafilatura.bare_extraction(page, fast=fast, include_comments=False, with_metadata=False)
    except (
        Exception
    ):  # trafilatura raises whatever lxml and its own rules raise on broken trees; the blocks stand without it
        return ""
    text = getattr(document, "text", None)
    return text or ""

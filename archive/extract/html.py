"""The door to trafilatura: for each block of a page, how much of it trafilatura would keep.

It is shown the tree narrowed to where the prose is (the deepest element with 93 % of it, under its emptied ancestors):
better and twice as fast than the whole page (DESIGN.md, section 5). Its text is aligned with the blocks word by word.
"""

import logging
import re
from copy import deepcopy
from importlib.metadata import version
from itertools import pairwise

import trafilatura
from lxml.html import Element, HtmlElement

from archive.extract.blocks import Layout, RawBlock

PROSE_LENGTH = 60
"""Characters from which a block with few links counts as prose."""
_PROSE_LINKS = 0.35
_SHARE_OF_PROSE = 0.93
_LEAST_PROSE = 400
_FAST_IS_ENOUGH = 0.3
_MOST_CHARACTERS = 400_000
"""Above this much prose trafilatura is not asked: it would take minutes, and no article is that long."""

_WORD = re.compile(r"[一-鿿぀-ヿ가-힯]|\w+")

EXTRACTOR = f"archive {version('archive')}, trafilatura {version('trafilatura')}"
"""What an article was extracted with, as stored in `revisions.extractor`."""

logging.getLogger("trafilatura").setLevel(logging.CRITICAL)


def words(text: str) -> list[str]:
    """Word tokens, lower case; one token per CJK character."""
    return _WORD.findall(text.lower())


def votes(tree: HtmlElement, layout: Layout) -> list[float]:
    """For each block the share of its words that trafilatura keeps, 0 to 1. Leaves the tree as it was."""
    mass = _prose_of_nodes(layout)
    total = max(mass, default=0)
    if total > _MOST_CHARACTERS:
        return [0.0] * len(layout.blocks)
    page = _narrowed(tree, layout, mass)
    text = _extract(page, fast=True)
    if len(text) < _FAST_IS_ENOUGH * total:
        text = _extract(page, fast=False)
    return align(words(text), layout.blocks)


def is_prose(block: RawBlock) -> bool:
    """Long enough and with few links: what an article is made of."""
    return (
        len(block.text) > PROSE_LENGTH
        and block.links < _PROSE_LINKS * len(block.text)
        and block.tag not in ("td", "th")
    )


def align(kept: list[str], blocks: list[RawBlock]) -> list[float]:
    """Walk the kept words in order over the page's words, each page word used once; give each block its share used.

    Where the next word does not follow, the walk jumps to the nearest later place (else the first earlier one) that
    starts with the same four words.
    """
    page: list[str] = []
    starts = []
    for block in blocks:
        starts.append(len(page))
        page.extend(words(block.text))
    starts.append(len(page))
    places: dict[tuple[str, ...], list[int]] = {}
    for position, gram in enumerate(zip(page, page[1:], page[2:], page[3:], strict=False)):
        places.setdefault(gram, []).append(position)
    used = bytearray(len(page) + 1)
    at = 0
    for index, word in enumerate(kept):
        if at < len(page) and page[at] == word and not used[at]:
            used[at] = 1
            at += 1
            continue
        found = [place for place in places.get(tuple(kept[index : index + 4]), ()) if not used[place]]
        if found:
            at = next((place for place in found if place >= at), found[0])
            used[at] = 1
            at += 1
    return [sum(used[start:end]) / (end - start) if end > start else 0.0 for start, end in pairwise(starts)]


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
    """A copy of the deepest element that holds the page's prose, under its emptied ancestors; else of the whole
    page."""
    total = max(mass, default=0)
    deepest = None
    if total >= _LEAST_PROSE:
        for index, prose in enumerate(mass):
            if prose >= _SHARE_OF_PROSE * total:
                deepest = index
    if deepest is None or layout.nodes[deepest].depth <= 1:
        return deepcopy(tree)
    inner = deepcopy(layout.nodes[deepest].element)
    inner.tail = None
    index = layout.nodes[deepest].parent
    while index >= 0:
        node = layout.nodes[index]
        outer = Element(node.tag, dict(node.element.attrib))
        outer.append(inner)
        inner, index = outer, node.parent
    if inner.tag == "html":
        return inner
    if inner.tag != "body":
        body = Element("body")
        body.append(inner)
        inner = body
    page = Element("html")
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

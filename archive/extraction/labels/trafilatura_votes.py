"""The door to trafilatura: for each block of a page, how much of it trafilatura would keep.

It is not shown the page but its blocks, retold where the prose is (under the deepest element with 93 % of it), each
with a number. That costs less than half, finds no less, and the answer says which blocks it kept
(docs/decisions/telling-trafilatura.md)
"""

import re
from collections.abc import Callable
from functools import cache, partial
from itertools import islice

from lxml.html import HtmlElement

from archive.extraction.decoding.blocks import Layout, Node, RawBlock

_SHARE_OF_PROSE = 0.93
_LEAST_PROSE = 400
_ENOUGH = 0.3
"""Share of the page's prose below which trafilatura has found too little."""
_MOST_CHARACTERS = 400_000
"""Above this much prose trafilatura is not asked: no article is that long."""
_MOST_TOLD = 3_000
"""Blocks that trafilatura is told, the first where the prose is: for a table it takes the square of its cells."""

_LINKED, _LINKS = 0.9, 0.2
"""Shares of a block: from the one on it is all link and is not told, below the other its links are not."""
_NAMES = frozenset("class id role style itemprop aria-hidden data-component data-lp-replacement-content".split())
"""The attributes that trafilatura asks for."""
_LONGEST_NAME = 500
"""Characters of an attribute that are told: the names of containers that are made one grow with each."""
_ZERO = 0x13000
"""Blocks are numbered in Egyptian hieroglyphs, of which Unicode has over a thousand from here on."""
_NUMERAL = re.compile(f"([{chr(_ZERO)}-{chr(_ZERO + 999)}]{{2}})")


def votes_of(layout: Layout) -> list[float]:
    """Give for each block the share of its text that trafilatura keeps, 0 to 1.

    Where it finds too little it is asked again without the names of the containers, which had misled it.
    """
    mass = _prose_of_nodes(layout)
    total = max(mass, default=0)
    if not mass or total > _MOST_CHARACTERS:
        return [0.0] * len(layout.blocks)
    core = _core(mass)
    text = _extract(_retold(layout, core, named=True))
    if len(text) < _ENOUGH * total:
        text = max(text, _extract(_retold(layout, core, named=False)), key=len)
    return _heard(text, layout.blocks)


def _prose_of_nodes(layout: Layout) -> list[int]:
    """Count the characters of prose under each node."""
    mass = [0] * len(layout.nodes)
    for block in layout.blocks:
        if block.node >= 0 and block.is_prose:
            mass[block.node] += len(block.text)
    for index in range(len(mass) - 1, 0, -1):
        parent = layout.nodes[index].parent
        if parent >= 0:
            mass[parent] += mass[index]
    return mass


def _core(mass: list[int]) -> int:
    """Give the deepest node that holds the page's prose, the first where there is little; by each node's mass of it."""
    least = max(_SHARE_OF_PROSE * max(mass), _LEAST_PROSE)
    return max((index for index, prose in enumerate(mass) if prose >= least), default=0)


def _retold(layout: Layout, core: int, *, named: bool) -> HtmlElement:
    """Build a page of the numbered blocks under one node, each in its own containers, less those that are all link.

    `named`: with the containers' attributes, and under the node's own ancestors.
    """
    nodes = layout.nodes
    top = _like(nodes[core], named)
    made = {core: top}
    depth, before = nodes[core].depth, -1
    end = next((index for index in range(core + 1, len(nodes)) if nodes[index].depth <= depth), len(nodes))
    inside = (number for number, block in enumerate(layout.blocks) if core <= block.node < end)
    for number in islice(inside, _MOST_TOLD):
        block = layout.blocks[number]
        if block.links >= _LINKED * len(block.text):
            continue
        chain, index = [], block.node
        while index not in made:
            chain.append(index)
            index = nodes[index].parent
        for index in reversed(chain):
            made[index] = _like(nodes[index], named)
            made[nodes[index].parent].append(made[index])
        element = made[block.node]
        if block.node == before:
            element.append(element.makeelement("br"))
        _say(element, _numeral(number) + _NUMERAL.sub("  ", _sayable(block.text)), block.links)
        before = block.node
    _merge(top)
    return _framed(top, nodes, nodes[core].parent if named else -1)


def _framed(top: HtmlElement, nodes: list[Node], above: int) -> HtmlElement:
    """Build a whole page around an element.

    Containers like the one at `above` (-1: none) and those around it, and a body.
    """
    frame: list[HtmlElement] = []
    while above >= 0:
        frame.append(_like(nodes[above], named=True))
        above = nodes[above].parent
    if "body" not in (element.tag for element in (top, *frame)):
        frame.append(top.makeelement("body"))
    for outer in (*frame, top.makeelement("html")):
        outer.append(top)
        top = outer
    return top


def _like(node: Node, named: bool) -> HtmlElement:
    """Make an empty element of a container's kind; one of the page's own making is a `div`."""
    tag = node.tag if node.tag.isalnum() else "div"
    return node.element.makeelement(tag, _attributes(node.element) if named else None)


def _attributes(element: HtmlElement) -> dict[str, str]:
    return {name: _sayable(value[:_LONGEST_NAME]) for name, value in element.items() if name in _NAMES}


def _sayable(text: str) -> str:
    """Put spaces for the signs that an element may not hold, and for others that nobody sees."""
    return text if text.isprintable() else "".join(sign if sign.isprintable() else " " for sign in text)


def _say(element: HtmlElement, text: str, links: int) -> None:
    """Put a text behind what an element holds, and make its last `links` characters a link where they are many."""
    plain = text if links < _LINKS * len(text) else text[:-links]
    last = next(element.iterchildren(reversed=True), None)  # what `len(element)` tells by counting
    if last is not None:
        last.tail = plain
    else:
        element.text = plain
    if plain is not text:
        link = element.makeelement("a", {"href": "#"})
        link.text = text[-links:]
        element.append(link)


def _merge(top: HtmlElement) -> None:
    """Make one container of those that hold nothing but one another."""
    for element in list(top.iter("div", "section")):
        while len(element) == 1 and element[0].tag in ("div", "section") and not (element.text or element[0].tail):
            inner = element[0]
            for name, value in inner.items():
                element.set(name, f"{element.get(name, '')} {value}".lstrip())
            element.text = inner.text
            element[:] = list(inner)


def _numeral(number: int) -> str:
    """Write a block's number, below a million, in two signs that no page is likely to print."""
    return chr(_ZERO + number // 1000) + chr(_ZERO + number % 1000)


def _heard(text: str, blocks: list[RawBlock]) -> list[float]:
    """Give for each block how much of it stands behind its number."""
    shares = [0.0] * len(blocks)
    _, *told = _NUMERAL.split(text)
    for numeral, said in zip(told[::2], told[1::2], strict=True):
        number = (ord(numeral[0]) - _ZERO) * 1000 + ord(numeral[1]) - _ZERO
        if number < len(blocks):
            shares[number] = min(1.0, len(said.strip()) / len(blocks[number].text))
    return shares


@cache
def load_trafilatura() -> Callable[[HtmlElement], object]:
    """Give what finds the text of a page, without comments and metadata."""
    import trafilatura  # a third of a second, and most pages are not asked about
    from trafilatura.settings import Extractor

    options = Extractor(output_format="python", fast=True, comments=False)  # read once, not for each page
    return partial(trafilatura.bare_extraction, options=options)


def _extract(page: HtmlElement) -> str:
    """Ask trafilatura for the text; "" where it finds none or fails on the page."""
    try:
        document = load_trafilatura()(page)
    except (
        Exception
    ):  # trafilatura raises whatever lxml and its own rules raise on broken trees; the blocks stand without it
        return ""
    text = getattr(document, "text", None)
    return text or ""

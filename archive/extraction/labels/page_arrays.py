"""A page as arrays: one figure a block or container, from which its features are worked out.

A container's blocks follow one another on the page, so what it holds is a difference of running sums.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from archive.extraction.decoding.blocks import PROSE_LENGTH, Layout, Node, RawBlock

Numbers = NDArray[np.float64]
Places = NDArray[np.int64]
Columns = dict[str, Numbers]
"""By its name a figure for each block."""

_TAGS = (
    "p blockquote pre h1 h2 h3 h4,h5,h6 li dd,dt td,th figcaption,caption,figure div section,article,main header "
    "footer aside button,form,legend,fieldset nav,menu address"
)
TAG_CODES = {tag: code for code, tags in enumerate(_TAGS.split()) for tag in tags.split(",")}
OTHER_TAG = 19
SAID = 25
"""Characters from which a block says something that may be said again."""
_PROSE_LINKS = 0.35


@dataclass(frozen=True, slots=True)
class PageArrays:
    """A layout as arrays.

    Of its blocks: `size` (characters; those of dense scripts count double), `links` (share of it), `tag` (a code),
    `vote` (0 before `with_votes`), `prose` (0 or 1), `node` (its container). Of its containers: `parent` (0 for the
    outermost), `path`, `start` and `end` (the places of its first block and behind its last). `centre`: the block in
    the middle of the voted prose, of all where none is; `headline`: the headline's place, None where it is not known;
    `described`: how each block repeats the page's description of itself (a code). A text dump is one container.
    """

    blocks: Sequence[RawBlock]
    nodes: Sequence[Node]
    size: Numbers
    links: Numbers
    tag: Places
    vote: Numbers
    prose: Numbers
    node: Places
    parent: Places
    path: Places
    start: Places
    end: Places
    centre: int
    headline: int | None
    described: Numbers

    def with_votes(self, votes: Sequence[float]) -> "PageArrays":
        """Give the page with a vote for each block, 0 to 1: trafilatura's, or what stands for it in a dump."""
        vote = np.array(votes, dtype=np.float64)
        return replace(self, vote=vote, centre=_centre(self.size, self.prose, vote))


def page_arrays(layout: Layout, headline: int | None, description: str | None = None) -> PageArrays:
    """Turn a layout of at least one block into arrays. `description`: what the page's metadata give as standfirst."""
    blocks, nodes = layout.blocks, layout.nodes
    size = np.array([_size(block.text) for block in blocks])
    links = np.minimum(1.0, np.array([block.links for block in blocks]) / size)
    tag = np.array([TAG_CODES.get(block.tag, OTHER_TAG) for block in blocks])
    vote = np.zeros(len(blocks))
    prose = ((size > PROSE_LENGTH) & (links < _PROSE_LINKS) & (tag != TAG_CODES["td"])).astype(np.float64)
    start, end = _spans(blocks, nodes)
    return PageArrays(
        blocks=blocks,
        nodes=nodes,
        size=size,
        links=links,
        tag=tag,
        vote=vote,
        prose=prose,
        node=np.array([max(block.node, 0) for block in blocks]),
        parent=np.array([max(node.parent, 0) for node in nodes] or [0]),
        path=np.array([node.path for node in nodes] or [0]),
        start=np.array(start),
        end=np.array(end),
        centre=_centre(size, prose, vote),
        headline=headline,
        described=_described(blocks, description),
    )


def _centre(size: Numbers, prose: Numbers, vote: Numbers) -> int:
    running = next(mass for mass in (size * vote * prose, size * prose, size) if mass.any()).cumsum()
    return int(np.searchsorted(running, running[-1] / 2))


def _described(blocks: Sequence[RawBlock], description: str | None) -> Numbers:
    if description is None or len(description) <= SAID:
        return np.zeros(len(blocks))
    return np.array([_repeats(block.text, description) if len(block.text) > SAID else 0.0 for block in blocks])


def _repeats(text: str, description: str) -> float:
    """Give 3 if the block is the description, 2 if it begins with it, 1 if it is a part of it, else 0."""
    if text == description:
        return 3.0
    return 2.0 if text.startswith(description[:PROSE_LENGTH]) else float(text in description)


def _size(text: str) -> float:
    return len(text) if text.isascii() else (len(text) + len(text.encode("utf-8", "replace"))) / 2


def _spans(blocks: Sequence[RawBlock], nodes: Sequence[Node]) -> tuple[list[int], list[int]]:
    """Give for each container the places of its first block and behind its last; equal where it has none."""
    start, end = [len(blocks)] * max(1, len(nodes)), [0] * max(1, len(nodes))
    for place, block in enumerate(blocks):
        node = max(block.node, 0)
        if start[node] > place:
            start[node] = place
        end[node] = place + 1
    for index in range(len(nodes) - 1, 0, -1):
        parent = nodes[index].parent
        if start[index] < start[parent]:
            start[parent] = start[index]
        if end[index] > end[parent]:
            end[parent] = end[index]
    return start, [max(first, last) for first, last in zip(start, end, strict=True)]

"""Where on a page a form of words may be a credit: at the head, around the body's ends, outside of captions and teasers."""

import re
from collections.abc import Iterable, Sequence

from archive.extract.blocks import Layout
from archive.extract.credit_lines import Form, Found
from archive.model import KEPT, Label

_ABOVE = 12
_BELOW = 6
_NEAR = 3
"""How many containers outwards a class name still speaks about the block."""
_SHORT = 200
_SHORT_OPEN = 90
_TITLE = 25
_MEDIA = re.compile(
    r"caption|\bfigure|photo|\bfoto|image|\bimg|picture|gallery|galerie|slideshow|\bvideo|\bmedia\b|player|carousel|thumb|\bbild|lightbox|infographic|chart|\bhero"
)
_CREDIT = re.compile(r"credit")
_MEDIA_TAGS = frozenset(("figure", "figcaption", "caption", "picture", "video"))
_TEASER = frozenset((Label.RELATED, Label.PROMO, Label.SHARE))
_WORDY = frozenset((Form.HELPED, Form.FIRST, Form.RELEASE, Form.DATELINE, Form.RELAY))
"""Forms that say themselves what they are; the others are as good as the place they stand in."""


class Places:
    """The zones of one page: head (above the body), the body's first and last blocks, tail (below it)."""

    def __init__(self, layout: Layout, labels: Sequence[Label], headline: int | None) -> None:
        self._layout = layout
        self._labels = labels
        kept = [index for index, label in enumerate(labels) if label in KEPT]
        if headline is not None and sum(index < headline for index in kept) <= len(kept) // 4:
            kept = [index for index in kept if index > headline]  # what stands above the headline is not of the story
        if not kept:
            kept = [headline + 1] if headline is not None and headline + 1 < len(labels) else []
        self._kept = kept
        self._rank = {index: rank for rank, index in enumerate(kept)}
        first = kept[0] if kept else 0
        self._first, self._last = first, kept[-1] if kept else 0
        top = headline if headline is not None and headline < first else first - _ABOVE
        self._top = max(0, top, first - 40)
        self._body_nodes = self._around(first)
        self._labelled = 0

    def window(self) -> Iterable[int]:
        """The blocks that are read, in page order."""
        if not self._kept:
            return ()
        return range(self._top, min(len(self._labels), self._last + _BELOW + 1))

    def is_last(self, index: int) -> bool:
        """Whether the block ends the text."""
        return index in self._kept[-2:]

    def allow(self, found: Found, index: int) -> bool:
        """Whether what was found in a block may be a credit there."""
        text = self._layout.blocks[index].text
        if self._labels[index] is Label.COMMENT or self._in_media(index, _MEDIA):
            return False
        if found.form not in _WORDY and (self._labels[index] in _TEASER or self._follows_teaser(index)):
            return False
        if found.form is Form.NAMES and self._in_media(index, _CREDIT):
            return False
        return self._stands_right(found, index, text)

    def _stands_right(self, found: Found, index: int, text: str) -> bool:
        head, tail = index < self._first, index > self._last
        rank = self._rank.get(index, len(self._kept) // 2)
        opens, ends = rank < 2 and not tail, len(self._kept) - rank <= 3 and not head
        near = index - self._last <= 3
        match found.form:
            case Form.DATELINE:
                return rank < 3 or head
            case Form.RELAY:
                return rank < 1 or head
            case Form.HELPED:
                return True
            case Form.FIRST | Form.RELEASE:
                return head or tail or opens or ends
            case Form.WITH:
                return head or tail or ends
            case Form.SIGN_OFF:
                return True
            case Form.COPYRIGHT:
                return (tail or ends) and len(text) <= _SHORT
            case Form.LABEL if found.organization is None:
                return (head or ((tail or ends) and near)) and len(text) <= _SHORT_OPEN
            case _:
                return (head or (tail and near) or ((opens or ends) and len(text) <= _SHORT)) and len(text) <= _SHORT

    def _around(self, index: int) -> frozenset[int]:
        """The containers the body stands in: their class names say nothing about one block."""
        if not self._kept:
            return frozenset()
        nodes = set()
        node = self._layout.blocks[index].node
        node = self._layout.nodes[node].parent if node >= 0 else -1
        while node >= 0:
            nodes.add(node)
            node = self._layout.nodes[node].parent
        return frozenset(nodes)

    def _follows_teaser(self, index: int) -> bool:
        """Whether a linked title stands just above: the line is that other story's byline."""
        blocks = self._layout.blocks
        return any(
            blocks[above].link_density > 0.8 and len(blocks[above].text) > _TITLE and self._labels[above] is not Label.HEADLINE
            for above in range(max(0, index - 2), index)
        )

    def _in_media(self, index: int, words: re.Pattern[str]) -> bool:
        """Whether one of the block's nearest containers, below those of the body, is of a picture or a video."""
        node = self._layout.blocks[index].node
        for _ in range(_NEAR):
            if node < 0 or node in self._body_nodes:
                return False
            container = self._layout.nodes[node]
            if container.tag in _MEDIA_TAGS or (container.hints and words.search(container.hints)):
                return True
            node = container.parent
        return False

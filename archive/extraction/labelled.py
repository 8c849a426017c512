"""A page's labelled blocks as one value: every step reads it, and relabels blocks by its one method."""

from collections.abc import Sequence
from dataclasses import dataclass

from archive.extraction.decoding.blocks import Layout, Node, RawBlock
from archive.model import KEPT, Block, Label

HEAD_REACH = 12
"""Blocks around the headline and the first words of the body in which byline and date are the article's own."""


@dataclass(slots=True)
class LabelledPage:
    """The blocks of a page in page order, and for each its label and the rule that gave it.

    `headline`: the index of the headline's block, None where it is not known. A rule of "" stands beside the label of a
    block that no rule has named yet. Only `relabel` and `insert` write to `labels` and `rules`.
    """

    layout: Layout
    headline: int | None
    labels: list[Label]
    rules: list[str]

    @classmethod
    def unnamed(cls, layout: Layout, headline: int | None) -> "LabelledPage":
        """Begin with every block as furniture that no rule has named."""
        count = len(layout.blocks)
        return cls(layout, headline, [Label.NAVIGATION] * count, [""] * count)

    @property
    def blocks(self) -> list[RawBlock]:
        """The blocks without their labels."""
        return self.layout.blocks

    @property
    def nodes(self) -> list[Node]:
        """The containers the blocks stand in; none in a text dump."""
        return self.layout.nodes

    @property
    def kept(self) -> list[int]:
        """The indices of the blocks that are the article's text."""
        return [index for index, label in enumerate(self.labels) if label in KEPT]

    @property
    def first(self) -> int:
        """The index of the first kept block; the number of blocks where none is kept."""
        return next((index for index, label in enumerate(self.labels) if label in KEPT), len(self.labels))

    @property
    def last(self) -> int:
        """The index of the last kept block; the number of blocks where none is kept."""
        count = len(self.labels)
        return next((index for index in range(count - 1, -1, -1) if self.labels[index] in KEPT), count)

    @property
    def head(self) -> range:
        """The indices of the blocks around the headline and the first words of the body."""
        first = self.first
        start = first if self.headline is None else min(self.headline, first)
        return range(max(0, start - 3), min(first + HEAD_REACH, len(self.labels)))

    def is_kept(self, index: int) -> bool:
        """Tell whether a block is the article's text."""
        return self.labels[index] in KEPT

    def relabel(self, index: int, label: Label, rule: str) -> None:
        """Give a block a label, and name the rule that says so."""
        self.labels[index] = label
        self.rules[index] = rule

    def insert(self, at: int, blocks: Sequence[RawBlock], label: Label, rule: str) -> None:
        """Put blocks that the page does not show before the one at `at`, all with one label."""
        self.layout.blocks[at:at] = blocks
        self.labels[at:at] = [label] * len(blocks)
        self.rules[at:at] = [rule] * len(blocks)
        if self.headline is not None and self.headline >= at:
            self.headline += len(blocks)

    def first_text(self, label: Label) -> str | None:
        """Give the text of the first block with a label; None where there is none."""
        return self.blocks[self.labels.index(label)].text if label in self.labels else None

    def kept_text(self) -> str:
        """Give the text of the kept blocks, one a line."""
        return "\n".join(self.blocks[index].text for index in self.kept)

    def to_blocks(self) -> tuple[Block, ...]:
        """Give the blocks as a draft has them."""
        labelled = zip(self.blocks, self.labels, self.rules, strict=True)
        return tuple(Block(place, block.text, label, rule) for place, (block, label, rule) in enumerate(labelled))

"""Blocks that the labeller doubts and that are text all the same: by their company, as quotes, as links amid it."""

from collections import Counter
from collections.abc import Sequence

from archive.extraction.decoding.blocks import RawBlock
from archive.extraction.labelled import LabelledPage
from archive.model import Label

SUBHEADINGS = frozenset(("h2", "h3", "h4", "h5", "h6"))
_DOUBTFUL = 0.3
"""From here on a block may be rescued."""
_COMPANY = 3
"""Kept paragraphs in containers of one kind for each that was not: from so many on it is thought lost."""
_KIND = 3
"""Containers outwards that make two paragraphs of one kind."""
_LINKED, _LONG, _HARDLY = 0.8, 100, 0.05
"""A paragraph that is a link has this share of it, and characters; and how surely it is text, at least."""


def text_label(block: RawBlock) -> tuple[Label, str]:
    """Give the label and rule of a block that is text, by its tag."""
    if block.tag in SUBHEADINGS:
        return Label.SUBHEADING, "text: heading"
    if block.tag in ("li", "dt", "dd"):
        return Label.LIST, "text: list"
    if block.tag == "blockquote":
        return Label.QUOTE, "text: quote"
    return Label.BODY, "text"


def rescue_blocks(page: LabelledPage, keep: Sequence[float]) -> None:
    """Keep doubtful prose that is the exception in containers of its kind, and quotes that stand nowhere else."""
    blocks = page.blocks
    kinds = {index: _kind(page, block) for index, block in enumerate(blocks) if block.node >= 0 and block.is_prose}
    kept = Counter(kind for index, kind in kinds.items() if keep[index] >= 0.5)
    left = Counter(kinds.values()) - kept
    for index, kind in kinds.items():
        block = blocks[index]
        if page.rules[index] or keep[index] < _DOUBTFUL:
            continue
        if kept[kind] >= _COMPANY * left[kind]:
            page.relabel(index, text_label(block)[0], "rescued: stands among the text's paragraphs")
        elif _is_quote(page, block) and sum(block.text in other.text for other in blocks) == 1:
            page.relabel(index, Label.QUOTE, "rescued: a quote that stands nowhere else")
    for index in range(1, len(blocks) - 1):
        if not page.rules[index] and keep[index] >= _HARDLY and _is_linked_paragraph(page, index, keep):
            page.relabel(index, Label.BODY, "rescued: a paragraph that is a link, between two of the text")


def _is_linked_paragraph(page: LabelledPage, index: int, keep: Sequence[float]) -> bool:
    """Tell a paragraph of sentences that was made a link, as houses do with an appeal or a summary amid the text."""
    block = page.blocks[index]
    long = len(block.text) > _LONG and block.link_density > _LINKED and block.tag == "p"
    ends = block.text.rstrip("”’\"'»)").endswith(tuple(".!?。！？"))
    return long and ends and min(keep[index - 1], keep[index + 1]) >= 0.5


def _is_quote(page: LabelledPage, block: RawBlock) -> bool:
    node = page.nodes[block.node]
    return "blockquote" in (node.tag, page.nodes[node.parent].tag if node.parent >= 0 else "")


def _kind(page: LabelledPage, block: RawBlock) -> tuple[str, ...]:
    """Give the tags and first class names of the block's nearest containers."""
    kind: list[str] = []
    index = block.node
    while index >= 0 and len(kind) < _KIND:
        node = page.nodes[index]
        kind.append(node.tag + "." + node.hints.partition(" ")[0])
        index = node.parent
    return tuple(kind)

"""What stands below the article and is not it: the next story in full, and boxes that ask for money or members."""

from collections.abc import Sequence

from archive.extraction.labelled import LabelledPage
from archive.extraction.labels.class_names import label_by_names
from archive.model import Label
from archive.scripts import word_tokens

_STORY = 80
"""Words above, from which on the article has been told and another may begin."""
_SIGNED = 5
"""Blocks below a headline among which its date or byline stands."""
_BOX = 0.34
"""Share of the text above which a container is the article, whatever its name."""
_SIGNS = ("byline", "author", "date", "time", "published", "posted")


def drop_other_stories(page: LabelledPage) -> None:
    """Drop what was kept of other articles below the headline's own, and of appeals at the end."""
    if page.headline is not None:
        _drop_other_articles(page, page.headline)
        _drop_below_next_headline(page, page.headline)
    _drop_appeals(page)


def _above(page: LabelledPage, index: int) -> list[int]:
    """Give the containers a block stands in, the nearest first."""
    node, above = page.blocks[index].node, []
    while node >= 0:
        above.append(node)
        node = page.nodes[node].parent
    return above


def _words(page: LabelledPage, indices: Sequence[int]) -> int:
    return sum(len(word_tokens(page.blocks[index].text)) for index in indices)


def _drop_other_articles(page: LabelledPage, headline: int) -> None:
    """Drop what stands in another `article` than the headline's, behind it, if that one holds a whole text."""
    own = next((node for node in _above(page, headline) if page.nodes[node].tag == "article"), None)
    if own is None:
        return
    within = {index: _above(page, index) for index in page.kept}
    inside = [index for index, above in within.items() if own in above]
    if not inside or _words(page, inside) < _STORY:
        return
    for index, above in within.items():
        other = any(page.nodes[node].tag == "article" for node in above)
        if index > inside[-1] and other and own not in above:
            page.relabel(index, Label.RELATED, "in another article below")


def _drop_below_next_headline(page: LabelledPage, headline: int) -> None:
    """Drop what stands below a second headline, printed as the first is, with a date or byline of its own."""
    first = page.blocks[headline]
    if first.node < 0 or first.tag not in ("h1", "h2"):
        return
    path = page.nodes[first.node].path
    for index in range(headline + 1, len(page.blocks)):
        block = page.blocks[index]
        alike = block.tag == first.tag and block.node != first.node and block.text != first.text
        alike = alike and (block.tag == "h1" or page.nodes[block.node].path == path)
        if alike and _is_signed(page, index) and _words(page, [one for one in page.kept if one < index]) >= _STORY:
            for below in [one for one in page.kept if one >= index]:
                page.relabel(below, Label.RELATED, "below the headline of the next story")
            return


def _is_signed(page: LabelledPage, index: int) -> bool:
    for place in range(index + 1, min(index + 1 + _SIGNED, len(page.blocks))):
        block = page.blocks[place]
        if page.labels[place] in (Label.BYLINE, Label.DATE):
            return True
        hints = f"{block.inline} {page.nodes[block.node].hints if block.node >= 0 else ''}"
        if any(sign in hints for sign in _SIGNS):
            return True
    return False


def _drop_appeals(page: LabelledPage) -> None:
    """Drop the text's end where it stands in a box whose name is that of a promotion or of comments."""
    kept = page.kept
    total = _words(page, kept)
    for index in reversed(kept):
        box = next(
            (
                node
                for node in _above(page, index)
                if page.nodes[node].hints and label_by_names(page.nodes[node].hints) in (Label.PROMO, Label.COMMENT)
            ),
            None,
        )
        if box is None or _words(page, [one for one in kept if box in _above(page, one)]) > _BOX * total:
            return
        page.relabel(index, Label.PROMO, "in a box for readers at the end")

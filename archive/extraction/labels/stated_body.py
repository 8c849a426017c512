"""The body that a page has only as data: put in where the blocks hold none, or no more than a teaser of it."""

from collections.abc import Sequence

from archive.extraction.decoding.blocks import RawBlock
from archive.extraction.labelled import LabelledPage
from archive.model import Label
from archive.scripts import fold_letters, word_tokens

LITTLE = 120
"""Words of text below which a page may be the frame of an article that scripts fill in."""
_LONGER = 1.5
"""How much longer than the text on the page the stated one is, at least."""
_MORE = 40
"""Words that it has more, at least."""
_SAME = 40
"""Letters at the beginning of a paragraph by which it is known again."""


def take_stated_body(page: LabelledPage, paragraphs: Sequence[str], rule: str) -> None:
    """Make the paragraphs the page's body, after its headline, where they say much more than what was kept.

    `rule`: what says where they stood.
    """
    kept = page.kept
    size, stated = _words([page.blocks[index].text for index in kept]), _words(paragraphs)
    if stated < _LONGER * size or stated < size + _MORE:
        return
    body = fold_letters(" ".join(paragraphs))
    again = [fold_letters(page.blocks[index].text)[:_SAME] in body for index in kept if page.blocks[index].is_prose]
    if size >= LITTLE and not all(again[:2]):
        return
    for index in kept:
        page.relabel(index, Label.RELATED, f"beside the body that {rule} has")
    texts = list(paragraphs)
    if page.headline is not None and fold_letters(texts[0]) == fold_letters(page.blocks[page.headline].text):
        del texts[0]
    at = len(page.blocks) if page.headline is None else page.headline + 1
    node = page.blocks[at - 1].node if at else -1
    page.insert(at, [RawBlock(text, "p" if node >= 0 else "", node) for text in texts], Label.BODY, f"text: {rule}")


def _words(texts: Sequence[str]) -> int:
    return sum(len(word_tokens(text)) for text in texts)

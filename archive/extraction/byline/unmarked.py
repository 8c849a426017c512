"""Bylines that neither markup nor a place in the head shows: under the text, bare names beside the date, biographies.

They are asked only where the markup names nobody and the head prints no byline.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from archive.extraction.byline import words as words
from archive.extraction.byline.line import Known, parse_byline
from archive.extraction.decoding.blocks import RawBlock
from archive.extraction.labelled import LabelledPage
from archive.model import KEPT, Label
from archive.words import loader

_VERBS = loader.alternatives_of("biography", "verbs")
_TELLS = re.compile(rf"(?P<name>[^\W\d_][\w.'’-]+(?:\s[^\W\d_][\w.'’-]*){{1,3}}?),?\s(?:{_VERBS})\s")
_LONGEST = 60
_ABOVE, _BELOW = 3, 12
"""Blocks around the text's end where its author is named."""
_NEAR = 2
_SIGNING = KEPT | {Label.BYLINE}
_CLOSES = re.compile(r"[.!?…]\W{0,3}$")
_MOST_WORDS = 3
_CHARACTERS = 600
"""Of the longest biography."""


def unmarked_byline(page: LabelledPage, *, known: Known, own: Collection[str]) -> str | None:
    """Give the first line that names the author by words, by a biography, or by its place beside the date.

    `known`, `own` as in `parse_byline`.
    """
    kept = page.kept
    if not kept:
        return None
    signed = (
        *_signed_below(page, kept[-1]),
        *_told_of(page, kept),
        *_bare(page, next((index for index in kept if page.blocks[index].is_prose), kept[0])),
        *_signed_alone(page, kept[-1]),
    )
    for line in signed:
        said = parse_byline(line, known=known, own=own)
        if said.persons and not said.organizations and all(" " in name for name in said.persons):
            return line
    return None


def _signed_below(page: LabelledPage, last: int) -> Iterator[str]:
    """Give lines at the text's end that say who wrote it: "Written by Jane Doe"."""
    for index in range(max(0, last - _ABOVE), min(last + _BELOW, len(page.blocks))):
        text = page.blocks[index].text
        if page.labels[index] in _SIGNING and len(text) <= _LONGEST and words.INTRODUCTION.match(text):
            yield text


def _told_of(page: LabelledPage, kept: Sequence[int]) -> Iterator[str]:
    """Give names that open a biography at the text's end, and stand alone above it or at the head: "Jane Doe is …"."""
    texts = [block.text for block in page.blocks]
    for index in range(max(0, kept[-1] - _ABOVE), min(kept[-1] + _BELOW, len(texts))):
        told = _TELLS.match(texts[index]) if len(texts[index]) <= _CHARACTERS else None
        beside = (*texts[max(0, kept[0] - _ABOVE) : kept[0] + 1], *texts[max(0, index - _NEAR) : index])
        if told and any(words.INTRODUCTION.sub("", text) == told["name"] for text in beside):
            yield told["name"]


def _bare(page: LabelledPage, first: int) -> Iterator[str]:
    """Give blocks between headline and first prose that are a name beside the date, and stand nowhere else."""
    if page.headline is None or page.headline >= first:
        return
    texts = [block.text for block in page.blocks]
    for index in range(page.headline + 1, first):
        text = texts[index]
        if len(text) > _LONGEST or not all(map(_is_written_as_name, words.COMMA.split(text))):
            continue
        dated = any(page.labels[near] is Label.DATE for near in (index - 1, index, index + 1))
        if dated and texts.count(text) == 1:
            yield text


def _signed_alone(page: LabelledPage, last: int) -> Iterator[str]:
    """Give an emphasised name that is the text's last line, as papers from Hanoi to Bogotá sign."""
    for index in range(max(1, last), min(last + 2, len(page.blocks))):
        block, above = page.blocks[index], page.blocks[index - 1]
        beside = min(block.node, above.node) >= 0 and page.nodes[block.node].parent == page.nodes[above.node].parent
        if beside and _is_name_in_bold(block) and _CLOSES.search(above.text):
            yield block.text


def _is_name_in_bold(block: RawBlock) -> bool:
    plain = not block.links and block.tag not in ("h2", "h3", "h4", "li", "td") and len(block.text) <= _LONGEST
    return plain and block.emphasis >= len(block.text) and _is_written_as_name(block.text)


def _is_written_as_name(text: str) -> bool:
    parts = text.split()
    return 2 <= len(parts) <= _MOST_WORDS and all(part[0].isupper() or part.lower() in words.PARTICLE for part in parts)

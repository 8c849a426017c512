"""Ignore differences that are no edits: blocks that change at every load, blocks that two readings label differently.

Pure. Two loads of a page, a moment apart, tell noise (promotions, teasers, counters that were taken for text) from
news. Where the loads differ, in text or in furniture, a difference from the text held says nothing. A block that stood
on the page before and stands there now is no news either, if one reading took it for text and the other for furniture;
nor is a block that comes or goes and is furniture on other pages of the site. Each text is stored as it was read; only
the comparison leaves these out.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from archive.fingerprint import block_hash, text_digest
from archive.judge.alignment import align_texts
from archive.judge.change import Holding, signed_otherwise
from archive.model import Article, Block, Label
from archive.scripts import is_east_asian

FURNITURE = frozenset({Label.PROMO, Label.NAVIGATION, Label.SHARE})
"""Labels of what a site shows in turns."""
WHOLE = 0.6
"""A second load that is shorter than this share of the first is no whole page, and tells nothing."""
HEADING, LISTED, MOST_LISTED = 60, 150, 24
"""Characters of the heading of a list of other stories and of an entry, and entries, at most."""
MOSTLY = 0.6
"""Share of the trigrams of two texts that are one paragraph before and after an edit."""
LIKE = 1.5
"""A block that is longer by so much than what two loads have in its place is no noise of theirs."""

Said = TypeVar("Said", Article, Holding)


def without_noise(
    held: Holding,
    then: Sequence[Block],
    page: Article,
    again: Article | None = None,
    furniture: Collection[str] = frozenset(),
) -> tuple[Holding, Article]:
    """Give what is held, and the page, both without the blocks and fields that are no news.

    `then`: the blocks of the page that `held` was read from. `again`: the page a moment later, if it was loaded twice.
    `furniture`: the hashes of what other pages of the site were stripped of.
    """
    if page.title in held.titles:  # of two headlines that a site tries out, the other one
        page = replace(page, title=held.title)
    kept = {*_kept(then), *_kept(page.blocks)}
    apart = (
        _displaced(then, page.blocks)
        | _relabelled(then, page.blocks)
        | {text for text in kept if block_hash(text) in furniture}
        | _listed(then, page.blocks)
        | _listed(page.blocks, then)
    )
    if again is None or len(again.body) < WHOLE * len(page.body):
        if not apart:
            return held, page
        return _saying(held, _kept(then, apart)), _saying(page, _kept(page.blocks, apart))
    if page.title != again.title:
        page = replace(page, title=held.title)
    if page.standfirst != again.standfirst:
        page = replace(page, standfirst=held.standfirst)
    if signed_otherwise(page, again):
        page = replace(page, byline=held.byline, authors=held.authors)
    stable, noisy = _stable(_texts(page.blocks), _texts(again.blocks))
    apart |= _relabelled(page.blocks, again.blocks)
    now, before = set(_kept(page.blocks, apart)), set(_kept(then, apart))
    rest = _without(_texts(then), stable, noisy)
    return _saying(held, [text for text in rest if text in before]), _saying(page, [t for t in stable if t in now])


def _relabelled(blocks: Sequence[Block], others: Sequence[Block]) -> frozenset[str]:
    """Give the texts that stand on two pages, and that only one reading of them kept."""
    kept, also_kept = set(_kept(blocks)), set(_kept(others))
    return frozenset((kept - also_kept).intersection(_texts(others)) | (also_kept - kept).intersection(_texts(blocks)))


def _listed(blocks: Sequence[Block], others: Sequence[Block]) -> frozenset[str]:
    """Give the short texts under the heading of a list of other stories ("Most read"), up to what both pages have.

    Such a list shows others every night, and one in the middle of a text may be taken for a part of it. A long text
    that the other page has nearly so is no entry: it is a paragraph that was edited, and the list ends before it.
    """
    from archive.extraction.labels.furniture_phrases import furniture_of  # a tenth of a second, in a night only

    also = set(_texts(others))
    found: set[str] = set()
    left = 0
    for block in blocks:
        heads = len(block.text) <= HEADING and block.text in also
        if heads and (phrase := furniture_of(block.text)) and phrase.label is Label.RELATED:
            left = MOST_LISTED
        elif left and _is_entry(block.text, blocks, also):
            left -= 1
            found.add(block.text)
        elif block.kept:
            left = 0
    return frozenset(found)


def _is_entry(text: str, blocks: Sequence[Block], others: set[str]) -> bool:
    """Tell whether a text is short, and not on the other page, be it as it is or edited."""
    return len(text) <= LISTED and text not in others and not _edited(text, others.difference(_texts(blocks)))


def _edited(text: str, others: Collection[str]) -> bool:
    """Tell whether one of the other texts is nearly this one, which is no mere headline."""
    if len(text) <= (HEADING // 3 if is_east_asian(text) else HEADING):
        return False
    own = _trigrams(text)
    alike = (_trigrams(other) for other in others if len(other) <= 2 * LISTED)
    return any(len(own.intersection(other)) > MOSTLY * max(len(own), len(other)) for other in alike)


def _trigrams(text: str) -> set[str]:
    return {text[place : place + 3] for place in range(len(text) - 2)}


def _displaced(blocks: Sequence[Block], others: Sequence[Block]) -> frozenset[str]:
    """Give the texts that one page keeps where the other has as much furniture, and nothing else differs around it.

    There advertisements and the site's own lines take turns, of which not all are known yet.
    """
    found: set[str] = set()
    for tag, start, end, begin, close in align_texts(_texts(blocks), _texts(others)):
        if tag == "replace" and end - start == close - begin:
            for one, other in zip(blocks[start:end], others[begin:close], strict=True):
                if one.kept != other.kept:
                    text, furniture = (one, other) if one.kept else (other, one)
                    if furniture.label in FURNITURE and len(text.text) <= LIKE * len(furniture.text):
                        found.add(text.text)
    return frozenset(found)


def _stable(first: Sequence[str], second: Sequence[str]) -> tuple[list[str], dict[int, tuple[int, int]]]:
    """Give the blocks that both loads have, in order, and the places between them where the loads differ.

    A place is the number of common blocks before it; it comes with the most blocks that one of the loads has there, and
    the characters of the longest.
    """
    stable: list[str] = []
    noisy: dict[int, tuple[int, int]] = {}
    for tag, start, end, begin, close in align_texts(first, second):
        if tag == "equal":
            stable += first[start:end]
        else:
            longest = max(len(text) for text in (*first[start:end], *second[begin:close]))
            noisy[len(stable)] = max(end - start, close - begin), longest
    return stable, noisy


def _without(held: Sequence[str], stable: Sequence[str], noisy: Mapping[int, tuple[int, int]]) -> list[str]:
    """Drop the blocks held that stand in noisy places: there one load shows this, the next one that.

    Where more were held than a load has there, or longer ones, one of them was no noise, and all stay.
    """
    rest: list[str] = []
    for tag, start, end, begin, close in align_texts(held, stable):
        some = list(held[start:end])
        most, longest = noisy.get(begin, (0, 0))
        if tag == "delete" and len(some) <= most and max(map(len, some)) <= LIKE * longest:
            continue
        if tag == "replace":  # an edited paragraph beside noise: of those that are too many, some were noise
            over = max(0, len(some) - (close - begin))
            if over <= noisy.get(close, (0, 0))[0]:
                some = some[: len(some) - over]
            elif over <= noisy.get(begin, (0, 0))[0]:
                some = some[over:]
        rest += some
    return rest


def _kept(blocks: Sequence[Block], apart: Collection[str] = ()) -> list[str]:
    """Give the texts of the blocks that are kept, but for those in `apart`."""
    return [block.text for block in blocks if block.kept and block.text not in apart]


def _texts(blocks: Sequence[Block]) -> list[str]:
    """Give the texts of all blocks."""
    return [block.text for block in blocks]


def _saying(one: Said, paragraphs: Sequence[str]) -> Said:
    """Give the same with another body."""
    body = "\n\n".join(paragraphs)
    return replace(one, body=body, digest=text_digest(body))

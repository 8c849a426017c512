"""Labelled pages as lessons: for each block of a page its features, and whether the true body holds it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import accumulate, chain, pairwise

import numpy as np

from archive.extraction.decoding.blocks import Layout, RawBlock, blocks_of
from archive.extraction.decoding.decode import HtmlPage, TextPage, decode_page
from archive.extraction.fields import metadata
from archive.extraction.labels import dump, headline
from archive.extraction.labels.page_arrays import Numbers, PageArrays, page_arrays
from archive.extraction.labels.trafilatura_votes import votes_of
from archive.scripts import word_tokens
from bench.sets import LabelledPage
from bench.training import folds

GRAM = 4
"""Words that must follow one another where the walk over a page's words jumps."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A page as the labeller sees it.

    `truth`: for each block the share of its words in the true body, 0 to 1; where only snippets are labelled 1 for a
    block that holds a wanted one, 0 for an unwanted one, and unknown (nan) for the others.
    """

    source: LabelledPage
    page: PageArrays
    truth: Numbers

    @property
    def site(self) -> str:
        """The site it stands on."""
        return folds.site(self.source)

    @property
    def whole(self) -> bool:
        """Whether every block's truth is known."""
        return not np.isnan(self.truth).any()

    @property
    def fold(self) -> int:
        """Its site's fifth."""
        return folds.fold(self.source)


def web_lessons(pages: Iterable[LabelledPage]) -> Iterator[Lesson]:
    """The web pages that have a block."""
    for source in pages:
        decoded = decode_page(source.payload(), media_type="text/html")
        if not isinstance(decoded, HtmlPage):
            continue
        layout = blocks_of(decoded.tree)
        if layout.blocks:
            facts = metadata.read_metadata(decoded.tree, url=source.url).metadata
            title = headline.find_headline(layout, facts.title)
            page = page_arrays(layout, title, facts.standfirst).with_votes(votes_of(layout))
            for node in layout.nodes:
                del node.element  # trees of two thousand pages do not fit into memory
            yield Lesson(source, page, _truth(source, layout))


def dump_lessons(pages: Iterable[LabelledPage]) -> Iterator[Lesson]:
    """The text dumps that have a block."""
    for source in pages:
        decoded = decode_page(source.payload(), media_type="text/plain")
        if isinstance(decoded, TextPage):
            layout = dump.layout_of(decoded.text)
            if layout.blocks:
                yield _dump_lesson(source, layout)


def dumped(lessons: Iterable[Lesson]) -> Iterator[Lesson]:
    """Web pages as the dumps they would make: more to learn from."""
    for lesson in lessons:
        source = replace(lesson.source, set=f"{lesson.source.set}-textdump")
        yield _dump_lesson(source, Layout([RawBlock(block.text, gap=1) for block in lesson.page.blocks]))


def _dump_lesson(source: LabelledPage, layout: Layout) -> Lesson:
    reading = dump.read_dump(layout)
    return Lesson(source, page_arrays(layout, reading.headline).with_votes(reading.keep), _truth(source, layout))


def _truth(source: LabelledPage, layout: Layout) -> Numbers:
    body = source.truth.get("body")
    if body:
        return np.array(align(word_tokens(body), layout.blocks))
    known = np.full(len(layout.blocks), np.nan)
    for place, block in enumerate(layout.blocks):
        if any(snippet in block.text for snippet in source.truth.get("without") or ()):
            known[place] = 0.0
        elif any(snippet in block.text for snippet in source.truth.get("with") or ()):
            known[place] = 1.0
    return known


def weights(lesson: Lesson, few: Collection[str] = ()) -> Numbers:
    """What each block counts in learning: its words; a page counts as the root of its own. `few`: pages to mistrust."""
    count = np.array([max(1, block.text.count(" ") + 1, len(block.text) / 8) for block in lesson.page.blocks])
    weight: Numbers = (count + 2) / np.sqrt(count.sum())
    return weight * (0.1 if lesson.source.id in few else 1.0)


def align(kept: tuple[str, ...], blocks: list[RawBlock]) -> list[float]:
    """Walk the kept words in order over the page's words, each page word used once; give each block its share used.

    Where the next word does not follow, the walk jumps to the nearest later place (else the first earlier one) that
    starts with the same four words.
    """
    spoken = [word_tokens(block.text) for block in blocks]
    starts = [0, *accumulate(map(len, spoken))]
    page = (*chain.from_iterable(spoken), "")  # behind the last word none follows
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(page):
        places[word].append(place)
    used = bytearray(len(page))
    at = 0
    for index, word in enumerate(kept):
        if page[at] != word or used[at]:
            gram = kept[index : index + GRAM]
            found = [place for place in places[word] if page[place : place + GRAM] == gram and not used[place]]
            if not found:
                continue
            at = next((place for place in found if place >= at), found[0])
        used[at] = 1
        at += 1
    return [used.count(1, start, end) / max(1, end - start) for start, end in pairwise(starts)]

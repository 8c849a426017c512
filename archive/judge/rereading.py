"""Tell what a second reading of stored pages changed: page by page, and summed up by site, label and field.

Pure. A page is read again by a newer extractor; that is no change of the article.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archive.model import COMPARED_FIELDS, KEPT, Article, Block, Label

EXAMPLES = 20


class Ending(StrEnum):
    """The outcomes of a stored page that was read again."""

    CHANGED = "changed"
    SAME = "same"
    KEPT = "kept"
    """The new reading found no article, so the old one stays."""
    ADDED = "added"
    """It was refused then, and gives an article now."""
    REFUSED = "refused"
    """It was refused then, and is now."""
    DAMAGED = "damaged"
    """Its stored bytes are not those that were received: they are left, and so is what was read of them."""


@dataclass(frozen=True, slots=True)
class BlockSum:
    """Blocks and the words in them."""

    blocks: int = 0
    words: int = 0

    def __add__(self, other: "BlockSum") -> "BlockSum":
        return BlockSum(self.blocks + other.blocks, self.words + other.words)


BlockSums = Mapping[Label, BlockSum]


@dataclass(frozen=True, slots=True)
class PageReread:
    """A stored page, read again. `number`: of the revision it gave; `fields`: those that differ; `detail`: why none."""

    ending: Ending
    origin: str
    url: str | None = None
    site: str | None = None
    article_id: int | None = None
    number: int | None = None
    fields: tuple[str, ...] = ()
    before: BlockSums = field(default_factory=dict, repr=False)
    after: BlockSums = field(default_factory=dict, repr=False)
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """The changes under one name, a site's or a label's."""

    name: str
    pages: int
    changed: int
    words_before: int
    words_after: int
    blocks_before: int
    blocks_after: int


class RereadingReport:
    """Sums up pages that were read again, as they come.

    `pages`: by ending; `fields`: on how many pages each differs; `kept`: the first pages that give no article any more;
    `damaged`: the first whose stored bytes are.
    """

    def __init__(self) -> None:
        self.pages: Counter[Ending] = Counter()
        self.fields: Counter[str] = Counter()
        self.kept: list[PageReread] = []
        self.damaged: list[PageReread] = []
        self.seconds = 0.0
        self._sites: defaultdict[str, _Sides] = defaultdict(_Sides)
        self._labels: defaultdict[str, _Sides] = defaultdict(_Sides)

    def __repr__(self) -> str:
        endings = ", ".join(f"{count:,} {ending}" for ending, count in self.pages.most_common())
        return f"<RereadingReport {self.pages.total():,} pages: {endings}>"

    def add_page(self, page: PageReread) -> None:
        """Count one page."""
        self.pages[page.ending] += 1
        self.fields.update(page.fields)
        if page.ending is Ending.KEPT and len(self.kept) < EXAMPLES:
            self.kept.append(page)
        if page.ending is Ending.DAMAGED and len(self.damaged) < EXAMPLES:
            self.damaged.append(page)
        changed = page.ending in (Ending.CHANGED, Ending.ADDED)
        self._sites[page.site or ""].add(_weighed(page.before), _weighed(page.after), changed=changed)
        for label in page.before.keys() | page.after.keys():
            here, there = page.before.get(label, BlockSum()), page.after.get(label, BlockSum())
            self._labels[label].add(here, there, changed=here != there)

    def by_site(self) -> Iterator[Line]:
        """Give words kept and blocks stripped, before and after; the sites with most changed pages first."""
        return _lines(self._sites)

    def by_label(self) -> Iterator[Line]:
        """Give words and blocks of each label, before and after; those on most changed pages first."""
        return _lines(self._labels)


@dataclass(slots=True)
class _Sides:
    pages: int = 0
    changed: int = 0
    before: BlockSum = BlockSum()
    after: BlockSum = BlockSum()

    def add(self, before: BlockSum, after: BlockSum, *, changed: bool) -> None:
        self.pages += 1
        self.changed += changed
        self.before += before
        self.after += after


def sums_by_label(blocks: Iterable[Block]) -> BlockSums:
    """Sum up blocks and words by label."""
    from archive.extraction.assemble import word_count  # a tenth of a second that no question has to wait for

    found: dict[Label, BlockSum] = {}
    for block in blocks:
        found[block.label] = found.get(block.label, BlockSum()) + BlockSum(1, word_count(block.text))
    return found


def differing_fields(old: Article, new: Article) -> tuple[str, ...]:
    """Name the fields in which two readings of a page differ; tags and credits are compared without their order."""
    return tuple(name for name in COMPARED_FIELDS if _comparable(old, name) != _comparable(new, name))


def _comparable(article: Article, name: str) -> object:
    """Give a field's value without the order that does not count."""
    value = getattr(article, name)
    if name == "tags":
        return frozenset(value)
    return sorted(map(repr, value)) if name == "credits" else value


def _weighed(page: BlockSums) -> BlockSum:
    """Sum up what counts of a page: the blocks that are stripped, and the words that are kept."""
    return BlockSum(
        blocks=sum(total.blocks for label, total in page.items() if label not in KEPT),
        words=sum(total.words for label, total in page.items() if label in KEPT),
    )


def _lines(sides: Mapping[str, _Sides]) -> Iterator[Line]:
    """Give a line for each name, those with most changed pages first."""
    for name, side in sorted(sides.items(), key=lambda item: (-item[1].changed, -item[1].pages, item[0])):
        words, blocks = (side.before.words, side.after.words), (side.before.blocks, side.after.blocks)
        yield Line(name, side.pages, side.changed, *words, *blocks)

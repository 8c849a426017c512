"""An article and its parts: labelled blocks, credits, what the page says about itself; or why a page holds none.

Which columns an article has is told here alone, in the metadata of its fields: rows, stored articles and rereadings
follow `ARTICLE_COLUMNS`, `REVISION_COLUMNS`, `REMEMBERED_COLUMNS` and `COMPARED_FIELDS` at the end of this file.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import Any, Final

from archive.model.short_repr import short_repr


class Label(StrEnum):
    """Name what a block is. The first four make the body; the rest is stripped, and kept beside it."""

    BODY = "body"
    SUBHEADING = "subheading"
    LIST = "list"
    QUOTE = "quote"
    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    CAPTION = "caption"
    BYLINE = "byline"
    DATELINE = "dateline"
    DATE = "date"
    CREDIT = "credit"
    RELATED = "related"
    PROMO = "promo"
    SHARE = "share"
    NAVIGATION = "navigation"
    LEGAL = "legal"
    COMMENT = "comment"


KEPT = frozenset({Label.BODY, Label.SUBHEADING, Label.LIST, Label.QUOTE})


class Role(StrEnum):
    """Name what an organisation has to do with the story, strongest first: the order is that of `rank`."""

    AGENCY = "agency"
    ORIGIN = "origin"
    PRESS_RELEASE = "press_release"
    CONTRIBUTOR = "contributor"

    @property
    def rank(self) -> int:
        """Give the place in the order of strength: 0 for the strongest."""
        return _RANKS[self]


_RANKS: Final = {role: place for place, role in enumerate(Role)}


class Confidence(StrEnum):
    """Tell how sure a credit is.

    `certain`: a known organisation in a known form of words. `likely`: a name no list knows.
    """

    CERTAIN = "certain"
    LIKELY = "likely"


class Reason(StrEnum):
    """Tell why a capture holds no article."""

    EMPTY = "empty"
    BINARY = "binary"
    TOO_LARGE = "too large"
    NOT_A_PAGE = "not a page"
    NO_ARTICLE = "no article"
    INDEX_PAGE = "index page"
    ERROR_PAGE = "error page"
    CONSENT_WALL = "consent wall"
    HUNG = "took too long"
    CRASHED = "crashed the extractor"
    SUSPECT = "suspect"

    @property
    def ended_process(self) -> bool:
        """Tell whether the page ended the process that read it: another time it may not."""
        return self in (Reason.HUNG, Reason.CRASHED)


_OWN: Final = {"own": True}
"""Marks words that are this program's own, not the page's: they need no cleaning."""


@dataclass(frozen=True, slots=True)
class Block:
    """One visible run of text, its label and the rule that gave it. `text` is one line, white space collapsed."""

    position: int
    text: str
    label: Label
    rule: str = field(metadata=_OWN)

    @property
    def kept(self) -> bool:
        """Tell whether the block is part of the body."""
        return self.label in KEPT

    def __repr__(self) -> str:
        return short_repr("Block", f"{self.position} {self.label} ({self.rule})", self.text)


@dataclass(frozen=True, slots=True)
class Credit:
    """An organisation named as where the story, or a part of it, comes from.

    `organization` is the canonical name, `credited_as` the name as printed, `evidence` the words on the page,
    `position` the block they stand in (None: a meta tag or JSON-LD), `rule` what recognised them.
    """

    organization: str
    role: Role
    credited_as: str
    evidence: str
    rule: str = field(metadata=_OWN)
    confidence: Confidence
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """The words of a byline beside an author's name.

    `role`: as printed ("Staff Writer"); `organization`: whom the person writes for, by its canonical name if it is
    known; `place`: where the person reported from.
    """

    author: str
    role: str | None = None
    organization: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """A page's statements about itself.

    `url` is the canonical link if the page has one; `publisher` the JSON-LD publisher; `signatures` are of those
    authors of whom the page says more than the name.
    """

    url: str | None = None
    site_name: str | None = None
    publisher: str | None = None
    title: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    section: str | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    published_at: str | None = None
    modified_at: str | None = None
    flags: tuple[str, ...] = ()
    published_day: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A labelled page, as the pure side hands it to the writer. Pickles; holds no tree.

    `sketch`: of the kept blocks, as `extraction.likeness` gives it.
    """

    metadata: Metadata
    blocks: tuple[Block, ...]
    credits: tuple[Credit, ...]
    sketch: tuple[int, ...] = ()

    def __reduce__(self) -> tuple[Callable[..., "Draft"], tuple[object, ...]]:
        # hundreds of blocks come out of a page's process: pickled one by one, they take several times as long
        rows = [(block.position, block.text, block.label, block.rule) for block in self.blocks]
        return _unpickled, (self.metadata, rows, self.credits, self.sketch)

    def __repr__(self) -> str:
        kept = sum(block.kept for block in self.blocks)
        return short_repr("Draft", self.metadata.title, f"{kept} of {len(self.blocks)} blocks kept")


def _unpickled(metadata: Metadata, blocks: list[Any], credits: tuple[Credit, ...], sketch: tuple[int, ...]) -> Draft:
    return Draft(metadata, tuple(Block(*block) for block in blocks), credits, sketch)


_Marks = Mapping[str, bool]
_COLUMN: Final[_Marks] = {"articles": True, "compared": True}
"""A column of `articles` that two readings of a page are compared by."""
_REMEMBERED: Final[_Marks] = {**_COLUMN, "remembered": True}
"""One that keeps its value when a newer page no longer gives one."""
_TEXT: Final[_Marks] = {**_COLUMN, "revisions": True}
"""One that each revision has too."""
_GIVEN: Final[_Marks] = {"articles": True}
"""One that follows from the address or the text, and is not compared beside them."""
_PART: Final[_Marks] = {"compared": True}
"""One that has a table, or a form, of its own."""


@dataclass(frozen=True, slots=True)
class Article:
    """What one canonical URL says. A field marked as a column has the name of that column of the table `articles`.

    `url`: canonical, or `file:sha256-<32 hex>` of the payload where the page has no address. `body`: paragraphs joined
    by a blank line. `source`: the principal credit (agency > origin > press release), else the publisher. `reporting`:
    own, syndicated or mixed. `digest`: of the clean text. `blocks`: every block of the page in page order, kept and
    stripped. `signatures`: of those authors of whom the page says more than the name. `flags`: what is odd about it;
    a column too, as JSON. `published_at` is in UTC, `published_day` the day as the outlet's own clock has it.
    """

    url: str = field(metadata=_GIVEN)
    site: str | None = field(metadata=_GIVEN)
    site_name: str | None = field(metadata=_REMEMBERED)
    title: str | None = field(metadata=_TEXT)
    standfirst: str | None = field(metadata=_TEXT)
    body: str = field(metadata=_TEXT)
    byline: str | None = field(metadata=_TEXT)
    source: str | None = field(metadata=_COLUMN)
    reporting: str = field(metadata=_COLUMN)
    section: str | None = field(metadata=_REMEMBERED)
    language: str | None = field(metadata=_REMEMBERED)
    published_at: str | None = field(metadata=_REMEMBERED)
    modified_at: str | None = field(metadata=_REMEMBERED)
    authors: tuple[str, ...] = field(metadata=_PART)
    tags: tuple[str, ...] = field(metadata=_PART)
    flags: tuple[str, ...] = field(metadata=_PART)
    credits: tuple[Credit, ...] = field(metadata=_PART)
    blocks: tuple[Block, ...] = field(metadata=_PART)
    word_count: int = field(metadata=_GIVEN)
    digest: str = field(metadata={**_GIVEN, "revisions": True})
    extractor: str = field(metadata={"revisions": True})
    signatures: tuple[Signature, ...] = field(default=(), metadata=_PART)
    published_day: str | None = field(default=None, metadata=_REMEMBERED)

    def __repr__(self) -> str:
        facts = self.site, self.source, self.published_at, f"{self.word_count:,} words"
        return short_repr("Article", self.title or self.url, *facts)


def _marked(mark: str) -> tuple[str, ...]:
    """List the fields of an article that carry a mark, in their order."""
    return tuple(one.name for one in fields(Article) if one.metadata.get(mark))


ARTICLE_COLUMNS: Final = _marked("articles")
"""Fields that are columns of `articles` as they are; `flags` is one as JSON."""
REVISION_COLUMNS: Final = _marked("revisions")
"""Fields that are columns of `revisions`: what an article said then."""
REMEMBERED_COLUMNS: Final = _marked("remembered")
"""Columns of `articles` that keep their value when a newer page no longer gives one."""
COMPARED_FIELDS: Final = _marked("compared")
"""Fields in which two readings of one page may differ; its address, and what follows from its text, are left out."""


@dataclass(frozen=True, slots=True)
class Rejected:
    """A capture that holds no article, and why. `detail` is one clear line for a person."""

    reason: Reason
    detail: str

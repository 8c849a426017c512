"""The frozen values that cross floors; the words are those of the README's glossary.

Times are strings: UTC, ISO 8601, only as precise as what the page gave (`2026-11-22` or `2026-11-22T09:30:00Z`).
Unknown is None, never an empty string.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any


class Label(StrEnum):
    """What a block is. The first four make the body; the rest is stripped, and kept beside it."""

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

SHOWN = 80
"""Characters of a text that a value shows of itself, in a notebook or a log."""


def _short(kind: str, *facts: str | None) -> str:
    """Name a value in one line: `<Article Storm surge · harbour.example · Reuters>`."""
    shown = (" ".join(fact[: 2 * SHOWN].split()) for fact in facts if fact)
    return f"<{kind} {' · '.join(text if len(text) <= SHOWN else f'{text[: SHOWN - 1]}…' for text in shown)}>"


class Role(StrEnum):
    """What an organisation has to do with the story, strongest first."""

    AGENCY = "agency"
    ORIGIN = "origin"
    PRESS_RELEASE = "press_release"
    CONTRIBUTOR = "contributor"


class Confidence(StrEnum):
    """`certain`: a known organisation in a known form of words. `likely`: a name no list knows."""

    CERTAIN = "certain"
    LIKELY = "likely"


class Reason(StrEnum):
    """Why a capture holds no article."""

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


class Cause(StrEnum):
    """Why a fetch gave no page: few words to count by; the sentence for a person stands beside them."""

    ADDRESS = "address"
    ROBOTS = "robots"
    DNS = "dns"
    CONNECTION = "connection"
    TLS = "tls"
    TIMEOUT = "timeout"
    STATUS = "status"
    REDIRECTS = "redirects"
    MEDIA_TYPE = "media type"
    TOO_LARGE = "too large"
    BROKEN = "broken answer"


class Outcome(StrEnum):
    """What an ingest did with one capture."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Capture:
    """One file or response as received. `origin` is what a person calls it (a path, a URL); `url` its address, if any.

    `moved_to`: where `origin` leads by permanent redirects (301, 308) alone, up to the first that is not; None if it
    stayed. `received`: bytes of the body on the wire, before it was unpacked.
    """

    origin: str
    payload: bytes
    captured_at: str
    url: str | None = None
    media_type: str | None = None
    charset: str | None = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    moved_to: str | None = None
    received: int | None = None

    def __repr__(self) -> str:
        return _short("Capture", self.origin, f"{len(self.payload):,} bytes", self.media_type, self.captured_at)


@dataclass(frozen=True, slots=True)
class Request:
    """A URL to fetch. With validators (of its last response, as sent) only what changed since is sent."""

    url: str
    etag: str | None = None
    last_modified: str | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """304: the site says that nothing changed since the response with those validators. `origin`: the URL as asked."""

    origin: str
    checked_at: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A target that gave no capture: its name, and one clear line on what happened and what to do.

    From the web also when, the cause, the HTTP status of the last answer, and when the site wants to be asked again.
    """

    origin: str
    message: str
    at: str | None = None
    cause: Cause | None = None
    status: int | None = None
    retry_at: str | None = None


Fetched = Capture | NotModified | Unreadable


class ListingKind(StrEnum):
    """What lists a site's articles: a feed (RSS, Atom, JSON Feed), a sitemap, or any page of the site, which leads to
    both."""

    FEED = "feed"
    SITEMAP = "sitemap"
    SITE = "site"


@dataclass(frozen=True, slots=True)
class Listing:
    """A place that lists articles; `etag`, `last_modified` and `read_at` are of the last time that it was read."""

    url: str
    kind: ListingKind
    etag: str | None = None
    last_modified: str | None = None
    read_at: str | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "kind", ListingKind(self.kind))  # its plain text is taken too, all else a ValueError


@dataclass(frozen=True, slots=True)
class ListedArticle:
    """An article's URL, in canonical spelling, and the URL of the listing that has it."""

    url: str
    listing: str


@dataclass(frozen=True, slots=True)
class ListingRead:
    """A listing was read: `listing` carries its new validators, `found` counts what it had (0 where nothing changed).

    Where it could not be read, `failure` says why. `received`: bytes on the wire, with those of the files it names.
    `moved_to`: its address from now on, where a permanent redirect says so.
    """

    listing: Listing
    found: int = 0
    failure: Unreadable | None = None
    received: int = 0
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class News:
    """What a night found in the feeds and sitemaps that are followed.

    `listings`: those that were read; `pages`: new pages asked for, `outcomes`: what became of those that came;
    `failed`: listings and pages that did not come, by cause, and by host; `bytes` of all of it on the wire.
    """

    listings: int = 0
    pages: int = 0
    outcomes: dict[str, int] = field(default_factory=dict)
    failed: dict[str, int] = field(default_factory=dict)
    failed_hosts: dict[str, int] = field(default_factory=dict)
    bytes: int = 0


@dataclass(frozen=True, slots=True)
class Block:
    """One visible run of text, its label and the rule that gave it. `text` is one line, white space collapsed."""

    position: int
    text: str
    label: Label
    rule: str

    @property
    def kept(self) -> bool:
        """Tell whether the block is part of the body."""
        return self.label in KEPT

    def __repr__(self) -> str:
        return _short("Block", f"{self.position} {self.label} ({self.rule})", self.text)


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
    rule: str
    confidence: Confidence
    position: int | None = None


@dataclass(frozen=True, slots=True)
class Signature:
    """What a byline says beside an author's name.

    `role`: as printed ("Staff Writer"); `organization`: whom the person writes for, by its canonical name if it is
    known; `place`: where the person reported from.
    """

    author: str
    role: str | None = None
    organization: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page says about itself.

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


@dataclass(frozen=True, slots=True)
class Draft:
    """A labelled page: what the pure side hands to the writer. Pickles; holds no tree.

    `sketch`: of the kept blocks, as `extract.sketch.sketch` gives it.
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
        return _short("Draft", self.metadata.title, f"{kept} of {len(self.blocks)} blocks kept")


def _unpickled(metadata: Metadata, blocks: list[Any], credits: tuple[Credit, ...], sketch: tuple[int, ...]) -> Draft:
    return Draft(metadata, tuple(Block(*block) for block in blocks), credits, sketch)


@dataclass(frozen=True, slots=True)
class Article:
    """What one canonical URL says. The fields are the columns of the table `articles`.

    `url`: canonical, or `file:sha256-<32 hex>` of the payload where the page has no address. `body`: paragraphs joined
    by a blank line. `source`: the principal credit (agency > origin > press release), else the publisher. `reporting`:
    own, syndicated or mixed. `digest`: of the clean text. `blocks`: every block of the page in page order, kept and
    stripped. `signatures`: of those authors of whom the page says more than the name.
    """

    url: str
    site: str | None
    site_name: str | None
    title: str | None
    standfirst: str | None
    body: str
    byline: str | None
    source: str | None
    reporting: str
    section: str | None
    language: str | None
    published_at: str | None
    modified_at: str | None
    authors: tuple[str, ...]
    tags: tuple[str, ...]
    flags: tuple[str, ...]
    credits: tuple[Credit, ...]
    blocks: tuple[Block, ...]
    word_count: int
    digest: str
    extractor: str
    signatures: tuple[Signature, ...] = ()

    def __repr__(self) -> str:
        facts = self.site, self.source, self.published_at, f"{self.word_count:,} words"
        return _short("Article", self.title or self.url, *facts)


@dataclass(frozen=True, slots=True)
class Rejected:
    """A capture that holds no article, and why. `detail` is one clear line for a person."""

    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Extracted:
    """A capture after extraction, ready to be stored. `capture` has lost its payload: it is here as one zstd frame.

    `payload_digest`: sha256, 64 hex digits; `payload_size`: bytes before compression.
    """

    capture: Capture
    payload_digest: str
    payload_size: int
    payload_zstd: bytes = field(repr=False)
    result: Draft | Rejected


@dataclass(frozen=True, slots=True)
class PageResult:
    """What happened to one target, as printed. `detail` is the reason of a refusal or failure, or the URL a duplicate
    repeats."""

    outcome: Outcome
    origin: str
    url: str | None = None
    article_id: int | None = None
    site: str | None = None
    title: str | None = None
    source: str | None = None
    words: int = 0
    stripped: int = 0
    detail: str | None = None


@dataclass(frozen=True, slots=True)
class IngestReport:
    """What one ingest did: pages by outcome, and the seconds it took."""

    counts: Mapping[Outcome, int]
    seconds: float

    @property
    def pages(self) -> int:
        """Count all of them, refused and failed ones too."""
        return sum(self.counts.values())

    def __repr__(self) -> str:
        counts = ", ".join(f"{count:,} {outcome}" for outcome, count in self.counts.items())
        return f"<IngestReport {self.pages:,} pages in {self.seconds:.1f} s: {counts}>"


@dataclass(frozen=True, slots=True)
class Intake:
    """A capture ready to be stored: what it says, and its payload compressed with Zstandard.

    `capture`: its own payload may be left empty. `payload_digest`, `payload_size`: of the bytes as received.
    `sketch`: of the text, so that it is known again on other sites.
    """

    capture: Capture
    payload_digest: str
    payload_size: int
    payload_zstd: bytes = field(repr=False)
    result: Article | Rejected
    sketch: tuple[int, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found. `snippet`: where its words stand in the text; `rank`: higher is better."""

    article_id: int
    url: str
    site: str | None
    title: str | None
    source: str | None
    published_at: str | None
    snippet: str
    rank: float


@dataclass(frozen=True, slots=True)
class Difference:
    """Where two texts first and last differ: some words of each from there on, or up to there; "" where one ends."""

    first: tuple[str, str]
    last: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Story:
    """A text that several sites printed. `title`, `url`: of the copy the archive stored first; `sites`: different ones.

    `credits`: organisations that copies print as their source, most frequent first; `silent`: copies that name no
    agency where another does.
    """

    story: int
    copies: int
    sites: int
    first_seen_at: str
    credits: tuple[str, ...]
    silent: int
    title: str | None
    url: str


@dataclass(frozen=True, slots=True)
class Copy:
    """An article of a story. `share_changed`: of its words, against the copy stored first, 0 to 1.

    `credits`: organisations printed on its page; `inferred`: agencies that only another copy names. `difference`: where
    the two texts first and last part, None if they do not.
    """

    article_id: int
    url: str
    site: str | None
    title: str | None
    source: str | None
    credits: tuple[str, ...]
    inferred: tuple[str, ...]
    published_at: str | None
    first_seen_at: str
    share_changed: float
    difference: Difference | None

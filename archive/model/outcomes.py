"""Results and answers: the outcomes of an ingest, hits of a search, copies of a story."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from archive.model.articles import Article, Draft, Rejected
from archive.model.captures import Capture


class Outcome(StrEnum):
    """Name what an ingest did with one capture."""

    ADDED = "added"
    REVISED = "revised"
    UNCHANGED = "unchanged"
    DUPLICATE = "duplicate"
    REFUSED = "refused"
    FAILED = "failed"


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
class Intake:
    """A capture ready to be stored: what it says, and its payload compressed with Zstandard.

    `capture`: its own payload may be left empty. `payload_digest`, `payload_size`: of the bytes as received.
    `sketch`: of the text, so that it is known again on other sites. `names`: what the page calls its house.
    """

    capture: Capture
    payload_digest: str
    payload_size: int
    payload_zstd: bytes = field(repr=False)
    result: Article | Rejected
    sketch: tuple[int, ...] = field(default=(), repr=False)
    names: tuple[str, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class PageResult:
    """The fate of one target, as printed.

    `detail`: the reason of a refusal or failure, or the URL a duplicate repeats.
    """

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
    """What one ingest did: pages by outcome, and the seconds it took.

    `passed_over`: by target and reason, how many files and records in it are no pages, and were not named themselves.
    """

    counts: Mapping[Outcome, int]
    seconds: float
    passed_over: Mapping[tuple[str, str], int] = field(default_factory=dict)

    @property
    def pages(self) -> int:
        """Count all of them, refused and failed ones too."""
        return sum(self.counts.values())

    def __repr__(self) -> str:
        counts = ", ".join(f"{count:,} {outcome}" for outcome, count in self.counts.items())
        return f"<IngestReport {self.pages:,} pages in {self.seconds:.1f} s: {counts}>"


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
    provenance: str = "unknown"


@dataclass(frozen=True, slots=True)
class Difference:
    """The first and the last place where two texts differ.

    Some words of each from there on, or up to there; "" where one ends.
    """

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

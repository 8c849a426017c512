"""Articles and pages as the archive holds them: with what it knows beside."""

from dataclasses import dataclass
from typing import Final

from archive.model.articles import Article
from archive.model.captures import Capture
from archive.model.rights import RightsStatements


@dataclass(frozen=True, slots=True)
class InferredCredit:
    """An agency whose text an article prints without naming it. `from_article_id`: the copy that names it."""

    organization: str
    from_article_id: int


ARCHIVE_COLUMNS: Final = (
    *("id", "status", "first_seen_at", "last_seen_at", "last_changed_at", "story_id", "share_changed"),
    *("provenance", "provenance_evidence", "origin", "origin_file", "origin_record", "origin_offset"),
    "rights",
)
"""Fields of a stored article that are columns of the database, and not of the page."""


@dataclass(frozen=True, slots=True)
class StoredArticle:
    """An article and what the archive knows of it.

    `revision`: number of the newest. `urls`: all that lead to it. `provenance`: own, syndicated, mixed or unknown, as
    far as all copies of its story tell; `provenance_evidence`: printed, inferred, or None where nobody is credited.
    `inferred`: who is credited by other copies alone. `share_changed`: of its words, against the story's first copy.
    `origin`: the file or URL that its newest text was read from; where an archive file held it, `origin_file` is that,
    `origin_record` its record's id or name there, `origin_offset` the byte at which the record begins.
    `rights`: what that page and its site state on the use of the text, word for word, each with its place; None where
    nobody looked.
    """

    id: int
    article: Article
    status: str
    first_seen_at: str
    last_seen_at: str
    last_changed_at: str
    revision: int
    story_id: int | None
    urls: tuple[str, ...]
    provenance: str = "unknown"
    provenance_evidence: str | None = None
    inferred: tuple[InferredCredit, ...] = ()
    share_changed: float | None = None
    origin: str | None = None
    origin_file: str | None = None
    origin_record: str | None = None
    origin_offset: int | None = None
    rights: RightsStatements | None = None

    def __repr__(self) -> str:
        return f"<StoredArticle {self.id} · {self.status} · revision {self.revision} · {self.article!r}>"


@dataclass(frozen=True, slots=True)
class StoredCapture:
    """A page as it was received, and what came of it.

    `article_url`: of the article that it gave; `article`: that one whole, where its newest text was read from here.
    `refused`, `detail`: why it gave none.
    """

    capture: Capture
    article_url: str | None = None
    article: StoredArticle | None = None
    refused: str | None = None
    detail: str | None = None

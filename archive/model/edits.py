"""Edits: what an article said otherwise than before, in which words, and whether the site says so."""

from dataclasses import dataclass, field
from typing import Literal

Disclosure = Literal["notice", "time"]
"""How a site says that it changed an article: by a correction notice in the text, or by a newer time of change."""


@dataclass(frozen=True, slots=True)
class ChangedWords:
    """Words that went and words that came in one place of a `field`; "" where nothing stands on that side."""

    field: str
    gone: str
    new: str


@dataclass(frozen=True, slots=True)
class Edit:
    """A revision that is not the first. `kind`: as `revisions.change` has it; `disclosed`: None if it was silent."""

    article_id: int
    url: str
    site: str | None
    title: str | None
    number: int
    seen_at: str
    kind: str
    disclosed: Disclosure | None
    words: tuple[ChangedWords, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class SiteEdits:
    """The edits of one site. `edited`: articles that were; `notice`, `time`, `silent`: edits by how they were told.

    `silent_share`: of its edits, 0 to 1.
    """

    site: str | None
    articles: int
    edited: int
    edits: int
    notice: int
    time: int
    silent: int
    silent_share: float

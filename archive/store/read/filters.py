"""Which articles are meant: by site, source, date of publication, language, provenance, author, flag."""

import json
import re
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, not_, or_, select

from archive import urls
from archive.errors import UsageError
from archive.model import Flag
from archive.store.statements import loosely_contains
from archive.store.tables import ArticleAuthors, Articles, Authors, Captures, Revisions

_TIME = re.compile(r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d(:\d\d)?Z?)?)?)?")
PROVENANCES: Final = ("own", "syndicated", "mixed", "unknown")
FLAGS: Final = tuple(flag.value for flag in Flag)

AFTER: Final = "~"
"""Sorts after every character a time is written with: what begins with `2026-11` is before `2026-11~`."""


@dataclass(frozen=True, slots=True)
class Filter:
    """Conditions that all hold; None: any.

    `site`: registrable domain, or any URL or host of it. `source`: as `articles.source` names it, in any case.
    `since`, `until`: published then or later, then or before, as `2026`, `2026-11`, `2026-11-22` or a time; articles
    without a date are left out. `language`: a code; `pt` means `pt-BR` too. `provenance`: own, syndicated, mixed or
    unknown, as `articles.provenance` has it. `rights`: its page or site states something on the use of its text with
    these words in it, or in the name of the place, in any case (`*`: anything); `without_rights`: nothing with these
    words, as far as its capture was looked at.
    `author`: a person's name as bylines print it. `flag`: what is odd about it, such as paywalled. Raises UsageError
    for what is no date, no provenance or no flag.
    """

    site: str | None = None
    source: str | None = None
    since: str | None = None
    until: str | None = None
    language: str | None = None
    provenance: str | None = None
    rights: str | None = None
    without_rights: str | tuple[str, ...] = ()
    author: str | None = None
    flag: str | None = None

    def __post_init__(self) -> None:
        check_time("since", self.since)
        check_time("until", self.until)
        if self.provenance not in (None, *PROVENANCES):
            raise UsageError.unknown("provenance", self.provenance, PROVENANCES, where="--provenance")
        if self.flag is not None and self.flag not in FLAGS:
            raise UsageError.unknown("flag", self.flag, FLAGS, where="--flag")

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions on the table `articles`."""
        found: list[ColumnElement[bool]] = []
        if self.site is not None:
            found.append(Articles.site == named_site(self.site))
        if self.source is not None:
            found.append(func.lower(Articles.source) == func.lower(self.source))
        if self.since is not None:
            found.append(Articles.published_at >= self.since)
        if self.until is not None:
            found.append(Articles.published_at < self.until + AFTER)
        if self.language is not None:
            found.append(or_(Articles.language == self.language, Articles.language.startswith(self.language + "-")))
        if self.provenance is not None:
            found.append(Articles.provenance == self.provenance)
        if self.rights is not None:
            found.append(_stated(_says(self.rights)))
        for words in (self.without_rights,) if isinstance(self.without_rights, str) else self.without_rights:
            found.append(_stated(not_(_says(words))))
        if self.author is not None:
            signed = select(ArticleAuthors.article_id).join(Authors, Authors.id == ArticleAuthors.author_id)
            found.append(Articles.id.in_(signed.where(Authors.name == self.author)))
        if self.flag is not None:
            found += [Articles.flags.is_not(None), Articles.flags.contains(f'"{self.flag}"')]
        return found


def _stated(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Give a condition on the capture that the newest text is from; false where nobody looked at its rights."""
    newest = select(Captures.id).join(Revisions, Revisions.capture_id == Captures.id)
    return newest.where(Revisions.id == Articles.revision_id, condition).exists()


def _says(words: str) -> ColumnElement[bool]:
    if words == "*":
        return Captures.rights != "[]"
    return loosely_contains(Captures.rights, json.dumps(words, ensure_ascii=False)[1:-1])


def check_time(name: str, time: str | None) -> None:
    """Raise UsageError for what is no date and no time."""
    if time is not None and not _TIME.fullmatch(time):
        raise UsageError(f"{time!r} is no date; write 2026, 2026-11 or 2026-11-22", where=f"--{name}")


def is_article() -> ColumnElement[bool]:
    """Give the condition that a row of `articles` is an article, not a product's, a forum's or the like."""
    return or_(Articles.flags.is_(None), not_(_flagged()))


def no_articles() -> Select[int]:
    """Give the numbers of the pages that are no articles: few, and found by an index of their own."""
    return select(Articles.id).where(no_article())


def no_article() -> ColumnElement[bool]:
    """Give the condition that a row of `articles` is a page that is no article, as the index of flags finds it."""
    return and_(Articles.flags.is_not(None), _flagged())


def _flagged() -> ColumnElement[bool]:
    return Articles.flags.contains(f'"{Flag.NOT_AN_ARTICLE}"')


def named_site(text: str | None) -> str | None:
    """Give the site that a person means by its domain, a host or a URL of it."""
    if text is None:
        return None
    return urls.site_of(text if "://" in text else f"https://{text}") or text

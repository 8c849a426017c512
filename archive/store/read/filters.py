"""Which articles are meant: by site, source, date of publication, language, provenance, author, flag."""

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from archive import urls
from archive.errors import UsageError
from archive.model import Flag

if TYPE_CHECKING:
    from sqlalchemy import ColumnExpressionArgument  # loaded where a statement is made with it

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

    def plain_conditions(self) -> dict[str, dict[str, str]]:
        """Give the conditions on the table `articles` as SQL, each with the values of its parameters."""
        site, until = named_site(self.site), None if self.until is None else self.until + AFTER
        found = {
            sql: {name: value}
            for name, value, sql in (
                ("wanted_site", site, "articles.site = :wanted_site"),
                ("wanted_source", self.source, "lower(articles.source) = lower(:wanted_source)"),
                ("wanted_since", self.since, "articles.published_at >= :wanted_since"),
                ("wanted_until", until, "articles.published_at < :wanted_until"),
                ("wanted_language", self.language, _LANGUAGE),
                ("wanted_provenance", self.provenance, "articles.provenance = :wanted_provenance"),
                ("wanted_author", self.author, _SIGNED),
                ("wanted_flag", self.flag and f'%"{self.flag}"%', _FLAGGED.format(":wanted_flag")),
            )
            if value is not None
        }
        if self.rights is not None:
            found |= _stated("", "wanted_rights", self.rights)
        without = (self.without_rights,) if isinstance(self.without_rights, str) else self.without_rights
        for number, words in enumerate(without):
            found |= _stated("NOT ", f"unwanted_rights_{number}", words)
        return found

    def conditions(self) -> "list[ColumnExpressionArgument[bool]]":
        """Give the same as SQLAlchemy takes them, for a statement that has the table."""
        from sqlalchemy import text

        return [text(sql).bindparams(**values) for sql, values in self.plain_conditions().items()]


_LANGUAGE: Final = "(articles.language = :wanted_language OR articles.language LIKE :wanted_language || '-%')"
_SIGNED: Final = (
    "articles.id IN (SELECT article_authors.article_id FROM article_authors"
    " JOIN authors ON authors.id = article_authors.author_id WHERE authors.name = :wanted_author)"
)
_STATED: Final = (
    "EXISTS (SELECT 1 FROM captures JOIN revisions ON revisions.capture_id = captures.id"
    " WHERE revisions.id = articles.revision_id AND {})"
)
_FLAGGED: Final = "(articles.flags IS NOT NULL AND articles.flags LIKE {})"

_NO_KIND: Final = f"kinds.flags LIKE '%\"{Flag.NOT_AN_ARTICLE}\"%'"
NO_ARTICLE: Final = _FLAGGED.format(f"'%\"{Flag.NOT_AN_ARTICLE}\"%'")
"""That a row of `articles` is a page that is no article, as the index of flags finds it."""
NO_ARTICLES: Final = (
    "WITH RECURSIVE kinds (flags) AS (SELECT min(articles.flags) FROM articles WHERE articles.flags IS NOT NULL"
    " UNION ALL SELECT (SELECT min(articles.flags) FROM articles WHERE articles.flags > kinds.flags) FROM kinds"
    " WHERE kinds.flags IS NOT NULL)"
    f" SELECT articles.id FROM articles WHERE articles.flags IN (SELECT kinds.flags FROM kinds WHERE {_NO_KIND})"
)
"""Selects their numbers, by going through the kinds of flags and not through all that have flags."""
IS_ARTICLE: Final = f"(articles.flags IS NULL OR articles.flags NOT LIKE '%\"{Flag.NOT_AN_ARTICLE}\"%')"
"""That a row of `articles` is an article, not a product's, a forum's or the like."""


def _stated(negated: str, name: str, words: str) -> dict[str, dict[str, str]]:
    """Give a condition on the capture that the newest text is from; false where nobody looked at its rights.

    The words stand there in any case; `*`: any words.
    """
    if words == "*":
        return {_STATED.format(f"{negated}captures.rights <> '[]'"): {}}
    like = f"{negated}lower(captures.rights) LIKE lower(:{name}) ESCAPE '/'"
    return {_STATED.format(like): {name: f"%{escape_like(json.dumps(words, ensure_ascii=False)[1:-1])}%"}}


def check_time(name: str, time: str | None) -> None:
    """Raise UsageError for what is no date and no time."""
    if time is not None and not _TIME.fullmatch(time):
        raise UsageError(f"{time!r} is no date; write 2026, 2026-11 or 2026-11-22", where=f"--{name}")


def is_article() -> "ColumnExpressionArgument[bool]":
    """Give IS_ARTICLE as SQLAlchemy takes it."""
    from sqlalchemy import text

    return text(IS_ARTICLE)


def wanted_values(wanted: Filter) -> dict[str, Any]:
    """Give the values of the parameters in its conditions."""
    return {name: value for values in wanted.plain_conditions().values() for name, value in values.items()}


def escape_like(text: str) -> str:
    """Write a text as a pattern of LIKE that means itself, with `/` to escape."""
    return text.replace("/", "//").replace("%", "/%").replace("_", "/_")


def named_site(text: str | None) -> str | None:
    """Give the site that a person means by its domain, a host or a URL of it."""
    if text is None:
        return None
    return urls.site_of(text if "://" in text else f"https://{text}") or text

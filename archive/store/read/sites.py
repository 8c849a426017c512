"""The archive's sites in figures, and those whose figures jumped: where a layout changed, or the extractor fails."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import median
from typing import Any, Final, NamedTuple, TypeVar

from sqlalchemy import Connection, select

from archive.store.database import Database
from archive.store.plain import PlainSelect
from archive.store.read.filters import IS_ARTICLE
from archive.store.tables import Articles, Sites

Value = TypeVar("Value")

NEWEST = 20
"""Articles of a site that are compared with those before, if nobody says otherwise."""
EARLIER = 200
"""Those before them: at least as many, at most so many, the newest."""
ALL = 2**62
"""As many as there are."""

SURE = 4.0
"""Standard errors. Chance alone jumps so far once in 16,000 comparisons."""
_WORDS = log(1.5)
_STRIPPED = 0.15
_SHARE = 0.25
"""What a jump is at least: half as many words again or a third less, 15 points of stripped text, 25 of a share."""
_STEADY = 0.1, 0.02
"""A site that always prints the same length, or strips the same share, is taken to vary by so much."""


@dataclass(frozen=True, slots=True)
class SiteFigures:
    """A site: its publisher's one name, its articles, their median words, and shares of 1.

    Of its text what is stripped; of its articles those without author, date of publication or source, and those of each
    provenance (the rest of 1 is unknown).
    """

    site: str | None
    publisher: str | None
    pages: int
    words: float
    stripped: float
    no_author: float
    no_date: float
    no_source: float
    own: float
    mixed: float
    syndicated: float


@dataclass(frozen=True, slots=True)
class Drift:
    """A figure of a site that jumped: `now` in its newest `pages`, seen `since` then, from `before`."""

    site: str
    figure: str
    before: float
    now: float
    pages: int
    since: str


class _Articles(NamedTuple):
    """What is counted of a site's articles, first seen first: a column each, for all of an archive are counted.

    `text`, `kept`: characters of their pages' blocks, and of those that are their bodies.
    """

    seen_at: tuple[str, ...]
    words: tuple[int, ...]
    text: tuple[int, ...]
    kept: tuple[int, ...]
    no_author: tuple[int, ...]
    no_date: tuple[int, ...]
    no_source: tuple[int, ...]
    provenance: tuple[str, ...]

    @property
    def stripped(self) -> list[float]:
        return [1 - kept / text if text else 0.0 for text, kept in zip(self.text, self.kept, strict=True)]


def site_figures(database: Database, site: str | None = None) -> list[SiteFigures]:
    """Give the figures of all sites, or of one, the largest first; pages without an address are one nameless site."""
    found = []
    with database.reader() as connection:
        known = connection.execute(select(Sites.site, Sites.publisher).where(Sites.publisher.is_not(None)))
        names: dict[str | None, str | None] = {row.site: row.publisher for row in known}
    for name, articles in _by_site(database, site, ALL):
        text, pages = sum(articles.text), len(articles.words)
        found.append(
            SiteFigures(
                site=name,
                publisher=names.get(name),
                pages=pages,
                words=median(articles.words),
                stripped=round(1 - sum(articles.kept) / text, 3) if text else 0.0,
                no_author=_share(articles.no_author),
                no_date=_share(articles.no_date),
                no_source=_share(articles.no_source),
                **{kind: round(articles.provenance.count(kind) / pages, 3) for kind in ("own", "mixed", "syndicated")},
            )
        )
    return sorted(found, key=lambda one: (-one.pages, one.site or ""))


def site_drifts(database: Database, site: str | None = None, *, newest: int = NEWEST) -> list[Drift]:
    """Give the figures that jumped with the `newest` articles of a site, in the order they were first seen in.

    Words and stripped text: the medians before and now differ by more than `SURE` standard errors of a median (1.2533
    sigma / sqrt(n), sigma being 1.4826 median absolute deviations, see P. J. Huber, Robust Statistics), words on a
    logarithmic scale. Shares: by more than `SURE` standard errors of two proportions, pooled. All: by at least what the
    constants above call a jump. Sites with fewer than twice as many articles are not judged.
    """
    return [
        drift
        for name, articles in _by_site(database, site, newest + EARLIER)
        if name is not None and len(articles.words) >= 2 * newest
        for drift in _jumps(name, articles, newest)
    ]


def _jumps(site: str, articles: _Articles, newest: int) -> Iterator[Drift]:
    facts = newest, articles.seen_at[-newest]
    if _apart([log(1 + words) for words in articles.words], newest, _WORDS, _STEADY[0]):
        yield Drift(site, "words", median(articles.words[:-newest]), median(articles.words[-newest:]), *facts)
    stripped = articles.stripped
    if _apart(stripped, newest, _STRIPPED, _STEADY[1]):
        was, now = (round(median(part), 3) for part in _parts(stripped, newest))
        yield Drift(site, "stripped", was, now, *facts)
    for name in ("no_author", "no_date", "no_source"):
        before, after = _parts(getattr(articles, name), newest)
        share, other = _share(before), _share(after)
        pooled = (share * len(before) + other * len(after)) / (len(before) + len(after))
        error = sqrt(pooled * (1 - pooled) * (1 / len(before) + 1 / len(after)))
        if abs(other - share) >= max(_SHARE, SURE * error):
            yield Drift(site, name, share, other, *facts)


def _apart(values: Sequence[float], newest: int, least: float, steady: float) -> bool:
    before, now = _parts(values, newest)
    middle = median(before)
    jump = abs(median(now) - middle)
    if jump < least:
        return False
    sigma = max(1.4826 * median(abs(value - middle) for value in before), steady)
    return jump >= SURE * 1.2533 * sigma * sqrt(1 / len(before) + 1 / len(now))


def _parts(values: Sequence[Value], newest: int) -> tuple[Sequence[Value], Sequence[Value]]:
    """Give the values of the articles before the newest, and of the newest."""
    return values[:-newest], values[-newest:]


def _share(counted: Sequence[int]) -> float:
    return round(sum(counted) / len(counted), 3)


def _by_site(database: Database, site: str | None, most: int) -> Iterator[tuple[str | None, _Articles]]:
    """Give the articles of each site, or of one; the newest, `most` of them. Memory holds one site's.

    Those without an address are a nameless one.
    """
    with database.reader() as connection:
        for name in list(connection.scalars(_SITES)) if site is None else [site]:
            rows = _of_site(connection, name, most)
            if rows:
                yield name, _Articles._make(zip(*reversed(rows), strict=True))


def _of_site(connection: Connection, name: str | None, most: int) -> Sequence[tuple[Any, ...]]:
    if name is None:
        return _NAMELESS.rows(connection, most=most)
    return _OF_SITE.rows(connection, most=most, site=name)


def _select_counted(site: str) -> PlainSelect:
    """Select what is counted of articles, last seen first; the index `ix_articles_figures` holds it all."""
    return PlainSelect(
        "SELECT articles.first_seen_at, articles.word_count, articles.text_length, articles.kept_length,"
        " CASE WHEN EXISTS (SELECT 1 FROM article_authors WHERE article_authors.article_id = articles.id)"
        " THEN 0 ELSE 1 END,"
        " CASE WHEN articles.published_at IS NOT NULL THEN 0 ELSE 1 END,"
        " CASE WHEN articles.source IS NOT NULL THEN 0 ELSE 1 END, articles.provenance"
        f" FROM articles WHERE {IS_ARTICLE} AND articles.site {site}"
        " ORDER BY articles.first_seen_at DESC, articles.id DESC LIMIT :most"
    )


_SITES: Final = select(Articles.site).group_by(Articles.site).order_by(Articles.site)
_OF_SITE: Final = _select_counted("= :site")
_NAMELESS: Final = _select_counted("IS NULL")

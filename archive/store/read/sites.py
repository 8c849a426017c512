"""The archive's sites in figures, and those whose figures jumped: where a layout changed, or the extractor fails."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import log, sqrt
from operator import attrgetter
from statistics import median
from typing import Any, NamedTuple

from sqlalchemy import bindparam, select

from archive.store.database import Database
from archive.store.read.filters import is_article
from archive.store.tables import ArticleAuthors, Articles, Sites

NEWEST = 20
"""Articles of a site that are compared with those before, if nobody says otherwise."""
EARLIER = 200
"""Those before them: at least as many, at most so many, the newest."""

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


class _Article(NamedTuple):
    """What is counted of one; a tuple, for all of an archive are made.

    `text`, `kept`: characters of its page's blocks, and of those that are its body.
    """

    site: str | None
    seen_at: str
    words: int
    text: int
    kept: int
    no_author: bool
    no_date: bool
    no_source: bool
    provenance: str

    @property
    def stripped(self) -> float:
        return 1 - self.kept / self.text if self.text else 0.0


def site_figures(database: Database, site: str | None = None) -> list[SiteFigures]:
    """Give the figures of all sites, or of one, the largest first; pages without an address are one nameless site."""
    found = []
    with database.reader() as connection:
        known = connection.execute(select(Sites.site, Sites.publisher).where(Sites.publisher.is_not(None)))
        names: dict[str | None, str | None] = {row.site: row.publisher for row in known}
    for name, articles in _by_site(database, site):
        text = sum(article.text for article in articles)
        found.append(
            SiteFigures(
                site=name,
                publisher=names.get(name),
                pages=len(articles),
                words=median(article.words for article in articles),
                stripped=round(1 - sum(article.kept for article in articles) / text, 3) if text else 0.0,
                no_author=_share(articles, "no_author"),
                no_date=_share(articles, "no_date"),
                no_source=_share(articles, "no_source"),
                **{kind: _share_of(articles, kind) for kind in ("own", "mixed", "syndicated")},
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
        for name, articles in _newest_by_site(database, site, newest + EARLIER)
        if len(articles) >= 2 * newest
        for drift in _jumps(name, articles[:-newest], articles[-newest:])
    ]


def _jumps(site: str, before: Sequence[_Article], now: Sequence[_Article]) -> Iterator[Drift]:
    facts = len(now), now[0].seen_at
    if _apart([log(1 + one.words) for one in before], [log(1 + one.words) for one in now], _WORDS, _STEADY[0]):
        yield Drift(site, "words", median(one.words for one in before), median(one.words for one in now), *facts)
    was, are = [one.stripped for one in before], [one.stripped for one in now]
    if _apart(was, are, _STRIPPED, _STEADY[1]):
        yield Drift(site, "stripped", round(median(was), 3), round(median(are), 3), *facts)
    for name in ("no_author", "no_date", "no_source"):
        share, other = _share(before, name), _share(now, name)
        pooled = (share * len(before) + other * len(now)) / (len(before) + len(now))
        error = sqrt(pooled * (1 - pooled) * (1 / len(before) + 1 / len(now)))
        if abs(other - share) >= max(_SHARE, SURE * error):
            yield Drift(site, name, share, other, *facts)


def _apart(before: Sequence[float], now: Sequence[float], least: float, steady: float) -> bool:
    middle = median(before)
    sigma = max(1.4826 * median(abs(value - middle) for value in before), steady)
    error = 1.2533 * sigma * sqrt(1 / len(before) + 1 / len(now))
    return abs(median(now) - middle) >= max(least, SURE * error)


def _share(articles: Sequence[_Article], name: str) -> float:
    count: int = sum(map(attrgetter(name), articles))
    return round(count / len(articles), 3)


def _share_of(articles: Sequence[_Article], provenance: str) -> float:
    return round(sum(article.provenance == provenance for article in articles) / len(articles), 3)


def _by_site(database: Database, site: str | None) -> Iterator[tuple[str | None, list[_Article]]]:
    """Give the articles of each site, first seen first; memory holds one site's."""
    rows = _counted() if site is None else _counted().where(Articles.site == site)
    with database.reader() as connection:
        found = connection.execute(rows.order_by(Articles.site, Articles.first_seen_at, Articles.id))
        for name, articles in groupby(map(_Article._make, found), key=lambda article: article.site):
            yield name, list(articles)


def _newest_by_site(database: Database, site: str | None, most: int) -> Iterator[tuple[str, list[_Article]]]:
    """Give the newest articles of each site, `most` of them, first seen first: however many the archive holds."""
    sites = select(Articles.site).where(Articles.site.is_not(None)).group_by(Articles.site).order_by(Articles.site)
    of_site = _counted().where(Articles.site == bindparam("site"))
    newest = of_site.order_by(Articles.first_seen_at.desc(), Articles.id.desc()).limit(most)
    with database.reader() as connection:
        names = [site] if site is not None else list(connection.scalars(sites))
        for name in names:
            found = connection.execute(newest, {"site": name}).all()
            yield str(name), list(map(_Article._make, reversed(found)))


def _counted() -> Any:
    """Select what is counted of articles; the index `ix_articles_figures` holds it all."""
    signed = select(ArticleAuthors.article_id).where(ArticleAuthors.article_id == Articles.id).exists()
    rows: Any = select(
        Articles.site,
        Articles.first_seen_at,
        Articles.word_count,
        Articles.text_length,
        Articles.kept_length,
        ~signed,
        Articles.published_at.is_(None),
        Articles.source.is_(None),
        Articles.provenance,
    )
    return rows.where(is_article())

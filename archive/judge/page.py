"""Decide what a page means for the archive: a new article, a revision, nothing new, or a copy.

Pure. What the archive holds comes in as `Holding` values, what to do goes out as one `Decision`.
"""

from dataclasses import dataclass

from archive.judge.change import Change, Holding, says_otherwise, size_change
from archive.model import Article

SHORTEST_COPY = 160
"""Characters. Shorter equal texts are copies only under one title: "Subscribe to read on." stands on many pages."""


@dataclass(frozen=True, slots=True)
class Added:
    """A new article. `copy_of`: an article of another site with the same text; the two are one story."""

    copy_of: Holding | None = None


@dataclass(frozen=True, slots=True)
class Revised:
    """The article said something else. `current`: it says so now; off where the page is older than what is held."""

    change: Change
    current: bool = True


@dataclass(frozen=True, slots=True)
class Unchanged:
    """The page says nothing new."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The text of another article of the site, under one more URL."""

    of: Holding


Decision = Added | Revised | Unchanged | Duplicate


def decide_page(article: Article, captured_at: str, holding: Holding | None, twin: Holding | None) -> Decision:
    """Decide what to do with a page.

    `holding`: what the archive holds under the page's URL, be that its canonical one or another that led to it.
    `twin`: another article with the same text. `captured_at`: when the page was received.
    """
    if holding is None:
        return _decide_new(article, twin)
    if not says_otherwise(article, holding):
        return Unchanged()
    known = article.digest == holding.digest or article.digest in holding.earlier
    if captured_at < holding.seen_at:
        return Unchanged() if known else Revised(size_change(holding, article), current=False)
    if article.url == holding.url:
        return Revised(size_change(holding, article))
    # Its other URLs often show an article late, or under a headline of their own: nothing is taken back for that.
    if known:
        return Duplicate(holding)
    kind = size_change(holding, article)
    return _decide_new(article, twin) if kind is Change.REWRITE else Revised(kind)


def _decide_new(article: Article, twin: Holding | None) -> Decision:
    """Decide on a page of which the archive holds nothing under its URL: an article of its own, or a copy."""
    if twin is None or (len(article.body) < SHORTEST_COPY and article.title != twin.title):
        return Added()
    same_site = article.site is None or twin.site is None or article.site == twin.site
    return Duplicate(twin) if same_site else Added(copy_of=twin)

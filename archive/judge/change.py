"""What a page means for the archive: a new article, a revision, nothing new, or a copy; and how big a change is.

Pure. What the archive holds comes in as `Holding` values, what to do goes out as one `Decision`.
"""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import cache

from archive.extraction.likeness import compared_words
from archive.model import Article
from archive.words import loader
from archive.words.patterns import DENSE

SHORTEST_COPY = 160
"""Characters. Shorter equal texts are copies only under one title: "Subscribe to read on." stands on many pages."""

TYPO_WORDS = 3
TYPO_LIKENESS = 0.7
TYPO_LENGTH = 60
"""A typo touches at most so many words, none longer; each keeps its first letter, its digits, and so much of itself
(`SequenceMatcher.ratio`) that "colour" and "color" are alike, "now" and "not" are not."""

REWRITE_SHARE = 0.5
"""A rewrite keeps less than this share of the longer text's three-word runs: a fifth of its words changed here and
there, or half of its paragraphs. Unrelated texts share next to none, though half of their single words are the same."""


class Change(StrEnum):
    """How a revision differs from the one before it."""

    FIRST = "first"
    TYPO = "typo"
    EDIT = "edit"
    HEADLINE = "headline"
    REWRITE = "rewrite"
    CORRECTION = "correction"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True)
class Holding:
    """What the archive holds of one article: its newest revision (`number`, `seen_at`), and earlier digests.

    `payload_digest`: of the page that revision was read from.
    """

    article_id: int
    url: str
    site: str | None
    title: str | None
    standfirst: str | None
    body: str
    byline: str | None
    digest: str
    number: int
    seen_at: str
    payload_digest: str
    earlier: frozenset[str] = frozenset()
    authors: tuple[str, ...] = ()
    published_at: str | None = None


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
    """Nothing new."""


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The text of another article of the site, under one more URL."""

    of: Holding


Decision = Added | Revised | Unchanged | Duplicate


def decide_page(article: Article, captured_at: str, holding: Holding | None, twin: Holding | None) -> Decision:
    """What to do with a page.

    `holding`: what the archive holds under the page's URL, be that its canonical one or another that led to it.
    `twin`: another article with the same text. `captured_at`: when the page was received.
    """
    if holding is None:
        return _new(article, twin)
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
    return _new(article, twin) if kind is Change.REWRITE else Revised(kind)


def size_change(old: Holding, new: Article) -> Change:
    """How big the change from `old` to `new` is. Takes time in proportion to the length of the texts."""
    if _notices(new.body, new.standfirst) > _notices(old.body, old.standfirst):
        return Change.CORRECTION
    body = _size(old.body, new.body)
    if body is not Change.TYPO:
        return body
    if new.title != old.title:
        return Change.HEADLINE
    if new.standfirst != old.standfirst:
        slight = _size(old.standfirst or "", new.standfirst or "") is Change.TYPO
        return Change.TYPO if slight else Change.EDIT
    return Change.TYPO if new.digest != old.digest else Change.ATTRIBUTION


def is_rewritten(old: Holding, new: Article) -> bool:
    """Whether the text is another one, be there a correction notice in it or not."""
    return _size(old.body, new.body) is Change.REWRITE


def _new(article: Article, twin: Holding | None) -> Decision:
    if twin is None or (len(article.body) < SHORTEST_COPY and article.title != twin.title):
        return Added()
    same_site = article.site is None or twin.site is None or article.site == twin.site
    return Duplicate(twin) if same_site else Added(copy_of=twin)


def says_otherwise(article: Article, holding: Holding) -> bool:
    """Whether a page says something else than is held, or names others who wrote it."""
    said = article.digest, article.title, article.standfirst
    return said != (holding.digest, holding.title, holding.standfirst) or signed_otherwise(article, holding)


def signed_otherwise(one: Article | Holding, other: Article | Holding) -> bool:
    """Whether others are named: authors, and the houses in the byline. Its other words are the template's, and its
    numbers count views, shares or the minutes since."""
    if set(one.authors) != set(other.authors):
        return True
    if _unnumbered(one.byline) == _unnumbered(other.byline):
        return False
    return _houses(one) != _houses(other)


def _unnumbered(byline: str | None) -> str | None:
    return byline and " ".join(re.sub(r"\d[\d.,]*", "0", byline).split())


def _houses(one: Article | Holding) -> tuple[str, ...] | str | None:
    """The houses that a byline names; all of it, where nobody knows who wrote the article."""
    from archive.extraction import organizations  # half a second, and bylines seldom differ
    from archive.extraction.byline.line import parse_byline

    houses = parse_byline(one.byline, known=organizations.find).organizations if one.byline else ()
    return tuple(sorted(houses)) if houses or one.authors else _unnumbered(one.byline)


def _notices(*texts: str | None) -> int:
    return sum(len(_correction().findall(text)) for text in texts if text)


@cache
def _correction() -> re.Pattern[str]:
    """How newsrooms mark a correction: a word that opens a line, or a phrase in it."""
    openers = loader.all_of("correction", "openers")
    spaced = "|".join(word for word in openers if not DENSE.search(word))
    notices = (
        rf"^\W*(?:{spaced})\b[^.\n]{{0,30}}[:：—]",
        rf"^\W*(?:{'|'.join(filter(DENSE.search, openers))})",
        rf"\b(?:{loader.alternatives_of('correction', 'notices')})",
    )
    return re.compile("|".join(notices), re.IGNORECASE | re.MULTILINE)


def _size(old: str, new: str) -> Change:
    """TYPO, EDIT or REWRITE; the same words with other punctuation or capitals are a TYPO, in another order an EDIT."""
    before, after = compared_words(old), compared_words(new)
    if before == after:
        return Change.TYPO
    went, came = Counter(before) - Counter(after), Counter(after) - Counter(before)
    if _misspelt(list(went.elements()), list(came.elements())):
        return Change.TYPO
    runs, other_runs = _runs(before), _runs(after)
    shared, longest = (runs & other_runs).total(), max(runs.total(), other_runs.total())
    return Change.REWRITE if shared < REWRITE_SHARE * longest else Change.EDIT


def _runs(words: list[str]) -> Counter[tuple[str, str, str]]:
    return Counter(zip(words, words[1:], words[2:], strict=False))


def _misspelt(went: list[str], came: list[str]) -> bool:
    if not 0 < len(went) <= TYPO_WORDS or not 0 < len(came) <= TYPO_WORDS:
        return False
    if len(went) != len(came):  # "an other" is now "another"
        went, came = ["".join(went)], ["".join(came)]
    return all(_alike(*pair) for pair in zip(went, came, strict=True))


def _alike(old: str, new: str) -> bool:
    if max(len(old), len(new)) > TYPO_LENGTH or old[0] != new[0] or re.sub(r"\D", "", old) != re.sub(r"\D", "", new):
        return False
    return sorted(old) == sorted(new) or SequenceMatcher(None, old, new).ratio() >= TYPO_LIKENESS

"""Tell whether a page says something else than the archive holds of its article, and how big the change is. Pure."""

import re
from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from archive.extraction.corrections import count_notices
from archive.extraction.likeness import compared_words
from archive.model import Article

TYPO_WORDS = 3
TYPO_LIKENESS = 0.7
TYPO_LENGTH = 60
"""A typo touches at most so many words, none longer; each keeps its first letter, its digits, and so much of itself
(`SequenceMatcher.ratio`) that "colour" and "color" are alike, "now" and "not" are not."""

REWRITE_SHARE = 0.5
"""A rewrite keeps less than this share of the longer text's three-word runs: a fifth of its words changed here and
there, or half of its paragraphs. Unrelated texts share next to none, though half of their single words are the same."""


class Change(StrEnum):
    """The kinds of difference between a revision and the one before it."""

    FIRST = "first"
    TYPO = "typo"
    EDIT = "edit"
    HEADLINE = "headline"
    REWRITE = "rewrite"
    CORRECTION = "correction"
    ATTRIBUTION = "attribution"


@dataclass(frozen=True, slots=True)
class Holding:
    """The present state of one article in the archive: its newest revision (`number`, `seen_at`), and earlier digests.

    `payload_digest`: of the page that revision was read from; `fetched`: where that was, None for a file. `titles`: all
    it ever had.
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
    fetched: str | None = None
    titles: frozenset[str] = frozenset()


def size_change(old: Holding, new: Article) -> Change:
    """Tell how big the change from `old` to `new` is, in time linear in the length of the texts."""
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
    """Tell whether the text is another one, with or without a correction notice."""
    return _size(old.body, new.body) is Change.REWRITE


def is_other_text(old: Holding, new: Article) -> bool:
    """Tell whether the two are different texts, and not a text and a part of it, or one that was edited."""
    runs, other_runs = _runs(compared_words(old.body)), _runs(compared_words(new.body))
    shorter = min(runs.total(), other_runs.total())
    return shorter > 0 and (runs & other_runs).total() < REWRITE_SHARE * shorter


def says_otherwise(article: Article, holding: Holding) -> bool:
    """Tell whether a page says something else than is held, or names others who wrote it."""
    said = article.digest, article.title, article.standfirst
    return said != (holding.digest, holding.title, holding.standfirst) or signed_otherwise(article, holding)


def signed_otherwise(one: Article | Holding, other: Article | Holding) -> bool:
    """Tell whether two pages name different authors, or different houses in their bylines.

    The other words of a byline are the site's template, and its numbers count views, shares or minutes.
    """
    if {name.casefold() for name in one.authors} != {name.casefold() for name in other.authors}:
        return True
    if _unnumbered(one.byline) == _unnumbered(other.byline):
        return False
    return _houses(one) != _houses(other)


def _unnumbered(byline: str | None) -> str | None:
    """Replace the numbers in a byline by 0, its runs of whitespace by one space, and its capitals."""
    return byline and " ".join(re.sub(r"\d[\d.,]*", "0", byline.casefold()).split())


def _houses(one: Article | Holding) -> tuple[str, ...] | str | None:
    """Give the houses that a byline names; the whole byline where it names neither a house nor an author."""
    from archive.extraction import organizations  # half a second, and bylines seldom differ
    from archive.extraction.byline.line import parse_byline

    houses = parse_byline(one.byline, known=organizations.find).organizations if one.byline else ()
    return tuple(sorted(map(str.casefold, houses))) if houses or one.authors else _unnumbered(one.byline)


def _notices(*texts: str | None) -> int:
    """Count the correction notices in texts."""
    return sum(count_notices(text) for text in texts if text)


def _size(old: str, new: str) -> Change:
    """Size a change of one text: TYPO, EDIT or REWRITE.

    The same words with other punctuation or capitals are a TYPO, in another order an EDIT.
    """
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
    """Count the runs of three words."""
    return Counter(zip(words, words[1:], words[2:], strict=False))


def _misspelt(went: list[str], came: list[str]) -> bool:
    """Tell whether the words that went are the words that came, misspelt."""
    if not 0 < len(went) <= TYPO_WORDS or not 0 < len(came) <= TYPO_WORDS:
        return False
    if len(went) != len(came):  # "an other" is now "another"
        went, came = ["".join(went)], ["".join(came)]
    return all(_alike(*pair) for pair in zip(went, came, strict=True))


def _alike(old: str, new: str) -> bool:
    """Tell whether two words are so alike that one is a typo of the other."""
    if max(len(old), len(new)) > TYPO_LENGTH or old[0] != new[0] or re.sub(r"\D", "", old) != re.sub(r"\D", "", new):
        return False
    return sorted(old) == sorted(new) or SequenceMatcher(None, old, new).ratio() >= TYPO_LIKENESS

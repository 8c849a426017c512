"""Where an element stands: beside the headline, or in a teaser, a comment, a caption, a side column."""

import re
from functools import lru_cache

from lxml import html

from archive.extract import titles
from archive.extract.blocks import values_of

UNSEEN = frozenset({"script", "style", "noscript", "template", "select", "svg", "figure", "nav"})
# on the element or above it; what often stands right around a byline (a card, an image) counts from the third level
ELSEWHERE = re.compile(
    r"comment|kommentar|respond|reply|related|recommend|(?<![\w-])footer|\bnav|menu|popular|trending|most-?read|more-from|listing"
    r"|next-|previous|pagination|latest|caption|credit|disqus|forum|teaser|promo|carousel|swiper"
)
_NAMING = ("class", "rel", "itemprop", "id", "data-testid")
AROUND = re.compile(r"card|image|photo|\bfeed\b|(?<!has-)(?<!right-)(?<!left-)sidebar|widget")
SAME_TITLE = 0.6  # likeness of a heading to the title


def beside(tree: html.HtmlElement, title: str | None, *, before: int, after: int) -> list[html.HtmlElement]:
    """The elements around the headline: first the `after` that follow it in page order, then the `before` ahead of it.

    The headline is the `h1` that is `title`, else the first `h1`, else the page's beginning.
    """
    elements = list(tree.iter("*"))
    heads = list(tree.iter("h1"))
    same = (head for head in heads if title and titles.likeness(titles.spaced(head), title) > SAME_TITLE)
    head = next(same, heads[0] if heads else None)
    start = 0 if head is None else elements.index(head)
    return elements[start : start + after] + elements[max(0, start - before) : start]


def is_elsewhere(element: html.HtmlElement) -> bool:
    """Whether what surrounds the element is not the article's head or text."""
    for above, ancestor in enumerate(element.iterancestors()):
        if ancestor.tag in UNSEEN or (ancestor.tag == "footer" and above > 3):
            return True
        named = marks(ancestor) if above < 6 else ""
        if named and (is_chrome(named) or (above in (2, 3) and ancestor.tag != "article" and _is_around(named))):
            return True
    return False


def marks(element: html.HtmlElement) -> str:
    """The names that the markup gives an element: its class, rel, itemprop, id and test id, lower case."""
    return values_of(element, _NAMING)


@lru_cache(maxsize=4096)
def is_chrome(named: str) -> bool:
    """Whether an element with these `marks` is a comment, a teaser, a caption or the like."""
    return bool(ELSEWHERE.search(named))


@lru_cache(maxsize=4096)
def _is_around(named: str) -> bool:
    return bool(AROUND.search(named))

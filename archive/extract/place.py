"""Where an element stands: beside the headline, or in a teaser, a comment, a caption, a side column."""

import re
from functools import lru_cache

from lxml import html

from archive.extract import titles

UNSEEN = frozenset({"script", "style", "noscript", "template", "select", "svg", "figure", "nav"})
# on the element or above it; what often stands right around a byline (a card, an image) counts from the third level
ELSEWHERE = re.compile(
    r"comment|kommentar|respond|reply|related|recommend|(?<![\w-])footer|\bnav|menu|popular|trending|most-?read|more-from|listing"
    r"|next-|previous|pagination|latest|caption|credit|disqus|forum|teaser|promo|carousel|swiper",
    re.I,
)
AROUND = re.compile(r"card|image|photo|\bfeed\b|(?<!has-)(?<!right-)(?<!left-)sidebar|widget", re.I)
SAME_TITLE = 0.6  # likeness of a heading to the title


def beside(tree: html.HtmlElement, title: str | None, *, before: int, after: int) -> list[html.HtmlElement]:
    """The elements around the headline: first the `after` that follow it in page order, then the `before` ahead of it.

    The headline is the `h1` that is `title`, else the first `h1`, else the page's beginning.
    """
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    heads = [index for index, element in enumerate(elements) if element.tag == "h1"]
    same = (index for index in heads if title and titles.likeness(titles.spaced(elements[index]), title) > SAME_TITLE)
    start = next(same, heads[0] if heads else 0)
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
    """The names that the markup gives an element: its class, rel, itemprop, id and test id."""
    return " ".join(filter(None, map(element.get, ("class", "rel", "itemprop", "id", "data-testid"))))


@lru_cache(maxsize=4096)
def is_chrome(named: str) -> bool:
    """Whether an element with these `marks` is a comment, a teaser, a caption or the like."""
    return bool(ELSEWHERE.search(named))


@lru_cache(maxsize=4096)
def _is_around(named: str) -> bool:
    return bool(AROUND.search(named))

"""Where an element stands: beside the headline, or in a teaser, a comment, a caption, a side column."""

import re
from collections import deque
from functools import lru_cache
from itertools import islice

from lxml import html

from archive.extraction.fields import titles

UNSEEN = frozenset({"script", "style", "noscript", "template", "select", "svg", "figure", "nav"})
# on the element or above it; what often stands right around a byline (a card, an image) counts from the third level
ELSEWHERE = re.compile(
    r"comment|kommentar|respond|reply|related|recommend|(?<![\w-])footer|\bnav|menu|popular|trending|most-?read|more-from|listing"
    r"|next-|previous|pagination|latest|caption|credit|disqus|forum|teaser|promo|carousel|swiper"
)
_NAMING = frozenset({"class", "rel", "itemprop", "id", "data-testid"})
AROUND = re.compile(r"card|image|photo|\bfeed\b|(?<!has-)(?<!right-)(?<!left-)sidebar|widget")
SAME_TITLE = 0.6  # likeness of a heading to the title


def elements_beside(tree: html.HtmlElement, title: str | None, *, before: int, after: int) -> list[html.HtmlElement]:
    """Give the elements around the headline.

    First the `after` that follow it in page order, then the `before` ahead of it. The headline is the `h1` that is
    `title`, else the `h2` that is, else the first `h1`, else the page's beginning.
    """
    head = _headline(tree, title)
    elements = tree.iter("*")
    ahead: deque[html.HtmlElement] = deque(maxlen=before)
    if head is not None:
        for element in elements:
            if element is head:
                break
            ahead.append(element)
    return [*([] if head is None else [head]), *islice(elements, after - (head is not None)), *ahead]


def _headline(tree: html.HtmlElement, title: str | None) -> html.HtmlElement | None:
    heads = list(tree.iter("h1"))
    if title:
        likely = (*heads, *islice(tree.iter("h2"), titles.MAX_LESSER))
        for head in (head for head in likely if not titles.in_navigation(head)):
            if titles.title_likeness(titles.spaced_text(head), title) > SAME_TITLE:
                return head
    return heads[0] if heads else None


def is_elsewhere(element: html.HtmlElement) -> bool:
    """Tell whether what surrounds the element is not the article's head or text."""
    for above, ancestor in enumerate(element.iterancestors()):
        if ancestor.tag in UNSEEN or (ancestor.tag == "footer" and above > 3):
            return True
        named = marks_of(ancestor) if above < 6 else ""
        if named and (is_chrome(named) or (above in (2, 3) and ancestor.tag != "article" and _is_around(named))):
            return True
    return False


def marks_of(element: html.HtmlElement) -> str:
    """Give the names that the markup gives an element: its class, rel, itemprop, id and test id, lower case."""
    return " ".join([value for name, value in element.items() if name in _NAMING]).lower()


@lru_cache(maxsize=4096)
def is_chrome(named: str) -> bool:
    """Tell whether an element with these `marks` is a comment, a teaser, a caption or the like."""
    return bool(ELSEWHERE.search(named))


@lru_cache(maxsize=4096)
def _is_around(named: str) -> bool:
    return bool(AROUND.search(named))

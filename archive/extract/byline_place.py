"""Where on a page the byline stands: the first element that its markup, or the words it begins with, show to be one."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import html

from archive.extract import byline_words as words
from archive.extract.titles import tidy

MARKED = re.compile(r"byline|author|autor|auteur|writer|redakteur|reporter|journalist|posted-?by|written|redattore|firma", re.I)
# on the element itself or above it; what often stands right around a byline (a card, an image) counts from the third level
ELSEWHERE = re.compile(
    r"comment|kommentar|respond|reply|related|recommend|(?<![\w-])footer|\bnav|menu|popular|trending|most-?read|more-from|listing|next-|previous"
    r"|pagination|latest|caption|credit|disqus|forum|teaser|promo|carousel|swiper",
    re.I,
)
AROUND = re.compile(r"card|image|photo|\bfeed\b|(?<!has-)(?<!right-)(?<!left-)sidebar|widget", re.I)
SPLITTING = frozenset({"div", "p", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "br", "time", "section", "td", "tr", "dd", "dt", "button"})
PLAIN = frozenset({"p", "div", "span", "li", "em", "strong", "b", "i", "td", "h2", "h3", "h4", "h5", "h6", "address", "small", "dd", "font"})
UNSEEN = frozenset({"script", "style", "noscript", "template", "select", "svg", "figure", "nav"})
LONGEST = 240  # characters a byline has at most, with date and buttons
NEAR = 120  # elements after the headline in which words alone make a byline


def candidates(tree: html.HtmlElement) -> Iterator[str]:
    """Lines that may be the article's byline, the likeliest first: marked ones after the headline, worded ones, marked ones before."""
    elements = [element for element in tree.iter() if isinstance(element.tag, str)]
    start = next((index for index, element in enumerate(elements) if element.tag == "h1"), 0)
    yield from _marked(elements[start:])
    yield from _worded(elements[start : start + NEAR])
    yield from _marked(elements[:start])


def _marked(elements: list[html.HtmlElement]) -> Iterator[str]:
    inside: html.HtmlElement | None = None
    for element in elements:
        if element.tag in ("html", "body", "head", "meta", "link", "img", "input") or element.tag in UNSEEN:
            continue
        marks = _marks(element)
        if not marks or not _is_marked(marks) or _is_elsewhere(marks):
            continue
        if inside is not None and inside in element.iterancestors():
            continue
        line = text_of(element)
        if 3 <= len(line) <= LONGEST and not _is_within_another(element):
            inside = element
            yield line


def _worded(elements: list[html.HtmlElement]) -> Iterator[str]:
    for element in elements:
        if element.tag not in PLAIN or not words.INTRODUCTION.match(element.text or ""):
            continue
        line = text_of(element)
        if 3 <= len(line) <= LONGEST and not _is_within_another(element):
            yield line


def text_of(element: html.HtmlElement) -> str:
    """The element's text on one line, with " | " where the page shows a gap but the markup has no space; "" if it is long."""
    parts: list[str] = []
    size = 0
    for event_text, gap in _runs(element):
        if gap and parts:
            parts.append(" | ")
        elif parts and (parts[-1][-1:].islower() and event_text[:1].isupper() or words.LABEL.fullmatch(parts[-1])):
            parts.append(" ")
        parts.append(event_text)
        size += len(event_text)
        if size > 4 * LONGEST:
            return ""
    return re.sub(r"(?:\s*\|\s*)+", " | ", tidy("".join(parts))).strip(" |")


def _runs(element: html.HtmlElement) -> Iterator[tuple[str, bool]]:
    """(text, whether an element begins or ends before it that stands by itself)."""
    gap = False
    stack = [(element, iter(element))]
    if element.text and element.text.strip():
        yield element.text, False
    while stack:
        parent, children = stack[-1]
        child = next(children, None)
        if child is None:
            stack.pop()
            if stack:
                gap = gap or parent.tag in SPLITTING
                if parent.tail and parent.tail.strip():
                    yield parent.tail, gap
                    gap = False
            continue
        if not isinstance(child.tag, str) or child.tag in UNSEEN:
            if child.tail and child.tail.strip():
                yield child.tail, gap
                gap = False
            continue
        gap = gap or child.tag in SPLITTING
        if child.text and child.text.strip():
            yield child.text, gap
            gap = False
        elif child.text:
            yield " ", False
        stack.append((child, iter(child)))


def _marks(element: html.HtmlElement) -> str:
    return " ".join(filter(None, map(element.get, ("class", "rel", "itemprop", "id", "data-testid"))))


def _is_within_another(element: html.HtmlElement) -> bool:
    """Whether an ancestor is a comment, a teaser, a side column or a box about the author."""
    for above, ancestor in enumerate(element.iterancestors()):
        if ancestor.tag in UNSEEN or (ancestor.tag == "footer" and above > 3):
            return True
        if above < 6 and (marks := _marks(ancestor)) and (_is_elsewhere(marks) or (above in (2, 3) and ancestor.tag != "article" and _is_around(marks))):
            return True
    return False


@lru_cache(maxsize=4096)
def _is_marked(marks: str) -> bool:
    return bool(MARKED.search(marks))


@lru_cache(maxsize=4096)
def _is_elsewhere(marks: str) -> bool:
    return bool(ELSEWHERE.search(marks))


@lru_cache(maxsize=4096)
def _is_around(marks: str) -> bool:
    return bool(AROUND.search(marks))

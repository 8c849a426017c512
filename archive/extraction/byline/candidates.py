"""Where on a page the byline stands: the first element that its markup, or the words it begins with, show to be one."""

import re
from collections.abc import Iterator
from functools import lru_cache

from lxml import html

from archive.extraction.byline import words as words
from archive.extraction.fields import surroundings
from archive.extraction.fields.titles import tidy_line

MARKED = re.compile(
    r"byline|author|autor|auteur|writer|redakteur|reporter|journalist|posted-?by|written|redattore|firma"
)
UNSIGNED = surroundings.UNSEEN | {"html", "body", "head", "meta", "link", "img", "input"}
SPLITTING = frozenset({
    "div", "p", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "br", "time", "section", "td", "tr", "dd",
    "dt", "button",
})  # fmt: skip
PLAIN = frozenset({
    "p", "div", "span", "li", "em", "strong", "b", "i", "td", "h2", "h3", "h4", "h5", "h6", "address", "small",
    "dd", "font",
})  # fmt: skip
AUTHOR_PAGE = re.compile(
    r"/(?:authors?|autor(?:en|es|a|i|ka)?|auteurs?|autori|u|users?|profiles?|people|contributors?)/[\w.@%-]+/?$"
)
NAME_WORDS = 4  # of a link's text
LINKED = 40  # elements after the headline in which a link to an author's page is a byline
LONGEST = 240  # characters a byline has at most, with date and buttons
BEFORE, AFTER = 200, 2500  # elements around the headline where a marked line may be the byline
NEAR = 120  # elements after the headline in which words alone make a byline


def byline_candidates(tree: html.HtmlElement, title: str | None) -> Iterator[str]:
    """Give lines that may be the article's byline.

    Marked ones after the headline, worded ones, links to authors' pages, marked ones before it.
    """
    around = surroundings.elements_beside(tree, title, before=BEFORE, after=AFTER)
    yield from _marked(around[:AFTER])
    yield from _worded(around[:NEAR])
    yield from _linked(around[:LINKED])
    yield from _marked(around[AFTER:])


def _marked(elements: list[html.HtmlElement]) -> Iterator[str]:
    inside: html.HtmlElement | None = None
    for element in elements:
        if element.tag in UNSIGNED or not MARKED.search(" ".join(element.values()).lower()):
            continue
        if not _is_marked(surroundings.marks_of(element)):  # which attribute says so takes four times as long to read
            continue
        if inside is not None and inside in element.iterancestors():
            continue
        line = byline_text(element)
        if 3 <= len(line) <= LONGEST and not surroundings.is_elsewhere(element):
            inside = element
            yield line


def _worded(elements: list[html.HtmlElement]) -> Iterator[str]:
    for element in elements:
        said = (element.text or "").lstrip() if element.tag in PLAIN else ""
        if not said or not words.INTRODUCTION.match(said):
            continue
        line = byline_text(element)
        if 3 <= len(line) <= LONGEST and not surroundings.is_elsewhere(element):
            yield line


def _linked(elements: list[html.HtmlElement]) -> Iterator[str]:
    """Give links to the page of an author."""
    for element in elements:
        link = element.get("href") if element.tag == "a" else None
        if link and (element.get("rel") == "author" or AUTHOR_PAGE.search(link)):
            line = byline_text(element)
            if 2 <= len(line.split()) <= NAME_WORDS and not surroundings.is_elsewhere(element):
                yield line


def byline_text(element: html.HtmlElement) -> str:
    """Give the element's text on one line, " | " where the page shows a gap and the markup has no space; "" if long."""
    parts: list[str] = []
    size = 0
    for run, gap in _runs(element):
        if gap and parts:
            parts.append(" | ")
        elif parts and ((parts[-1][-1:].islower() and run[:1].isupper()) or words.LABEL.fullmatch(parts[-1])):
            parts.append(" ")
        parts.append(run)
        size += len(run)
        if size > 4 * LONGEST:
            return ""
    return re.sub(r"(?:\s*\|\s*)+", " | ", tidy_line("".join(parts))).strip(" |")


def _runs(element: html.HtmlElement) -> Iterator[tuple[str, bool]]:
    """Yield (text, whether an element begins or ends before it that stands by itself)."""
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
        if not isinstance(child.tag, str) or child.tag in surroundings.UNSEEN:
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


@lru_cache(maxsize=4096)
def _is_marked(marks: str) -> bool:
    return bool(MARKED.search(marks)) and not surroundings.is_chrome(marks)

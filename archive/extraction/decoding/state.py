"""The article's text where a page has it only as JSON: in JSON-LD, or in the state its scripts build the page from."""

import json
import re
from collections.abc import Iterator
from html import unescape
from itertools import islice
from typing import Any

from lxml import etree, html

from archive.extraction.decoding.blocks import PROSE_LENGTH, blocks_of, one_line
from archive.extraction.decoding.references import mend_references

_MOST = 3_000_000
"""Characters of state that are read; json parses that in 30 ms."""
_MOST_NODES = 50_000
_DEEPEST = 60
_MOST_LINES = 1_000
_ESCAPED = 3
"""Times that a text may have been escaped."""
_LEAST = 400
"""Characters of prose from which on a state may be an article's."""
_STATE = re.compile(
    r"\s*(?:(?:window|self|var|let|const|globalThis)[.\s\[\"'\w\]$]{1,60}(?:=[^={\[\"]{0,60}?|\.push\())?"
    r"(JSON\.parse\(\s*)?(?=[{\[\"])"
)
"""What stands before the value: nothing, the name it is given, or the list it is put on; it may be JSON in a string."""
_STREAMED = re.compile(r"^[0-9a-f]{1,4}:(?=[\[{])", re.M)
"""Begins a line of the state that React streams (`self.__next_f.push([1, "5:[...]"])`)."""
_PLACES = frozenset(("url", "href", "slug", "link", "path", "permalink", "uri", "canonicalurl", "weburl"))
_NAMES = frozenset(("title", "headline", "name", "heading"))
_SIDE = re.compile(
    "comment|related|recommend|teaser|excerpt|summary|descri|caption|bio|disclaimer|cookie|consent|i18n|locale"
    "|translation|faq|seo|meta|footer|nav|html_?head|css|style|newsletter|promo",
    re.IGNORECASE,
)
"""Keys under which no article's text stands."""
_SPOKEN = frozenset("text html value content data body markdown paragraph children nodes elements".split())
"""Keys of the pieces that a paragraph is made of."""
_PARAGRAPH = re.compile(r"</?(?:p|div|br|h[1-6]|li|ul|ol|blockquote|figure|table)\b", re.I)
_ENDS = re.compile(r"""[.!?。！？।…:][\"'”’»」)]*$""")


def paragraphs_of(text: str) -> list[str]:
    """Give the paragraphs of a text that is written with line breaks, or as HTML, perhaps escaped more than once."""
    text = _unescaped(text) if "&" in text else text
    if _PARAGRAPH.search(text):
        try:
            tree = html.fragment_fromstring(text, create_parent="div")
        except (etree.LxmlError, ValueError):
            return []
        return [block.text for block in blocks_of(tree).blocks]
    if "<" in text:
        text = re.sub(r"</?[a-z][^<>]{0,300}>", "", text)
    lines = re.split(r"\r?\n|\\n", text)
    return [line for line in map(one_line, lines) if line]


def _unescaped(text: str) -> str:
    """Give the text as it was before it was escaped: plain, or HTML in which no reference is escaped twice."""
    for _ in range(_ESCAPED):
        if _PARAGRAPH.search(text):
            break
        text = unescape(text)
    return mend_references(text.encode("utf-8", "ignore")).decode()


def find_state_text(tree: html.HtmlElement) -> list[str]:
    """Give the paragraphs of the longest text in the page's JSON states; [] where none is long enough."""
    best: list[str] = []
    for script in tree.iter("script"):
        source = script.text or ""
        if not _LEAST < len(source) < _MOST or "ld+json" in (script.get("type") or ""):
            continue
        found = _longest(_value(source))
        best = max(best, found, key=_prose)
    return best if _prose(best) >= _LEAST else []


def _value(source: str) -> Any:
    start = _STATE.match(source)
    value = _parsed(source, start.end()) if start else None
    if isinstance(value, str) and start and start[1]:
        return _parsed(value, 0)
    if isinstance(value, list) and len(value) == 2 and isinstance(value[1], str):
        return [_parsed(value[1], line.end()) for line in islice(_STREAMED.finditer(value[1]), _MOST_LINES)]
    return value


def _parsed(source: str, start: int) -> Any:
    try:
        return json.JSONDecoder(strict=False).raw_decode(source, start)[0]
    except (ValueError, RecursionError):
        return None


def _longest(value: Any) -> list[str]:
    """Give the text with the most prose; where a list's is hardly longer than that of one inside it, the inner one."""
    best: list[str] = []
    for found in _texts_in(value):
        if _prose(found) > 1.1 * _prose(best) or (_prose(found) >= 0.8 * _prose(best) and len(found) > len(best)):
            best = found
    return best


def _texts_in(value: Any) -> Iterator[list[str]]:
    """Give each text the state holds: long strings, and lists whose items are paragraphs; outer ones first."""
    waiting: list[tuple[Any, int]] = [(value, 0)]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        found, depth = waiting.pop()
        if isinstance(found, str) and len(found) >= PROSE_LENGTH:
            yield paragraphs_of(found)
        elif isinstance(found, list) and depth < _DEEPEST:
            if told := [text for item in found if not _names_a_story(item) for text in _spoken(item)]:
                yield told
            stories = len(found) > 1 and sum(map(_names_a_story, found)) > 1
            waiting += [] if stories else [(item, depth + 1) for item in found]
        elif isinstance(found, dict) and depth < _DEEPEST:
            waiting += [(item, depth + 1) for key, item in found.items() if not _SIDE.search(str(key))]


def _names_a_story(item: Any) -> bool:
    """Tell whether an item of a list is a story with its own title and place."""
    if not isinstance(item, dict):
        return False
    keys = {str(key).lower() for key in item}
    return bool(keys & _NAMES and keys & _PLACES)


def _spoken(item: Any) -> list[str]:
    """Give what an item of a list says: its paragraphs, or the one its pieces make together."""
    if isinstance(item, str):
        return paragraphs_of(item)
    pieces = list(_pieces(item, 0))
    if any(_PARAGRAPH.search(piece) for piece in pieces):
        return [text for piece in pieces for text in paragraphs_of(piece)]
    return paragraphs_of("".join(pieces))


def _pieces(item: Any, depth: int) -> Iterator[str]:
    if depth > 8:
        return
    if isinstance(item, dict):
        said = [inner for key, inner in item.items() if str(key).lower() in _SPOKEN]
        if texts := [inner for inner in said if isinstance(inner, str)]:
            yield max(texts, key=len)  # others are the same without its markup
            return
        for inner in said:
            yield from _pieces(inner, depth + 1)
    elif isinstance(item, list):
        if item[:1] == ["$"]:  # an element as React writes it: "$", its tag, its key, what it has
            item = item[3:]
        for inner in item:
            yield from (inner,) if isinstance(inner, str) else _pieces(inner, depth + 1)


def _prose(texts: list[str]) -> int:
    """Count the characters of sentences."""
    return sum(len(text) for text in texts if len(text) >= PROSE_LENGTH / 2 and _ENDS.search(text))

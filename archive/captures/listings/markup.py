"""Read the markup of feeds and sitemaps as it comes, well-formed or not, in time and memory of its length.

A parser of XML stops at the first bare `&`, and what stands behind it is lost. Here only the elements that are asked
for are looked at: nothing that is wrong between them matters, and no tree is held of those that are not.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape

from archive.extraction.decoding.charset import as_utf8

LONGEST_TEXT = 20_000  # characters of an element's text
HEAD = 4_000  # characters in which the root stands
ATTRIBUTE = re.compile(  # a name is tried where it begins, and nowhere inside it
    r"""(?<![\w:.-])([\w:.-]{1,100}+)\s{0,99}+=\s{0,99}+(?:"([^"]*)"|'([^']*)'|([^\s"'=]++))"""
)
PAGE = re.compile(r"<(?:!doctype html|html)[\s>]", re.I)
INNER = re.compile(r"<[^<>]{0,1000}>")
BRACKET = re.compile("[<>]")
CONTROL = re.compile(r"[\x00-\x1f\x7f]")
SECTION = "<![CDATA["


@dataclass(frozen=True, slots=True)
class Tag:
    """The begin or end of an element: its name, in lower case, less its `prefix`; `begin` and `end` are its place."""

    prefix: str
    name: str
    closes: bool
    source: str
    begin: int
    end: int

    @property
    def is_empty(self) -> bool:
        """Tell whether it is an element of its own."""
        return self.source.endswith("/")

    @property
    def attributes(self) -> dict[str, str]:
        """Give the attributes of a begin, their names with prefix and in lower case."""
        found = ATTRIBUTE.finditer(self.source)
        return {one[1].lower(): unescape(one[2] or one[3] or one[4] or "").strip() for one in found}


def decode_markup(payload: bytes, charset: str | None) -> str:
    """Give the text of a feed or sitemap, whatever it declares; zero bytes and the like are left out."""
    return as_utf8(payload, charset)[0].decode("utf-8", "replace").replace("\0", "")


def has_root(text: str, names: frozenset[str]) -> bool:
    """Tell whether one of the elements called `names` begins the text, which is no page."""
    head = text[:HEAD]
    root = next(find_tags(head + ">", names), None)
    return root is not None and not root.closes and PAGE.search(head, 0, root.begin) is None


def has_end(text: str, names: frozenset[str]) -> bool:
    """Tell whether one of the elements called `names` ends the text."""
    return any(tag.closes for tag in find_tags(text[-HEAD:], names))


def find_tags(text: str, names: frozenset[str]) -> Iterator[Tag]:
    """Give the begins and ends of the elements called `names`, of any prefix; not those in comments and CDATA."""
    pattern, at = _pattern(names), 0
    unended: set[str] = set()  # looked for once: or each of many that never end would cost the whole
    while found := pattern.search(text, at):
        begin, at = found.start(), found.end()
        if found[3] is None:
            mark = "]]>" if text.startswith(SECTION, begin) else "-->"
            end = -1 if mark in unended else text.find(mark, at)
            if end >= 0:
                at = end + len(mark)
            else:
                unended.add(mark)  # what follows counts
            continue
        closed = BRACKET.search(text, at)
        end = closed.start() if closed else len(text)
        source, at = text[at:end], end + 1 if closed and closed[0] == ">" else end
        yield Tag((found[2] or "").lower(), found[3].lower(), bool(found[1]), source, begin, at)


def text_between(text: str, begin: int, end: int) -> str:
    """Give what an element says: references resolved, CDATA taken, tags and control characters left out."""
    piece = text[begin : min(end, begin + LONGEST_TEXT)]
    piece = piece.replace(SECTION, "").replace("]]>", "") if SECTION in piece else INNER.sub("", piece)
    return CONTROL.sub("", unescape(piece)).strip()


@cache
def _pattern(names: frozenset[str]) -> re.Pattern[str]:
    named = "|".join(sorted(names, key=len, reverse=True))
    return re.compile(rf"<(?:!--|!\[CDATA\[|(/?)(?:([\w.-]{{1,40}}):)?({named})(?=[\s/>]))", re.I)

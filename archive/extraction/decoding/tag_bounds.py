"""What tags may cost a parser, bounded on the bytes before it sees them: the attributes of one tag, the tags of a page.

libxml2 hangs each attribute behind the last one, which it finds by walking past all: 40,000 in one tag take it a
minute.
"""

import re

MOST_ATTRIBUTES = 500
"""A tag's attributes from this one on are dropped: the richest tag of 5,000 news pages has 61."""
MOST_TAGS = 500_000
"""A page with more signs that open a tag, comments and scripts included, is not parsed."""

_ATTRIBUTE = rb"""[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:"[^"]*+"?|'[^']*+'?|[^\s>]*+))?+"""
_ATTRIBUTES = rb"(?:%b){0,%d}+" % (_ATTRIBUTE, MOST_ATTRIBUTES)
_END = rb"[\s/]*+(?:>|\Z)"
# a page up to the first tag with too many; nothing in it goes back, so it takes as long as the page is
_SOUND = re.compile(
    rb"(?:[^<]++|<(?:"
    rb"!--(?:[^-]++|-(?!->))*+"
    rb"|script(?=[\s/>])%b%b(?:[^<]++|<(?!/script))*+|style(?=[\s/>])%b%b(?:[^<]++|<(?!/style))*+"
    rb"|(?!(?:script|style)[\s/>])[a-z][^\s/>]*+%b%b|(?![a-z])))*+" % ((_ATTRIBUTES, _END) * 3),
    re.I,
)
_HEAD = re.compile(rb"<[a-z][^\s/>]*+" + _ATTRIBUTES, re.I)
_REST = re.compile(rb"(?:%b)*+" % _ATTRIBUTE)


def without_excess_attributes(markup: bytes) -> bytes:
    """Give the markup with at most MOST_ATTRIBUTES in each tag."""
    kept: list[bytes] = []
    place = 0
    while (match := _SOUND.match(markup, place)) and match.end() < len(markup):
        head = _HEAD.match(markup, match.end())
        stop = head.end() if head else match.end() + 1
        kept.append(markup[place:stop])
        rest = _REST.match(markup, stop)
        place = rest.end() if rest else stop
    return b"".join((*kept, markup[place:])) if kept else markup

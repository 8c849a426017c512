"""Character references that a tree can't hold, or that were written twice ("&amp;rdquo;"), mended before parsing."""

import re

_CONTROL = re.compile(
    rb"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f])|0*(?:[0-8]|1[124-9]|2\d|3[01]|6553[45])(?!\d));?", re.I
)
"""Those to characters that no XML document may hold (XML 1.0, Char). Halves of a surrogate pair the parser reads as
U+FFFD, as browsers do."""
_TWICE = re.compile(rb"&(?:amp;)+(?=(?:#\d{2,6}|#x[0-9a-f]{2,6}|(?!(?:lt|gt);)[a-z]{2,8}\d?);)", re.I)
_CODE = "pre code kbd samp tt script style textarea"
"""What shows markup as it is written: there "&amp;amp;" means "&amp;"."""
_CODE_TAG = re.compile(rf"<(/?)(?:{'|'.join(_CODE.split())})\b".encode(), re.I)


def mend_references(markup: bytes) -> bytes:
    """Take out references to control characters, and make one of those that were escaped twice outside of code."""
    if b"&#" in markup:
        markup = _CONTROL.sub(b"", markup)
    return _unescape_once(markup) if b"&amp;" in markup and _TWICE.search(markup) else markup


def _unescape_once(markup: bytes) -> bytes:
    mended: list[bytes] = []
    depth = place = 0
    for tag in _CODE_TAG.finditer(markup):
        before = markup[place : tag.start()]
        mended.append(before if depth else _TWICE.sub(b"&", before))
        place = tag.start()
        depth = max(0, depth - 1) if tag[1] else depth + 1
    rest = markup[place:]
    return b"".join((*mended, rest if depth else _TWICE.sub(b"&", rest)))

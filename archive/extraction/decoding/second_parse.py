"""A page that shows no text is parsed again, its markup mended where parser and browser, or the author, disagree."""

import re

from archive.extraction.decoding.blocks import Layout, blocks_of
from archive.extraction.decoding.decode import HtmlPage, parse_markup

_LITTLE = 400
"""Characters of prose below which a page is looked at again."""
_FRAME = re.compile(rb"</?(?:html|head|body|frameset|noframes)\b[^<>]{0,1000}>", re.I)
"""What parts head and body: the text may stand in the head, behind the end, or in another body."""
_ROOT = re.compile(rb"<html\b([^<>]{0,500}?)/?>", re.I)
_NO_TITLE = re.compile(rb"<title\s*/>", re.I)
"""Which XHTML may close at once; in HTML the page is its title."""
_OTHERWISE = re.compile(rb"<(/?)(?:noscript|template)\b", re.I)
"""What is shown to readers without scripts, and what scripts put in place (declarative shadow trees too)."""
_SWALLOWING = tuple(
    (re.compile(rb"<" + name + rb"\b[^<>]{0,500}>", re.I), re.compile(rb"</" + name + rb"\b", re.I))
    for name in (b"title", b"textarea", b"script", b"style", b"select", b"iframe")
)
"""Elements that take up all that follows, as text of their own, where their end is missing."""


def read_layout(page: HtmlPage) -> tuple[HtmlPage, Layout]:
    """Give a page's blocks, and the page; of a page without prose those of its mended markup, if it has more."""
    layout = blocks_of(page.tree)
    if _prose(layout) >= _LITTLE:
        return page, layout
    again = parse_markup(_mended(page.markup), page.charset)
    if not isinstance(again, HtmlPage):
        return page, layout
    found = blocks_of(again.tree)
    return (again, found) if _prose(found) >= max(_LITTLE, 2 * _prose(layout)) else (page, layout)


def _prose(layout: Layout) -> int:
    """Count the characters of prose; one of a dense script says as much as three."""
    return sum(len(text) + 2 * (not text.isascii() and text.count("。") > 0) * len(text) for text in _texts(layout))


def _texts(layout: Layout) -> list[str]:
    return [block.text for block in layout.blocks if block.is_prose]


def _mended(markup: bytes) -> bytes:
    root = _ROOT.search(markup)
    markup = _FRAME.sub(b"", _OTHERWISE.sub(rb"<\1div", _NO_TITLE.sub(b"", markup)))
    for start, end in _SWALLOWING:
        begun = list(start.finditer(markup))[-1:]
        if begun and not end.search(markup, begun[0].end()):
            markup = _cut_open(markup, begun[0])
    at = markup.rfind(b"<!--")
    if at >= 0 and b"-->" not in markup[at:]:
        markup = markup[:at] + markup[at + 4 :]
    return b"<html%b><body>%b</body></html>" % (root[1] if root else b"", markup)


def _cut_open(markup: bytes, start: re.Match[bytes]) -> bytes:
    """End an element that nothing ends: a title before the next tag, others where they begin."""
    if start[0][:6].lower() != b"<title":
        return markup[: start.start()] + markup[start.end() :]
    at = markup.find(b"<", start.end())
    at = len(markup) if at < 0 else at
    return markup[:at] + b"</title>" + markup[at:]

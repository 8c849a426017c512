"""A parsed page as one ordered list of visible blocks, and the tree of containers they stand in.

Only block-level elements become containers (`Node`); inline markup is folded into the block's text and counted.
Everything downstream reads this value and never walks the page again.
"""

import re
from dataclasses import dataclass, field

from lxml import etree
from lxml.html import HtmlElement

from archive.scripts import with_few_marks

LONGEST_NAMING = 4_000
"""Characters of what names an element, its classes above all: all its blocks are looked up by them."""
MOST_BLOCKS = 10_000
"""A page with more visible runs than this is cut there: the largest of 1,048 pages has 2,641."""
MOST_TEXT = 1_000_000
"""Characters of visible text after which a page is cut: the largest of 1,048 pages has 104,960."""

# HTML's block-level elements, the deprecated ones too (HTML 4.01, HTML Standard)
_BLOCK_LEVEL = frozenset(
    "address article aside blockquote body button caption center dd details dialog dir div dl dt fieldset "
    "figcaption figure footer form "
    "frameset h1 h2 h3 h4 h5 h6 header hgroup hr legend li main menu nav ol p pre section summary table tbody "
    "td tfoot th thead tr ul".split()
)
_INVISIBLE = frozenset(
    "script style noscript template svg math iframe object embed head select datalist textarea canvas audio "
    "video map title".split()
)
_REPLACED = frozenset("img svg math iframe object embed select canvas audio video input".split())
"""What is shown in their place parts the words before and behind."""
_EMPHASIS = frozenset(("b", "strong", "em", "i"))
PROSE_LENGTH = 60
"""Characters from which a block with few links counts as prose."""
_PROSE_LINKS = 0.35
SHORT_LINE = 60
"""Characters below which a line that ends in <br> stands for itself."""
_APART = frozenset(("small", "label", "time"))
_HEADLINES = frozenset(("h1", "h2"))
_SUBLINE = re.compile(r"\b(?:sub-?(?:title|head|line)|de[kc]k|standfirst|kicker|over-?line|roof-?line)", re.I)
"""Class names of a line in a heading that is none of its words, as news themes print them (Arc, BEM habits)."""
_NO_WIDTH = re.compile("[\u00ad\u200b\u200c\u200e\u200f\u2060\ufeff]+")
_NAMING = ("class", "id", "role", "itemprop")


class _Kinds(dict[str, str]):
    """What each tag is to the walk, worked out when it is first met."""

    def __missing__(self, tag: str) -> str:
        kind = "invisible" if tag in _INVISIBLE else "block" if tag in _BLOCK_LEVEL or "-" in tag else "inline"
        if len(self) < _MOST_KINDS:  # pages may invent tags without end
            self[tag] = kind
        return kind


_MOST_KINDS = 1_000
_KINDS = _Kinds()


@dataclass(slots=True)
class Node:
    """A block-level element: its parent's index (-1: none), tag, `hints` (class, id, role and itemprop, lower case).

    `path` is one number for each distinct chain of (tag, hints) down from the body: blocks that share it belong
    together.
    """

    parent: int
    tag: str
    hints: str
    path: int
    depth: int
    element: HtmlElement


@dataclass(slots=True)
class RawBlock:
    """A visible run of text before it has a label.

    `text`: one line, white space collapsed. `tag`: its nearest block-level element ("" in a text dump). `node`: that
    element's index in `Layout.nodes` (-1 in a dump). `links`, `emphasis`: characters inside <a> and inside <b>, <i>, …
    `inline`: class and rel of inline elements in it, lower case. `gap`: in a dump, how many empty lines stand before
    it.
    """

    text: str
    tag: str = ""
    node: int = -1
    links: int = 0
    emphasis: int = 0
    inline: str = ""
    gap: int = 0

    @property
    def link_density(self) -> float:
        """The share of the text that is link, 0 to 1."""
        return min(1.0, self.links / len(self.text))

    @property
    def is_prose(self) -> bool:
        """Whether it is long enough and has few links: what an article is made of."""
        text = self.text
        return len(text) > PROSE_LENGTH and self.links < _PROSE_LINKS * len(text) and self.tag not in ("td", "th")


@dataclass(slots=True)
class Layout:
    """The blocks of a page in page order, and the containers they stand in (none in a text dump)."""

    blocks: list[RawBlock]
    nodes: list[Node] = field(default_factory=list)

    def prose(self) -> str:
        """Give the text of the blocks that are prose, on one line."""
        return " ".join(block.text for block in self.blocks if block.is_prose)


def blocks_of(tree: HtmlElement) -> Layout:
    """Walk the page once; give every visible run between block-level borders, in page order."""
    body = tree.find("body") if tree.tag == "html" else tree
    return _Walk(body if body is not None else tree).layout


class _Walk:
    """One pass over the tree: a buffer of text that is flushed at every block-level border."""

    def __init__(self, body: HtmlElement) -> None:
        self.layout = Layout([], [])
        self._paths: dict[tuple[int, str, str], int] = {}
        self._open: list[int] = []
        self._links = self._emphasis = self._anchors = self._emphases = 0
        self._text: list[str] = []
        self._inline: list[str] = []
        self._closed = False
        self._room = MOST_TEXT
        self._walk(body)
        self._flush()

    def _walk(self, body: HtmlElement) -> None:
        walk = etree.iterwalk(body, events=("start", "end", "comment", "pi"))
        said, inline, blocks = self._text, self._inline, self.layout.blocks
        skipped: HtmlElement | None = None
        for event, element in walk:
            if event == "start":
                tag = element.tag
                if said and tag in _REPLACED:
                    said.append(" ")
                kind = _KINDS[tag]
                if kind == "invisible":
                    skipped = element
                    walk.skip_subtree()
                    continue
                if kind == "block":
                    if said or inline:
                        self._flush()
                    self._open_node(element, tag)
                else:
                    self._enter(element, tag)
                text = element.text
            else:
                if element is skipped:
                    skipped = None
                elif event == "end":
                    tag = element.tag
                    if _KINDS[tag] == "block":
                        if said or inline:
                            self._flush()
                        self._open.pop()
                    else:
                        self._leave(element, tag)
                text = element.tail if element is not body else None
            if text and (said or not text.isspace()):
                self._append(text)
            if len(blocks) >= MOST_BLOCKS or self._room <= 0:
                break

    def _enter(self, element: HtmlElement, tag: str) -> None:
        if tag == "br":
            self._break()
            return
        if tag == "a":
            self._anchors += 1
        elif tag in _EMPHASIS:
            self._emphases += 1
        hint = element.get("class") or element.get("rel")
        if hint:
            if self._is_subline(hint):
                self._flush()
            self._inline.append(hint)
        if self._closed and (hint or tag in ("a", "time")):
            # two marked-up pieces side by side are apart on the screen: "By A. Author" "2 May"
            self._text.append(" ")
        elif self._text and (hint or tag in _APART) and _begins_anew(self._text[-1], element.text):
            self._text.append(" ")
        if tag == "time":
            self._inline.append("<time>")

    def _is_subline(self, hint: str) -> bool:
        """Tell whether an inline element of that class is a line of its own in the heading that is open."""
        return self._is_headline_open() and _SUBLINE.search(hint) is not None

    def _is_headline_open(self) -> bool:
        return bool(self._open) and self.layout.nodes[self._open[-1]].tag in _HEADLINES

    def _leave(self, element: HtmlElement, tag: str) -> None:
        if tag in _EMPHASIS:
            self._emphases -= 1
            return
        if tag == "span" and self._is_headline_open() and _SUBLINE.search(element.get("class", "")):
            self._flush()
        self._closed = True
        if tag == "a":
            self._anchors -= 1

    def _open_node(self, element: HtmlElement, tag: str) -> None:
        items = element.items()
        hints = _naming(items) if items else ""
        nodes, opened = self.layout.nodes, self._open
        parent = opened[-1] if opened else -1
        above = nodes[parent].path if opened else -1
        path = self._paths.setdefault((above, tag, hints), len(self._paths))
        opened.append(len(nodes))
        nodes.append(Node(parent, tag, hints, path, len(opened), element))

    def _append(self, text: str) -> None:
        if len(text) > self._room:
            text = text[: self._room]
        self._room -= len(text)
        self._text.append(text)
        self._closed = False
        if self._anchors:
            self._links += len(text.strip())
        if self._emphases:
            self._emphasis += len(text.strip())

    def _break(self) -> None:
        """Make a <br> the end of a short line, two in a row that of a paragraph.

        Else a space, as where long lines are broken.
        """
        size = 0
        for piece in reversed(self._text):
            if piece == "\n":
                break
            size += len(piece.strip())
        if size < SHORT_LINE:
            self._flush()
        else:
            self._text.append("\n")

    def _flush(self) -> None:
        if self._text:
            text = one_line("".join(self._text))
            if text:
                node = self._open[-1] if self._open else -1
                tag = self.layout.nodes[node].tag if node >= 0 else ""
                inline = " ".join(self._inline).lower() if self._inline else ""
                self.layout.blocks.append(RawBlock(text, tag, node, self._links, self._emphasis, inline))
            self._text.clear()
            self._closed = False
            self._links = self._emphasis = 0
        if self._inline:
            self._inline.clear()


def _begins_anew(before: str, text: str | None) -> bool:
    """Tell whether a styled piece is a line of its own: "Dam holds" + "Hundreds go home", not "Mc" + "Donald"."""
    last, first = before[-1], (text or " ")[0]
    word = before.rpartition(" ")[2]
    return len(word) > 2 and (last.islower() or last.isdigit() or last in ".!?:”»") and first.isupper()


def _naming(items: list[tuple[str, str]]) -> str:
    """Give the values of the attributes that name an element, lower case, a space between them, as far as is read."""
    if len(items) == 1:
        return items[0][1][:LONGEST_NAMING].lower() if items[0][0] in _NAMING else ""
    return " ".join(filter(None, map(dict(items).get, _NAMING)))[:LONGEST_NAMING].lower()


def one_line(text: str) -> str:
    """Collapse white space and drop characters without width (soft hyphens, byte order marks, direction marks)."""
    if not text.isascii():
        text = with_few_marks(_NO_WIDTH.sub("", text))
    return " ".join(text.split())

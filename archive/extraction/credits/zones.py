"""Where on a page a form of words may be a credit: at the head, at the body's ends, outside of captions."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence

from archive.extraction.credits.forms import Form, Mention
from archive.extraction.labelled import LabelledPage
from archive.model import KEPT, Label, Role
from archive.scripts import is_east_asian

_ABOVE = 12
_BELOW = 8
_FAR_BELOW = 30
"""So far down, below tags and related links, a line counts that says which story it speaks of."""
_NEAR = 3
"""How many containers outwards a class name still speaks about the block."""
_SHORT = 200
_SHORT_OPEN = 90
_MENU = 80
_TITLE = 25
MEDIA = re.compile(
    r"caption|\bfigure|photo|\bfoto|image|\bimg|picture|gallery|galerie|slideshow|\bvideo|\bmedia\b|player|carousel|thumb|\bbild|lightbox|infographic|chart|\bhero"
)
_CREDIT = re.compile(r"credit|\babsolute\b|overlay")
_SOURCE = re.compile(r"source|author|byline|publisher|provider|agency|attribution")
_FOOTER = re.compile(r"(?:^|[\s_])(?:(?:site|page|global|main)[-_]?)?footer(?:$|[\s_-])|colophon|site-?info")
_ARTICLE = re.compile(r"article|entry|post|story|content")
_MEDIA_TAGS = frozenset(("figure", "figcaption", "caption", "picture", "video"))
_TEASER = frozenset((Label.RELATED, Label.PROMO, Label.SHARE))
_WORDY = frozenset((Form.HELPED, Form.FIRST, Form.RELEASE, Form.DATELINE, Form.RELAY))
"""Forms that say themselves what they are; the others are as good as the place they stand in."""
_ANYWHERE = frozenset((Form.HELPED,))
_OPENERS = frozenset((Form.DATELINE, Form.RELAY))
_AROUND_THE_TEXT = frozenset((Form.FIRST, Form.RELEASE, Form.WITH))
_ENDERS = frozenset((Form.SIGN_OFF, Form.COPYRIGHT, Form.ISSUER))
_SHORT_LINES = frozenset((Form.LABEL, Form.BYLINE, Form.SHARED, Form.SIGNED, Form.NAMES, Form.WITH_NAMES))
_SIGNING = frozenset((Label.BYLINE, Label.DATE))
_OPENING = 3
_ENDING = 3
_DATED = 80
_SIGN_OFF = 40
"""Characters of a line that signs the text."""
_SIGNED = 2
"""A sign-off ends the last paragraph, or the one before a closing remark; higher up, a round-up's items have theirs."""
_NEAR_THE_END = 3
_DASHES = ("-", "–", "—")
_GAP = 8
_REST = 0.25
"""Blocks between, and share of the characters kept, by which a lower piece is not of the text."""


class Places:
    """The zones of one page: head (above the body), the body's first and last blocks, tail (below it)."""

    def __init__(self, page: LabelledPage) -> None:
        self._layout, self._labels = layout, labels = page.layout, page.labels
        headline, kept = page.headline, page.kept
        if headline is not None and sum(index < headline for index in kept) <= len(kept) // 4:
            kept = [index for index in kept if index > headline]  # what stands above the headline is not of the story
        if not kept:
            kept = [headline + 1] if headline is not None and headline + 1 < len(labels) else []
        self._kept, self._headline = kept, -1 if headline is None else headline + 1
        first = kept[0] if kept else 0
        self._first, self._last = first, self._end_of(kept)
        self._far = kept[-1] if kept else 0
        self._kept = [index for index in kept if index <= self._last]
        top = headline if headline is not None and headline < first else first - _ABOVE
        if headline is not None and top == headline:  # some print the byline above the headline
            signed = (index for index in range(max(0, top - _NEAR), top) if labels[index] in _SIGNING)
            top = next(signed, top)
        self._top = max(0, top, first - 40)
        self._body_nodes = self._around(first) | self._around(self._last)
        self._titled = headline is not None or not layout.nodes
        self._in_footer: dict[int, bool] = {}
        self._kinds: dict[int, tuple[bool, bool]] = {}  # of containers: an article's, a footer
        self._called: dict[tuple[int, re.Pattern[str]], bool] = {}  # of containers: whether a word calls them

    def _end_of(self, kept: Sequence[int]) -> int:
        """Give the text's last block: what was kept far below a gap, and is little, is other stories' words."""
        blocks = self._layout.blocks
        total = sum(len(blocks[index].text) for index in kept)
        below = 0
        end = kept[-1] if kept else 0
        for above, index in zip(kept[-2::-1], kept[:0:-1], strict=True):
            below += len(blocks[index].text)
            if below > _REST * total:
                break
            if index - above > _GAP:
                end = above
        return end

    def window(self) -> Iterable[int]:
        """Give the blocks that are read, in page order."""
        if not self._kept:
            return ()
        return range(self._top, min(len(self._labels), self._far + _FAR_BELOW + 1))

    def furniture(self) -> list[str]:
        """Give the short lines that stand around the article: menus, breadcrumbs, footer."""
        blocks = self._layout.blocks
        outside = (*blocks[: self._top], *blocks[self._last + 1 :])
        return [block.text for block in outside if len(block.text) <= _MENU]

    def allow(self, found: Mention, index: int) -> bool:
        """Tell whether what was found in a block may be a credit there."""
        if self._labels[index] is Label.COMMENT or self._stands_in(index, MEDIA):
            return False
        if found.form not in _ANYWHERE and found.form is not Form.FIRST and self._is_in_footer(index):
            return False
        closes = found.form is Form.LABEL and 0 <= index - self._last <= _NEAR_THE_END and found.phrase != "via"
        if found.form not in _WORDY and not closes:
            teaser = found.form in _SHORT_LINES and self._follows_teaser(index)
            aside = self._labels[index] in _TEASER and not self._is_head_share(index)
            if teaser or (aside and not (found.form is Form.LABEL and self._stands_with_text(found.phrase, index))):
                return False
        alone = found.form is Form.NAMES or (found.form is Form.SHARED and not found.phrase)
        if alone and not self._may_stand_alone(found, index):
            return False
        if found.form is Form.SIGNED and not self._is_byline(found, index):
            return False
        if found.form is Form.LABEL and self._is_amid(index) and not self._begins_with(found.phrase, index):
            return False
        if found.form is Form.SLOT:
            beside = not found.phrase or any(self._labels[near] in _SIGNING for near in (index - 1, index + 1))
            return beside and index <= self._first and not self._stands_in(index, _CREDIT)
        if found.organization is None and found.form is Form.LABEL:
            reach = _NEAR_THE_END if found.phrase == "via" else _BELOW
            return len(self._layout.blocks[index].text) <= _SHORT_OPEN and index - self._last <= reach
        return True

    def forms(self, index: int) -> frozenset[Form]:
        """Give the forms of words that can be a credit in a block, by where it stands and how long it is."""
        head, tail = index < self._first, self._last < index <= self._last + _BELOW
        far = self._last < self._far - 2 <= index
        opens = index <= self._last and self._rank(index) < _OPENING
        ends = not head and index <= self._last and len(self._kept) - self._rank(index) <= _ENDING
        forms = _ANYWHERE
        if head or opens:
            forms |= _OPENERS
        if head or tail or opens or ends or far or index > self._last:
            forms |= _AROUND_THE_TEXT
        if tail or ends:
            forms |= _ENDERS
            if len(self._kept) - self._rank(index) > _SIGNED:
                forms -= {Form.SIGN_OFF}
        entry = self._labels[index] is Label.BYLINE  # each entry of a live blog has its own
        short = len(self._layout.blocks[index].text) <= _SHORT
        if short and (head or opens or ends or tail or entry):
            forms |= _SHORT_LINES
        elif short and self._labels[index] not in KEPT:  # where readers' comments were taken for the text
            forms |= {Form.LABEL}
        if short and index <= self._first:
            forms |= {Form.SLOT}
        return forms

    def _rank(self, index: int) -> int:
        """Count the text's blocks that stand above."""
        return bisect_left(self._kept, index)

    def _around(self, index: int) -> frozenset[int]:
        """Give the containers the body stands in: their class names say nothing about one block."""
        if not self._kept:
            return frozenset()
        nodes = set()
        node = self._layout.blocks[index].node
        node = self._layout.nodes[node].parent if node >= 0 else -1
        while node >= 0:
            nodes.add(node)
            node = self._layout.nodes[node].parent
        return frozenset(nodes)

    def _may_stand_alone(self, found: Mention, index: int) -> bool:
        """Tell whether a name without any other word is a credit.

        Outlets' names are menu entries too: they need a sign.
        """
        if self._stands_in(index, _CREDIT) and not self._is_below_byline(index):
            return False
        if not self._titled and not self._follows_byline(index):
            return False
        if not self._layout.nodes and index - self._last > _NEAR_THE_END:
            return False  # in a dump nothing else tells a footer's list of agencies
        if found.role is Role.AGENCY or found.role is Role.PRESS_RELEASE:
            return True
        text = self._layout.blocks[index].text
        if 0 <= index - self._last <= _SIGNED and text.lstrip()[:1] in _DASHES:
            return True  # "- Daily Mail", below the last paragraph
        dated = any(map(str.isdigit, text)) or (is_east_asian(text) and self._labels[index - 1] in _SIGNING)
        return index < self._first and (dated or self._stands_in(index, _SOURCE))

    def _is_amid(self, index: int) -> bool:
        """Tell whether a block that is not of the text stands between those that are."""
        return self._first + _OPENING < index <= self._last and self._labels[index] not in KEPT

    def _stands_with_text(self, phrase: str, index: int) -> bool:
        """Tell whether a label begins a line straight in a container of the text, as no teaser's does."""
        node = self._layout.blocks[index].node
        return (
            self._begins_with(phrase, index)
            and node >= 0
            and not self._body_nodes.isdisjoint((node, self._layout.nodes[node].parent))
        )

    def _begins_with(self, phrase: str, index: int) -> bool:
        return self._layout.blocks[index].text.lstrip("( [").casefold().startswith(phrase)

    def _follows_byline(self, index: int) -> bool:
        """Tell whether a byline or date stands just above: where no headline is known, that shows the head."""
        near = range(max(0, index - 1), index)
        return index < self._first and any(self._labels[above] in _SIGNING for above in near)

    def _is_head_share(self, index: int) -> bool:
        """Tell whether a line stands among the share buttons above the text, as some sites have their bylines."""
        return self._labels[index] is Label.SHARE and index <= min(self._first + _OPENING, self._last)

    def _is_byline(self, found: Mention, index: int) -> bool:
        """Tell whether a person's name and an agency's are a byline: so photographers sign, too, below the headline."""
        introduced = index > 0 and self._layout.blocks[index - 1].text.endswith((":", "："))  # "Autor:"
        above = introduced and self._labels[index - 1] is Label.BYLINE
        marked = above or self._labels[index] is Label.BYLINE or self._stands_in(index, _SOURCE)
        text = self._layout.blocks[index].text
        if (
            self._layout.nodes and 0 < index == self._headline < self._first and "/" not in text
        ):  # pictures' have a slash
            dated = any(map(str.isdigit, text)) or self._labels[index + 1] is Label.DATE
            marked = marked or (dated and len(text) <= _DATED)
            if marked and found.role is not Role.AGENCY:
                return not self._stands_in(index, _CREDIT)
        if found.role is not Role.AGENCY:
            dated = self._labels[index] in _SIGNING and any(map(str.isdigit, text))
            return dated and index < self._first and not self._stands_in(index, _CREDIT)
        if index in (self._last, self._last + 1) and len(text) <= _SIGN_OFF and "/" in text:
            return True  # "AFP/The Courier/hc", a line of its own under the text
        return marked and index < self._first and not self._stands_in(index, _CREDIT)

    def _is_below_byline(self, index: int) -> bool:
        """Tell whether the line above is the byline: then a "credit" names whom its author works for, no picture's."""
        return 0 < index < self._first and self._labels[index - 1] is Label.BYLINE

    def _is_in_footer(self, index: int) -> bool:
        """Tell whether a block stands in the page's footer, which names the house's agencies on every page."""
        if index not in self._in_footer:  # a line may name a thousand, and stand 250 levels deep
            self._in_footer[index] = self._find_footer(self._layout.blocks[index].node)
        return self._in_footer[index]

    def _find_footer(self, node: int) -> bool:
        footer = False
        while node >= 0:
            if node not in self._kinds:
                container = self._layout.nodes[node]
                named = _ARTICLE.search(container.hints), _FOOTER.search(container.hints)
                self._kinds[node] = named[0] is not None, container.tag == "footer" or named[1] is not None
            is_article, is_footer = self._kinds[node]
            if self._layout.nodes[node].tag == "article" or (footer is False and is_article):
                return False  # an article's own footer
            footer = footer or is_footer
            node = self._layout.nodes[node].parent
        return footer

    def _follows_teaser(self, index: int) -> bool:
        """Tell whether a linked title stands just above: the line is that other story's byline.

        Not if a container that the text is in is the first they share.
        """
        blocks = self._layout.blocks
        return any(
            blocks[above].link_density > 0.8
            and len(blocks[above].text) > _TITLE
            and self._labels[above] is not Label.HEADLINE
            and not self._are_apart(above, index)
            for above in range(max(0, index - 2, self._headline), index)
        )

    def _are_apart(self, above: int, index: int) -> bool:
        """Tell whether two blocks are no neighbours in one list: what they share is a container of the text."""
        nodes = self._layout.nodes
        first, second = (self._layout.blocks[place].node for place in (above, index))
        if min(first, second) < 0 or nodes[first].parent == nodes[second].parent:
            return False
        around = set()
        while first >= 0:
            around.add(first)
            first = nodes[first].parent
        while second not in around and second >= 0:
            second = nodes[second].parent
        return second in self._body_nodes

    def _stands_in(self, index: int, words: re.Pattern[str]) -> bool:
        """Tell whether a near container, below those of the body, is called by one of the words, or is of a picture."""
        node = self._layout.blocks[index].node
        for _ in range(_NEAR):
            if node < 0 or node in self._body_nodes:
                return False
            if self._is_called(node, words):
                return True
            node = self._layout.nodes[node].parent
        return False

    def _is_called(self, node: int, words: re.Pattern[str]) -> bool:
        """Tell whether a container is called by one of the words, or is of a picture; asked once, whatever it holds."""
        if (node, words) not in self._called:
            container = self._layout.nodes[node]
            called = bool(container.hints) and words.search(container.hints) is not None
            self._called[node, words] = called or container.tag in _MEDIA_TAGS
        return self._called[node, words]

"""The second pass: from blocks, and how surely each belongs to the text, to a label and a rule for every block.

It serves HTML and text dumps alike. What the labeller judges to be text is the body, unless the block is furniture by
what it says, by where it stands or because it was said before; what was not kept gets the name of what it is.
"""

import re
from collections.abc import Sequence

from archive.extraction.labelled import LabelledPage
from archive.extraction.labels import furniture_phrases
from archive.extraction.labels.appeals import drop_appeals_to_readers
from archive.extraction.labels.class_names import label_by_markup, label_by_names
from archive.extraction.labels.other_stories import drop_other_stories
from archive.extraction.labels.rescue import SUBHEADINGS, rescue_blocks, text_label
from archive.extraction.labels.standfirst import label_standfirst
from archive.extraction.labels.turns import drop_turns
from archive.model import Label
from archive.scripts import fold_letters, folds_to, word_tokens
from archive.words import loader

_NEAR = 4
"""How many containers outwards a class name still speaks about the block."""
_REPEAT = 40
"""Words from which a block that stands twice is a repeat, not a refrain (issue tracker trial: +.006 F1 on
scrapinghub)."""
_HEADS = 0.25
"""From here on a heading with text right under it is its heading."""
_CERTAIN = 0.99
"""From here on a block is text whatever phrase it looks like."""
_DATE_LENGTH = 80
_BYLINE_LENGTH = 160

_TAGS = {
    "figcaption": Label.CAPTION,
    "caption": Label.CAPTION,
    "nav": Label.NAVIGATION,
    "button": Label.NAVIGATION,
    "form": Label.PROMO,
    "footer": Label.NAVIGATION,
    "menu": Label.NAVIGATION,
}
_BOX = 600
"""Characters; a container with a form and more text than this is the page, not a box."""
_ALL_LINKS = 0.8
_BIOGRAPHIES = 4
_BIOGRAPHY_LENGTH = 600
_TELLS = re.compile(rf"\W*\w.{{3,160}}?\s({loader.alternatives_of('biography', 'verbs')})\s")
"""The verb of a biography in its first sentence."""
_DESK = re.compile(r"\W*(?=[a-z-]*/)[a-z]{1,4}(?:[-/][a-z]{1,4}){1,8}\W*")
"""Who wrote, edited and filed an agency's story, as AFP, dpa and EFE sign it: "bur-jh/kaf", "mr/tsq/lda"."""
_TRAILS_OFF = re.compile(r"""(\.\.\.|…|\[…\]|\[\.\.\.\])[”’"'»)\]]*$""")


def label_blocks(
    page: LabelledPage, keep: Sequence[float], *, standfirst: str | None, language: str | None = None
) -> None:
    """Label every block of a page that no rule has named. `keep`: for each block how surely it is text, 0 to 1.

    `standfirst`: the one that the page's metadata name.
    """
    _label_by_wording(page, keep, language)
    rescue_blocks(page, keep)
    _drop_headline(page)
    _drop_above(page)
    _drop_forms(page)
    _drop_repeats(page)
    _drop_teasers(page, language)
    drop_other_stories(page)
    drop_turns(page, language)
    drop_appeals_to_readers(page, language)
    _drop_end(page)
    _drop_trailing(page)
    label_standfirst(page, standfirst)
    first, last = page.first, page.last
    for index, rule in enumerate(page.rules):
        if not rule:
            page.relabel(index, *_name(page, index, first, last))


def _label_by_wording(page: LabelledPage, keep: Sequence[float], language: str | None) -> None:
    """Label what is furniture by its wording, and what is text likelier than not.

    A wording does not overrule what is certain, nor a heading right above text ("The latest" over key points).
    """
    for index, block in enumerate(page.blocks):
        sure = keep[index]
        under = keep[index + 1] if index + 1 < len(keep) else 0.0
        if block.tag in SUBHEADINGS and not block.links and sure >= _HEADS and under >= 0.5:
            page.relabel(index, Label.SUBHEADING, "text: heading")
        elif sure < _CERTAIN and (phrase := furniture_phrases.furniture_of(block.text, language)):
            page.relabel(index, phrase.label, phrase.rule)
        elif sure >= 0.5:
            page.relabel(index, *text_label(block))


def _drop_headline(page: LabelledPage) -> None:
    """Label the headline, and what repeats it."""
    if page.headline is None:
        return
    text = page.blocks[page.headline].text
    title = fold_letters(text)
    alike = range(len(title) // 2, 2 * len(text))
    for index, block in enumerate(page.blocks):
        if index == page.headline:
            page.relabel(index, Label.HEADLINE, "headline")
        elif len(block.text) in alike and folds_to(block.text, title):
            page.relabel(index, Label.HEADLINE, "repeats the headline")


def _drop_above(page: LabelledPage) -> None:
    """Drop what stands above the headline and is no prose, unless most of the text stands there."""
    kept, headline = page.kept, page.headline
    above = [index for index in kept if headline is not None and index < headline]
    if 2 * sum(len(page.blocks[index].text) for index in above) < sum(len(page.blocks[index].text) for index in kept):
        for index in above:
            if not page.blocks[index].is_prose:
                page.relabel(index, Label.NAVIGATION, "above the headline")


def _drop_forms(page: LabelledPage) -> None:
    """Drop what shares a small box with a form and so invites to fill it in: a newsletter, a donation, a survey."""
    boxes = {node.parent for node in page.nodes if node.tag == "form" and node.parent >= 0}
    if not boxes:
        return
    around: list[tuple[int, ...]] = []  # for each node the boxes it is or stands in; parents come before their children
    for index, node in enumerate(page.nodes):
        outer = around[node.parent] if node.parent >= 0 else ()
        around.append((*outer, index) if index in boxes else outer)
    within: dict[int, list[int]] = {box: [] for box in boxes}
    for index, block in enumerate(page.blocks):
        for box in around[block.node] if block.node >= 0 else ():
            within[box].append(index)
    for indices in within.values():
        if sum(len(page.blocks[index].text) for index in indices) < _BOX:
            for index in filter(page.is_kept, indices):
                page.relabel(index, Label.PROMO, "shares a box with a form")


def _drop_repeats(page: LabelledPage) -> None:
    """Drop long blocks that say word for word what a block above says."""
    seen: set[tuple[str, ...]] = set()
    for index in page.kept:
        text = page.blocks[index].text
        if len(text) > _REPEAT * 3:
            said = word_tokens(text)
            if said in seen and len(said) >= _REPEAT:
                page.relabel(index, Label.RELATED, "repeats a block above")
            seen.add(said)


def _drop_teasers(page: LabelledPage, language: str | None) -> None:
    """Drop teasers at the end, under a heading that names other stories ("More from the Herald").

    They are headings that are links, each with a line in its box. Amid the text such a heading says nothing of what
    follows it.
    """
    for start, block in enumerate(page.blocks):
        named = furniture_phrases.furniture_of(block.text, language) if block.tag in SUBHEADINGS else None
        if named is not None and named.label is Label.RELATED:
            for index in _teasers(page, start + 1):
                page.relabel(index, Label.RELATED, "a teaser under a heading that names other stories")


def _teasers(page: LabelledPage, start: int) -> list[int]:
    """Give the teasers from there to the end of the page; none if there is other text among them."""
    teasers: list[int] = []
    boxes: set[int] = set()
    for index in range(start, len(page.blocks)):
        block = page.blocks[index]
        parent = page.nodes[block.node].parent if block.node >= 0 else -1
        if block.tag in SUBHEADINGS and block.link_density > _ALL_LINKS:
            boxes = {parent, page.nodes[parent].parent if parent >= 0 else -1}
        elif not page.is_kept(index):
            continue
        elif parent not in boxes:
            return []
        else:
            boxes = set()
        teasers.append(index)
    return teasers


def _drop_end(page: LabelledPage) -> None:
    """Drop headings with nothing under them, and links, with which no body ends."""
    for index in reversed(page.kept):
        if page.labels[index] is Label.SUBHEADING:
            page.relabel(index, Label.RELATED, "heading with no text under it")
        elif page.blocks[index].link_density > _ALL_LINKS:
            page.relabel(index, Label.RELATED, "links at the end")
        else:
            return


def _drop_trailing(page: LabelledPage) -> None:
    """Name as teasers what trails off below the text."""
    for index in range(page.last + 1, len(page.blocks)):
        if page.rules[index] and _TRAILS_OFF.search(page.blocks[index].text):
            page.relabel(index, Label.RELATED, "after the text: a teaser")


def strip_initials(page: LabelledPage) -> None:
    """Strip a desk's initials from the body's end; what credits an agency there has its label by then."""
    for index in page.kept[-1:]:
        if _DESK.fullmatch(page.blocks[index].text):
            page.relabel(index, Label.BYLINE, "initials of a desk")


def strip_biographies(page: LabelledPage, authors: Sequence[str]) -> None:
    """Strip from the body's end what tells of the article's authors.

    That is a short block with the name of one, and no more or what they are and do. ("Jane Doe was rescued at noon." is
    the story's.)
    """
    names = tuple(fold_letters(author) for author in authors if len(author) > 5)
    for index in page.kept[: -_BIOGRAPHIES - 1 : -1]:
        text = page.blocks[index].text
        if (
            len(text) < _BIOGRAPHY_LENGTH
            and fold_letters(text).startswith(names)
            and (_TELLS.match(text) or fold_letters(text) in names)
        ):
            page.relabel(index, Label.PROMO, "about the author")


def _name(page: LabelledPage, index: int, first: int, last: int) -> tuple[Label, str]:
    """Tell what a block that is no text is, by its markup, else by where it stands, and the rule that says so."""
    block = page.blocks[index]
    if block.tag in _TAGS:
        return _TAGS[block.tag], f"<{block.tag}>"
    hinted = label_by_names(block.inline) if block.inline else None
    hinted = hinted or label_by_markup(page.layout, index, depth=_NEAR)
    if hinted is Label.STANDFIRST:
        hinted = Label.RELATED if index > first else None
    if hinted is Label.BYLINE and len(block.text) > _BYLINE_LENGTH:
        return Label.PROMO, "markup: about the author"
    if hinted is Label.DATE and len(block.text) > _DATE_LENGTH:
        hinted = None
    if hinted:
        return hinted, f"markup: {hinted}"
    return _name_by_place(page, index, first, last)


def _name_by_place(page: LabelledPage, index: int, first: int, last: int) -> tuple[Label, str]:
    block = page.blocks[index]
    where = "before" if index < first else "after" if index > last else "amid"
    if page.headline is not None and page.headline < index < first:
        if "<time>" in block.inline:
            return Label.DATE, "<time>"
        if "author" in block.inline or "byline" in block.inline:
            return Label.BYLINE, "markup: byline"
    if block.is_prose:
        return Label.RELATED, f"{where} the text: other prose"
    if index > first and block.link_density > 0.5 and len(block.text) > 25:
        return Label.RELATED, "after the text: links"
    return Label.NAVIGATION, f"{where} the text"

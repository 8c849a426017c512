"""Refuse with a reason what is no article; flag what is not a whole one, so that a person can filter on it."""

import re
from collections.abc import Mapping, Sequence

from archive.extraction.decoding.blocks import RawBlock
from archive.extraction.fields.metadata import VIDEO_STUB
from archive.extraction.labelled import LabelledPage
from archive.model import Flag, Metadata, Reason, Rejected
from archive.scripts import word_tokens
from archive.words import loader

LEAST_WORDS = 25
"""Fewer words than this are no article (a caption, a slogan), unless the page says that the rest is behind a
paywall."""
_SHORT = 120
"""Words under which an error or consent page's own wording decides, and a page with a video is one around the video."""
_LINKED_HEADINGS = 6
"""Headings that are links: a page with so many may list other pages."""
_LITTLE = 85
"""Words of prose under which a page with so many is hardly a paragraph."""
_TEASERS = 0.5
"""Share of the kept blocks, from which on the page is teasers."""
_TEASER = 60
"""Words of prose a heading that is a link has under it at most, if it is a teaser's."""

LISTS = ("listing", "collection")
"""Kinds of pages that hold nothing but ways to others."""
_OTHER, _OTHER_DECLARED = 0.35, 0.2
"""How surely a page is an article at most, if it is something else; one that says it is must look less like one."""
_LIST, _LIST_DECLARED = 0.5, 0.4
"""The same of lists."""
_AGAINST = 2
"""A list is at least half as likely as an article: a few words between links are like neither."""

_ERROR = re.compile(loader.alternatives_of("refusal", "error"), re.IGNORECASE)
_CONSENT = re.compile(loader.alternatives_of("refusal", "consent"), re.IGNORECASE)
_WALL = re.compile(loader.alternatives_of("refusal", "wall"), re.IGNORECASE)
"""The invitation where a paywall cuts the text."""
_OFFER = 4
"""Blocks among which the invitation stands, before the last words that were kept and after them."""
_CUT = re.compile(r"(\.\.\.|…|\[…\]|\[\.\.\.\])$")


def judge_article(
    page: LabelledPage, metadata: Metadata, *, declared: bool = False, kind: str | None = None
) -> Rejected | tuple[str, ...]:
    """Give the reason why the page holds no article, else its flags: those of the metadata and those its blocks show.

    `declared`: whether the page says of itself that it is an article. `kind`: what it looks like, if no article.
    """
    blocks, kept = page.blocks, page.kept
    size = sum(len(word_tokens(blocks[index].text)) for index in kept)
    flags = set(metadata.flags)
    if _is_walled(blocks, kept):
        flags.add("paywalled")
    if size < _SHORT:
        said = " ".join((metadata.title or "", *(block.text for block in blocks[:4])))[:400]
        if _ERROR.search(metadata.title or "") or (size < LEAST_WORDS and _ERROR.search(said)):
            return Rejected(Reason.ERROR_PAGE, f"an error page: {metadata.title or said[:80]!r}")
        if _CONSENT.search(said + " ".join(blocks[index].text for index in kept)):
            return Rejected(
                Reason.CONSENT_WALL, "a consent page, not the article behind it: save the page after answering it"
            )
    if _lists_pages(blocks, kept, declared):
        return Rejected(Reason.INDEX_PAGE, "lists other articles: ingest those instead")
    if size >= _SHORT:
        flags.discard(VIDEO_STUB)
    elif VIDEO_STUB in flags and not declared:
        kind = Flag.VIDEO.value
    if size < LEAST_WORDS and not ("paywalled" in flags and size):
        return Rejected(Reason.NO_ARTICLE, f"no article text found ({size} words in {len(blocks)} blocks)")
    if kind in LISTS:
        return Rejected(Reason.INDEX_PAGE, "a list of things or pages: ingest those instead")
    if kind:
        flags |= {Flag.NOT_AN_ARTICLE.value, kind}
    if kept and _CUT.search(blocks[kept[-1]].text):
        flags.add("truncated")
    return tuple(sorted(flags))


def kind_by(chances: Mapping[str, float], *, declared: bool) -> str | None:
    """Give the kind of a page that is no article; None of one that is, or may be.

    `chances`: how surely it is of each kind, `article` among them. `declared`: whether it says that it is an article.
    """
    article = chances["article"]
    other = max((kind for kind in chances if kind not in (*LISTS, "article")), key=chances.__getitem__)
    if (listed := sum(chances[kind] for kind in LISTS)) >= chances[other]:
        bound = min(_LIST_DECLARED if declared else _LIST, _AGAINST * listed)
        return LISTS[0] if article <= bound else None
    return other if article <= (_OTHER_DECLARED if declared else _OTHER) else None


def _is_walled(blocks: Sequence[RawBlock], kept: Sequence[int]) -> bool:
    """Tell whether directly after the last words of the body a reader is asked to pay or log in.

    Short lines at the end that were kept may be the offer's ("From 20 crowns a month"), which goes on after them.
    """
    if not kept:
        return False
    last = kept[-1]
    told = [index for index in kept if blocks[index].is_prose] or kept
    after = range(max(told[-1] + 1, last - _OFFER + 1), min(last + _OFFER + 1, len(blocks)))
    return any(len(blocks[index].text) < 200 and _WALL.search(blocks[index].text) for index in after)


def _lists_pages(blocks: Sequence[RawBlock], kept: Sequence[int], declared: bool) -> bool:
    """Tell a section front: many headings are links, and what was kept stands under them, as little or as teasers.

    A short article beside such a list has its text in one place. Of a page that declares itself an article (a list of
    tips has headings that are links too) it must be little, and teasers.
    """
    headings = {
        index for index, block in enumerate(blocks) if block.tag in ("h2", "h3", "h4") and block.link_density > 0.8
    }
    if len(headings) < _LINKED_HEADINGS:
        return False
    prose = sum(len(word_tokens(blocks[index].text)) for index in kept if blocks[index].is_prose)
    under = sum(1 for index in kept if headings & {index - 2, index - 1, index})
    teasers = under > _TEASERS * len(kept) and prose < _TEASER * len(headings)
    little = prose < _LITTLE and under > 0
    return (little and teasers) if declared else (little or teasers)

"""From the bytes of one page to a labelled draft, and on to the article. Pure: no file, socket, clock or database.

    bytes ─decode→ page ─→ blocks ─label→ labelled blocks ─→ Draft (with fields and credits) ─assemble→ Article
"""

from dataclasses import replace

from archive.extract import chrome, language, metadata, quality, text
from archive.extract.assemble import assemble
from archive.extract.blocks import Layout, blocks_of
from archive.extract.chrome import Verdict
from archive.extract.decode import HtmlPage, TextPage, decode
from archive.extract.html import EXTRACTOR, votes
from archive.extract.metadata import Described, Stated
from archive.fingerprint import payload_digest
from archive.model import KEPT, Article, Block, Draft, Label, Rejected

__all__ = ["EXTRACTOR", "assemble", "draft", "extract"]

_BYLINE_REACH = 12
"""Blocks around the headline and the first words of the body in which a byline is the article's own."""


def extract(body: bytes, url: str | None = None, media_type: str | None = None) -> Article | Rejected:
    """The article in a page, or the reason why there is none. Never raises on any bytes.

    `body`: the page: HTML in any encoding, gzipped or not, or a plain-text dump of a page. `url`: its address, if known.
    `media_type`: what the server or the file name said, such as `text/html`; where the content says otherwise, it decides.
    """
    labelled = draft(body, url=url, media_type=media_type)
    if isinstance(labelled, Rejected):
        return labelled
    return assemble(labelled, url=url, payload_digest=payload_digest(body), extractor=EXTRACTOR)


def draft(
    body: bytes, *, url: str | None = None, media_type: str | None = None, charset: str | None = None
) -> Draft | Rejected:
    """A page's labelled blocks, fields and credits. `charset`: what the HTTP header declared, if anything."""
    page = decode(body, media_type=media_type, charset=charset)
    if isinstance(page, Rejected):
        return page
    return _from_html(page, url) if isinstance(page, HtmlPage) else _from_text(page, url)


def _from_html(page: HtmlPage, url: str | None) -> Draft | Rejected:
    layout = blocks_of(page.tree)
    described = metadata.read(page.tree, url=url)
    headline = chrome.headline_of(layout, described.metadata.title)
    keep = votes(page.tree, layout)
    verdicts = chrome.label(layout, keep, headline=headline, standfirst=described.metadata.standfirst)
    return _drafted(layout, verdicts, described, headline, url)


def _from_text(page: TextPage, url: str | None) -> Draft | Rejected:
    layout = text.layout_of(page.text)
    reading = text.read(layout)
    verdicts = chrome.label(layout, reading.keep, headline=reading.headline, standfirst=None)
    verdicts = text.place(layout, reading, verdicts)
    spoken = language.detect(_said(layout, verdicts))
    described = Described(text.said(layout, reading, verdicts, spoken), Stated())
    return _drafted(layout, verdicts, described, reading.headline, url)


def _drafted(
    layout: Layout, verdicts: list[Verdict], described: Described, headline: int | None, url: str | None
) -> Draft | Rejected:
    """What HTML and text dumps have in common once their blocks are labelled."""
    flags = quality.judge(layout, verdicts, described.metadata)
    if isinstance(flags, Rejected):
        return flags
    spoken = language.settle(described.metadata.language, _said(layout, verdicts))
    credits = ()
    byline = _byline(layout, verdicts, headline)
    facts = replace(
        described.metadata,
        byline=byline,
        language=spoken,
        standfirst=_printed_standfirst(layout, verdicts) or described.metadata.standfirst,
        flags=flags,
    )
    labelled = zip(layout.blocks, verdicts, strict=True)
    blocks = (Block(position, block.text, label, rule) for position, (block, (label, rule)) in enumerate(labelled))
    return Draft(facts, tuple(blocks), credits)


def _said(layout: Layout, verdicts: list[Verdict]) -> str:
    return "\n".join(block.text for block, verdict in zip(layout.blocks, verdicts, strict=True) if verdict[0] in KEPT)


def _byline(layout: Layout, verdicts: list[Verdict], headline: int | None) -> str | None:
    """The byline as printed nearest to the headline or to the first words of the body."""
    first = next((index for index, verdict in enumerate(verdicts) if verdict[0] in KEPT), len(verdicts))
    start = first if headline is None else min(headline, first)
    near = range(max(0, start - 3), min(first + _BYLINE_REACH, len(verdicts)))
    return next((layout.blocks[index].text for index in near if verdicts[index][0] is Label.BYLINE), None)


def _printed_standfirst(layout: Layout, verdicts: list[Verdict]) -> str | None:
    return next(
        (block.text for block, verdict in zip(layout.blocks, verdicts, strict=True) if verdict[0] is Label.STANDFIRST), None
    )

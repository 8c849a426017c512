"""From the bytes of one page to a labelled draft.

bytes ─decode→ page ─→ blocks ─label→ labelled blocks ─→ Draft (with fields and credits)
"""

from dataclasses import dataclass, replace

from archive.extraction.assemble import body_of
from archive.extraction.byline import printed
from archive.extraction.credits.find import find_credits
from archive.extraction.credits.strip import strip_credit_lines
from archive.extraction.decoding import state
from archive.extraction.decoding.decode import HtmlPage, TextPage, decode_page
from archive.extraction.decoding.second_parse import read_layout
from archive.extraction.fields import dates, language, metadata
from archive.extraction.fields.metadata import Stated
from archive.extraction.labelled import LabelledPage
from archive.extraction.labels import (
    dump,
    forest,
    headline,
    last_resort,
    marked_kinds,
    page_kind,
    page_signs,
    refusal,
    second_pass,
    stated_body,
)
from archive.extraction.labels.trafilatura_votes import votes_of
from archive.extraction.likeness import sketch_of
from archive.extraction.rights import markup_statements
from archive.model import Draft, Flag, Label, Metadata, Rejected, RightsStatements
from archive.scripts import word_tokens


def draft_page(
    body: bytes, *, url: str | None = None, media_type: str | None = None, charset: str | None = None
) -> Draft | Rejected:
    """Give a page's labelled blocks, fields and credits. `charset`: what the HTTP header declared, if anything."""
    return draft_with_rights(body, url=url, media_type=media_type, charset=charset)[0]


def draft_with_rights(
    body: bytes, *, url: str | None = None, media_type: str | None = None, charset: str | None = None
) -> tuple[Draft | Rejected, RightsStatements]:
    """Give the same, and what the markup states on the use of the text, though there be no article."""
    page = decode_page(body, media_type=media_type, charset=charset)
    if isinstance(page, Rejected):
        return page, ()
    if isinstance(page, HtmlPage):
        stated = markup_statements(page.tree)
        return _draft_html(page, url), stated
    return _draft_dump(page, url), ()


@dataclass(frozen=True, slots=True)
class HtmlReading:
    """A page labelled: its fields, the names in its markup, its byline by the markup, its signs as a whole.

    `marked_kind`: what it is by plain signs, if no article.
    """

    page: LabelledPage
    facts: Metadata
    stated: Stated
    marked: str | None
    signs: page_signs.Signs
    marked_kind: Flag | None


def _draft_html(decoded: HtmlPage, url: str | None) -> Draft | Rejected:
    """Give the draft of a page with markup; what it is, if no article, its signs say."""
    reading = read_html(decoded, url)
    kind = reading.marked_kind or refusal.kind_by(page_kind.judge_kind(reading.signs), declared=reading.stated.article)
    return _finish_draft(reading.page, reading.facts, reading.stated, url, reading.marked, kind)


def read_html(decoded: HtmlPage, url: str | None) -> HtmlReading:
    """Label a page by its markup, trafilatura's votes and the forest; its metadata give the fields."""
    decoded, layout = read_layout(decoded)
    tree = decoded.tree
    described = metadata.read_metadata(tree, url=url)
    facts = headline.with_printed_title(described.metadata, layout, title_tag=tree.findtext(".//title"), url=url)
    marked = printed.marked_byline(tree, facts)
    page = LabelledPage.unnamed(layout, headline.find_headline(layout, facts.title))
    keep = forest.chances_of_page(layout, page.headline, facts.standfirst, votes=votes_of)
    second_pass.label_blocks(page, keep, standfirst=facts.standfirst, language=facts.language)
    last_resort.rescue_run(page)
    if described.stated.body:
        stated_body.take_stated_body(page, state.paragraphs_of(described.stated.body), "articleBody in JSON-LD")
    if sum(len(word_tokens(page.blocks[index].text)) for index in page.kept) < stated_body.LITTLE:
        stated_body.take_stated_body(page, state.find_state_text(tree), "the state of the page's scripts")
    signs = page_signs.page_signs(page, tree, facts, described.stated.kinds, url)
    kinds = described.stated.kinds
    told = None if described.stated.article else marked_kinds.kind_by_marks(page, tree, facts, kinds, url)
    return HtmlReading(page, facts, described.stated, marked, signs, told)


def _draft_dump(decoded: TextPage, url: str | None) -> Draft | Rejected:
    """Label a page by its lines alone; those around the title give the fields."""
    layout = dump.layout_of(decoded.text)
    spoken = language.detect_language(layout.prose())
    reading = dump.read_dump(layout, spoken)
    page = LabelledPage.unnamed(layout, reading.headline)
    keep = forest.chances_of_dump(layout, reading.keep, page.headline)
    second_pass.label_blocks(page, keep, standfirst=None, language=spoken)
    dump.place_lines(page, reading)
    return _finish_draft(page, dump.metadata_of_dump(page, reading, spoken), Stated(), url, marked=None)


def _finish_draft(
    page: LabelledPage,
    facts: Metadata,
    stated: Stated,
    url: str | None,
    marked: str | None,
    kind: str | None = None,
) -> Draft | Rejected:
    """Find what labelled blocks say of the article: flags, language, credits, byline, standfirst and date.

    `marked`: the byline by the markup. `kind`: what the page is, if no article.
    """
    flags = refusal.judge_article(page, facts, declared=stated.article, kind=kind)
    if isinstance(flags, Rejected):
        return flags
    facts = replace(facts, flags=flags, language=language.settle_language(facts.language, page.kept_text()))
    credits = find_credits(page, metadata=facts, stated=stated, url=url)
    strip_credit_lines(page, credits, facts.language)
    second_pass.strip_initials(page)
    facts = printed.add_byline(facts, stated, page, marked)
    facts = replace(
        facts,
        standfirst=page.first_text(Label.STANDFIRST) or facts.standfirst,
        published_at=facts.published_at or dates.date_near_headline(page, facts.language),
    )
    facts = replace(facts, published_day=dates.outlets_day(page, facts))
    second_pass.strip_biographies(page, facts.authors)
    blocks = page.to_blocks()
    return Draft(facts, blocks, credits, sketch_of(body_of(blocks)))

"""From the bytes of one page to a labelled draft.

bytes ─decode→ page ─→ blocks ─label→ labelled blocks ─→ Draft (with fields and credits)
"""

from collections.abc import Iterator
from dataclasses import replace

from archive import urls
from archive.extraction import organizations
from archive.extraction.assemble import body_of
from archive.extraction.byline import candidates
from archive.extraction.byline.authors import best_line, choose_authors, signed_line
from archive.extraction.byline.line import HAN_LATE
from archive.extraction.byline.words import ANOTHER, FOLLOWS
from archive.extraction.credits import strip
from archive.extraction.credits.find import find_credits
from archive.extraction.credits.forms import Form
from archive.extraction.decoding.blocks import Layout, blocks_of
from archive.extraction.decoding.decode import HtmlPage, TextPage, decode_page
from archive.extraction.fields import dates, language, metadata
from archive.extraction.fields.metadata import Described, Stated
from archive.extraction.labels import dump, forest, refusal, second_pass
from archive.extraction.labels.second_pass import Labelled
from archive.extraction.labels.trafilatura_votes import is_prose, votes_of
from archive.extraction.likeness import sketch_of
from archive.model import KEPT, Block, Draft, Label, Metadata, Rejected

_AS_BYLINE = tuple(f"credit: {form}" for form in (Form.BYLINE, Form.SHARED, Form.SIGNED, Form.NAMES))
_BYLINE_REACH = 12
"""Blocks around the headline and the first words of the body in which a byline is the article's own."""


def draft_page(
    body: bytes, *, url: str | None = None, media_type: str | None = None, charset: str | None = None
) -> Draft | Rejected:
    """A page's labelled blocks, fields and credits. `charset`: what the HTTP header declared, if anything."""
    page = decode_page(body, media_type=media_type, charset=charset)
    if isinstance(page, Rejected):
        return page
    return _from_html(page, url) if isinstance(page, HtmlPage) else _from_text(page, url)


def _from_html(page: HtmlPage, url: str | None) -> Draft | Rejected:
    layout = blocks_of(page.tree)
    described = _with_printed_title(
        layout, metadata.read_metadata(page.tree, url=url), page.tree.findtext(".//title"), url
    )
    headline = second_pass.headline_of(layout, described.metadata.title)
    facts = described.metadata
    marked = best_line(
        candidates.byline_candidates(page.tree, facts.title), known=organizations.find, own=_own_names(facts)
    )
    keep = forest.judge_page(layout, votes_of(layout), headline, facts.standfirst)
    verdicts = second_pass.label_blocks(
        layout, keep, headline=headline, standfirst=facts.standfirst, language=facts.language
    )
    return _drafted(layout, verdicts, described, headline, url, marked)


def _with_printed_title(layout: Layout, described: Described, title_tag: str | None, url: str | None) -> Described:
    """The title as the page prints it, and the site's name from what the `<title>` has beside it."""
    facts = described.metadata
    host = urls.host_of(facts.url or url or "")
    if parts := second_pass.parted_title(layout, facts.title, host):
        facts = replace(facts, title=parts[0], site_name=facts.site_name or parts[1])
    elif not (facts.site_name or facts.publisher) and (parts := second_pass.parted_title(layout, title_tag, host)):
        facts = replace(facts, site_name=parts[1])
    return replace(described, metadata=facts)


def _from_text(page: TextPage, url: str | None) -> Draft | Rejected:
    layout = dump.layout_of(page.text)
    spoken = language.detect_language(" ".join(block.text for block in layout.blocks if is_prose(block)))
    reading = dump.read_dump(layout, spoken)
    keep = forest.judge_dump(layout, reading.keep, reading.headline)
    verdicts = second_pass.label_blocks(layout, keep, headline=reading.headline, standfirst=None, language=spoken)
    verdicts = dump.place_lines(layout, reading, verdicts)
    described = Described(dump.metadata_of_dump(layout, reading, verdicts, spoken), Stated())
    return _drafted(layout, verdicts, described, reading.headline, url)


def _drafted(
    layout: Layout,
    verdicts: list[Labelled],
    described: Described,
    headline: int | None,
    url: str | None,
    marked: str | None = None,
) -> Draft | Rejected:
    """What HTML and text dumps have in common once their blocks are labelled. `marked`: the byline by the markup."""
    flags = refusal.judge_article(layout, verdicts, described.metadata, declared=described.stated.article)
    if isinstance(flags, Rejected):
        return flags
    facts, stated = described.metadata, described.stated
    facts = replace(facts, flags=flags, language=language.settle_language(facts.language, _said(layout, verdicts)))
    labels = [label for label, _ in verdicts]
    credits = find_credits(layout, labels, headline=headline, metadata=facts, stated=stated, url=url)
    verdicts = strip.strip_credit_lines(layout, verdicts, credits, facts.language)
    near = _head(verdicts, headline)
    printed = _byline(layout, verdicts, near)
    own = _own_names(facts)
    line = best_line((printed, marked), known=organizations.find, own=own)
    line = line or signed_line(_sourced(layout, verdicts, near), known=organizations.find, own=own)
    people = choose_authors(stated, line, known=organizations.find, own=own)
    facts = replace(
        facts,
        byline=_without_date(printed or line),
        authors=tuple(one.author for one in people),
        signatures=tuple(one for one in people if one.role or one.organization or one.place),
        standfirst=_printed_standfirst(layout, verdicts) or facts.standfirst,
        published_at=facts.published_at or _printed_date(layout, verdicts, near, facts.language),
    )
    verdicts = second_pass.strip_biographies(layout, verdicts, facts.authors)
    labelled = zip(layout.blocks, verdicts, strict=True)
    blocks = tuple(Block(position, block.text, label, rule) for position, (block, (label, rule)) in enumerate(labelled))
    return Draft(facts, blocks, credits, sketch_of(body_of(blocks)))


def _own_names(facts: Metadata) -> list[str]:
    return [name for name in (facts.site_name, facts.publisher) if name]


def _said(layout: Layout, verdicts: list[Labelled]) -> str:
    return "\n".join(block.text for block, verdict in zip(layout.blocks, verdicts, strict=True) if verdict[0] in KEPT)


def _head(verdicts: list[Labelled], headline: int | None) -> range:
    """The blocks around the headline and the first words of the body, where byline and date are the article's own."""
    first = next((index for index, verdict in enumerate(verdicts) if verdict[0] in KEPT), len(verdicts))
    start = first if headline is None else min(headline, first)
    return range(max(0, start - 3), min(first + _BYLINE_REACH, len(verdicts)))


def _byline(layout: Layout, verdicts: list[Labelled], near: range) -> str | None:
    """The block that is the byline, and not an editor's or photographer's; a credit that stands as one will do."""
    signed = [index for index in near if verdicts[index][0] is Label.BYLINE]
    signed = [index for index in signed if not ANOTHER.match(layout.blocks[index].text.lstrip("[(（【 "))]
    signed += [index for index in near if verdicts[index][1].startswith(_AS_BYLINE)]
    return layout.blocks[signed[0]].text if signed else None


def _sourced(layout: Layout, verdicts: list[Labelled], near: range) -> Iterator[str]:
    """Lines that name the source, and may name the author beside it: "来源：新华网 作者：王小明"."""
    lines = (layout.blocks[index].text for index in near if verdicts[index][1].startswith(f"credit: {Form.LABEL}"))
    return filter(HAN_LATE.match, lines)


def _without_date(line: str | None) -> str | None:
    """A byline without the date that shares its line."""
    follows = FOLLOWS.search(line) if line else None
    if line and follows and follows.start() and any(map(str.isdigit, line[follows.start() :])):
        return line[: follows.start()].rstrip(" |•·,–—-")
    return line


def _printed_date(layout: Layout, verdicts: list[Labelled], near: range, spoken: str | None) -> str | None:
    """The first date printed around the headline."""
    lines = (layout.blocks[index].text for index in near if verdicts[index][0] in (Label.DATE, Label.BYLINE))
    return next(filter(None, (dates.parse_printed_date(line, spoken) for line in lines)), None)


def _printed_standfirst(layout: Layout, verdicts: list[Labelled]) -> str | None:
    return next(
        (block.text for block, verdict in zip(layout.blocks, verdicts, strict=True) if verdict[0] is Label.STANDFIRST),
        None,
    )

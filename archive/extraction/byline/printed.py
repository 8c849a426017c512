"""The byline as the page prints it, and what it makes of the article's fields."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from lxml import html

from archive import urls
from archive.extraction import organizations
from archive.extraction.byline import words as words
from archive.extraction.byline.authors import best_line, choose_authors, signed_line
from archive.extraction.byline.candidates import byline_candidates
from archive.extraction.byline.line import HAN_LATE, parse_byline
from archive.extraction.byline.unmarked import unmarked_byline
from archive.extraction.byline.words import ANOTHER, FOLLOWS
from archive.extraction.credits.forms import Form
from archive.extraction.fields.metadata import Stated
from archive.extraction.labelled import LabelledPage
from archive.model import Label, Metadata

_AS_BYLINE = tuple(f"credit: {form}" for form in (Form.BYLINE, Form.SHARED, Form.SIGNED, Form.NAMES))
_PARTS = re.compile(r"\s+[|•·:–—-]+\s+|:\s|\s*｜\s*")
_SOURCED = f"credit: {Form.LABEL}"


def marked_byline(tree: html.HtmlElement, facts: Metadata) -> str | None:
    """Give the line that the page's markup, or the words it begins with, show to be the byline."""
    return best_line(byline_candidates(tree, facts.title), known=organizations.find, own=_own_names(facts))


def add_byline(facts: Metadata, stated: Stated, page: LabelledPage, marked: str | None) -> Metadata:
    """Give the fields with byline, authors and signatures.

    The line printed near the headline goes before the `marked` one; a line that names the source counts only if it
    names a person too. Between what is printed and what the markup states, `choose_authors` decides.
    """
    own = _own_names(facts)
    printed = _printed_line(page)
    line = best_line(_fuller(printed, marked, own), known=organizations.find, own=own)
    line = line or signed_line(_source_lines(page), known=organizations.find, own=own)
    people = choose_authors(stated, line, known=organizations.find, own=own)
    unmarked = None if people else unmarked_byline(page, known=organizations.find, own=own)
    if unmarked:
        people = choose_authors(Stated(), unmarked, known=organizations.find, own=own)
    return replace(
        facts,
        byline=_without_date(printed or line or unmarked),
        authors=tuple(one.author for one in people),
        signatures=tuple(one for one in people if one.role or one.organization or one.place),
    )


def _fuller(printed: str | None, marked: str | None, own: Collection[str]) -> tuple[str | None, ...]:
    """Give the two lines, the likelier first: the marked one where it names whom the other names, and more."""
    if printed and marked:
        names = parse_byline(printed, known=organizations.find, own=own).persons
        if names and len(marked) > len(printed) and all(name in marked for name in names):
            return marked, printed
    return printed, marked


def _own_names(facts: Metadata) -> list[str]:
    host = urls.host_of(facts.url) if facts.url else None
    labels = (host or "").removeprefix("www.").split(".")[:-1]
    parts = _PARTS.split(facts.site_name or "")  # "River Post - the daily of the valley"
    return [name for name in (facts.site_name, facts.publisher, *labels, *parts[:1]) if name]


def _printed_line(page: LabelledPage) -> str | None:
    """Give the block that is the byline, and not an editor's or photographer's; a credit that stands as one will do."""
    near = page.head
    signed = [index for index in near if page.labels[index] is Label.BYLINE]
    signed = [index for index in signed if not ANOTHER.match(page.blocks[index].text.lstrip("[(（【 "))]
    signed += [index for index in near if page.rules[index].startswith(_AS_BYLINE)]
    if not signed:
        return None
    text = page.blocks[signed[0]].text
    following = signed[0] + 1
    if words.OPENER.fullmatch(text) and following < len(page.blocks):  # "Written by" in a block of its own
        return f"{text} {page.blocks[following].text}"
    return text


def _source_lines(page: LabelledPage) -> Iterator[str]:
    """Give the lines that name the source, and may name the author beside it: "来源：新华网 作者：王小明"."""
    lines = (page.blocks[index].text for index in page.head if page.rules[index].startswith(_SOURCED))
    return filter(HAN_LATE.match, lines)


def _without_date(line: str | None) -> str | None:
    """Cut a byline where a date follows on its line."""
    follows = FOLLOWS.search(line) if line else None
    if line and follows and follows.start() and any(map(str.isdigit, line[follows.start() :])):
        return line[: follows.start()].rstrip(" |•·,–—-")
    return line

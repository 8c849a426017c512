"""Where a page prints its headline, and which half of a `<title>` is it."""

import re
from dataclasses import replace
from itertools import islice

from archive import urls
from archive.extraction.decoding.blocks import Layout
from archive.extraction.fields.titles import LONGEST_TITLE, title_likeness
from archive.model import Metadata
from archive.scripts import fold_letters, folds_to, word_tokens

_HALVES = re.compile(r"\s[|•·—–-]\s|\s?[｜│︱]\s?|:\s|_|\s?::\s?|\s»\s|,\s|(?<=[^\x00-\x7f])[-—–](?=[^\x00-\x7f])")
_MOST_HALVES = 20
"""Signs at which a title is parted: each part is looked for on the whole page."""
_ALIKE = 0.5
"""Likeness from which two titles are of one article."""
_LINKED = 0.9
"""Share of a logo's text that links to the front page."""
_SAID = 3
"""How many times as long as the title its `<title>` may be, to be about it."""
_MARKED = 10
"""Signs that a printed title may have more than the stated one."""
_HEAD = 8
"""Blocks between a headline and its story."""
_TITLE_WORDS, _SITE_WORDS = 5, 6
"""A title has at least, the name of a site at most as many words."""


def find_headline(layout: Layout, title: str | None) -> int | None:
    """Find the block that says what the title says, headings first; else the page's only `h1`."""
    wanted = fold_letters(title or "")
    longest = 2 * len(title or "")
    same = [
        index
        for index, block in enumerate(layout.blocks)
        if wanted and len(wanted) <= len(block.text) <= longest and folds_to(block.text, wanted)
    ]
    headings = [index for index in same if layout.blocks[index].tag in ("h1", "h2")]
    if headings or same:
        return (headings or same)[0]
    first = [index for index, block in enumerate(layout.blocks) if block.tag == "h1"]
    if len({layout.blocks[index].node for index in first}) != 1:
        return None
    return max(first, key=lambda index: len(layout.blocks[index].text))  # beside it stand its kicker and subline


def with_printed_title(facts: Metadata, layout: Layout, *, title_tag: str | None, url: str | None) -> Metadata:
    """Give the fields with the title as the page prints it, and the site's name from what the `<title>` has beside it.

    `title_tag`: the text of the page's `<title>`. `url`: where the page was found.
    """
    host = urls.host_of(facts.url or url or "")
    title_tag = " ".join(title_tag[:LONGEST_TITLE].split()) if title_tag else None
    if other := _headline_below(layout, facts.title, title_tag, host):
        return replace(facts, title=other[0], site_name=facts.site_name or other[1])
    if parts := _part_title(layout, facts.title, host):
        return replace(facts, title=parts[0], site_name=facts.site_name or parts[1])
    if not (facts.site_name or facts.publisher) and (parts := _part_title(layout, title_tag, host)):
        return replace(facts, site_name=parts[1])
    return facts


def _headline_below(
    layout: Layout, title: str | None, title_tag: str | None, host: str | None
) -> tuple[str, str | None] | None:
    """Give what the `<title>` says, or the half of it, that the page prints below a heading which says something else.

    So stand logos, the names of portals and sections, and searches for a town or day, above the headline.
    """
    if not title_tag:
        return None
    said = title is not None and title in title_tag and _SAID * len(title) > len(title_tag)
    above = _place(layout, title or "")
    if said and (above is None or layout.blocks[above].link_density < _LINKED):
        return None
    found: tuple[str, str | None] | None = _part_title(layout, title_tag, host)
    if found is None and len(word_tokens(title_tag)) >= _TITLE_WORDS and _place(layout, title_tag) is not None:
        found = title_tag, None
    if found is None or (title and title_likeness(found[0], title) >= _ALIKE):
        return None
    below = _place(layout, found[0])
    if below is None or any(block.is_prose for block in layout.blocks[-1 if above is None else above : below]):
        return None
    return found if above is None or above < below else None


def _part_title(layout: Layout, title: str | None, address: str | None) -> tuple[str, str] | None:
    """Part title and site name where the page prints a half, and nowhere the whole: "The Herald | Dam holds".

    The half is long, or longer than the other. A colon parts a title from its kicker more often than from the site:
    then the site's address must say its name, or a space stand before it. What follows a comma is the site's only.
    """
    text, host = title or "", fold_letters(address or "")
    halves = list(islice(_HALVES.finditer(text), _MOST_HALVES))
    if not halves or _place(layout, text) is not None:
        return None
    for half in (*reversed(halves), *halves):
        front, back = text[: half.start()].strip(), text[half.end() :].strip()
        if _is_headline(layout, front, back) and (half[0] != ": " or text[half.start() - 1].isspace()):
            return front, _last_of_chain(back)
        names_site = (
            half[0] != ": " or text[half.start() - 1].isspace() or fold_letters(front).removeprefix("the") in host
        )
        if names_site and not half[0].startswith(",") and _is_headline(layout, back, front, last=True):
            return back, front
    return None


def _is_headline(layout: Layout, part: str, site: str, *, last: bool = False) -> bool:
    """Tell whether a half of a title is printed, and long enough not to be the site's name.

    `last`: it stands behind the other, where names of sites stand: if it is short, prose must follow.
    """
    words, others = len(word_tokens(part)), len(word_tokens(site))
    if not others or (words < _TITLE_WORDS and words <= others) or (last and others > _SITE_WORDS):
        return False
    place = _place(layout, part)
    if place is None or not last or words >= _TITLE_WORDS:
        return place is not None
    return any(block.is_prose for block in layout.blocks[place + 1 : place + _HEAD])


def _last_of_chain(site: str) -> str:
    """Give the site's own name of a chain of sections or a date before it: "Money_River Net", "26 Sep - The Ledger"."""
    return _HALVES.split(" ".join(site.split()))[-1].strip() or site


def _place(layout: Layout, title: str) -> int | None:
    """Give the first block that says just that."""
    folded = fold_letters(title)
    if not folded:
        return None
    least, most = len(folded) * 4 // 5, len(title) + _MARKED
    for index, block in enumerate(layout.blocks):
        first = block.text[0]
        may = least <= len(block.text) <= most and (not first.isalnum() or folded.startswith(first.casefold()))
        if may and folds_to(block.text, folded):
            return index
    return None

"""Where a page prints its headline, and which half of a `<title>` is it."""

import re
from dataclasses import replace
from itertools import islice

from archive import urls
from archive.extraction.decoding.blocks import Layout
from archive.extraction.fields.titles import LONGEST_TITLE
from archive.model import Metadata
from archive.scripts import fold_letters, folds_to, word_tokens

_HALVES = re.compile(r"\s[|•·—–-]\s|:\s|_|\s?::\s?|\s»\s")
_MOST_HALVES = 20
"""Signs at which a title is parted: each part is looked for on the whole page."""
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
    title_tag = title_tag[:LONGEST_TITLE] if title_tag else None
    if parts := _part_title(layout, facts.title, host):
        return replace(facts, title=parts[0], site_name=facts.site_name or parts[1])
    if not (facts.site_name or facts.publisher) and (parts := _part_title(layout, title_tag, host)):
        return replace(facts, site_name=parts[1])
    return facts


def _part_title(layout: Layout, title: str | None, address: str | None) -> tuple[str, str] | None:
    """Part title and site name where the page prints a half: "The Herald | Dam holds", and "Dam holds".

    A colon parts a title from its kicker more often than from the site: then the site's address must say its name.
    """
    text, host = title or "", fold_letters(address or "")
    for half in islice(_HALVES.finditer(text), _MOST_HALVES):
        front, back = text[: half.start()].strip(), text[half.end() :].strip()
        for part, site in ((back, front), (front, back)):
            likely = len(word_tokens(part)) >= _TITLE_WORDS and 0 < len(word_tokens(site)) <= _SITE_WORDS
            likely = likely and (half[0] != ": " or fold_letters(site).removeprefix("the") in host)
            if likely and _is_printed(layout, part):
                return part, _last_of_chain(site) if part == front else site
    return None


def _last_of_chain(site: str) -> str:
    """Give the site's own name of a chain of sections or a date before it: "Money_River Net", "26 Sep - The Ledger"."""
    return _HALVES.split(" ".join(site.split()))[-1].strip() or site


def _is_printed(layout: Layout, title: str) -> bool:
    folded = fold_letters(title)
    return any(title in block.text and folds_to(block.text, folded) for block in layout.blocks)

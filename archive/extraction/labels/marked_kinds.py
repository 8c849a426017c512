"""Pages of kinds that no labelled set holds: to log in, of a person or company, of the weather; told by plain signs.

What `page_kind` learned from pages does not know them. Two signs of different kinds must agree, and a page that says it
is an article is none of them.
"""

import re
from collections.abc import Collection
from urllib.parse import unquote, urlsplit

from lxml.html import HtmlElement

from archive.extraction.labelled import LabelledPage
from archive.model import Flag, Metadata
from archive.scripts import word_tokens
from archive.words import loader
from archive.words.patterns import compiled_later

_MUCH = 250
"""Words of prose from which a page has more to say than a form or an entry."""
_SHORT = 120
_NAME = 8
"""Words that a title's part which names such a page has at most."""
_DEGREES, _MANY_DEGREES = 5, 15
"""Short blocks with a temperature: of a forecast that is called one, and of one that is not."""
_NUMBERS = 2
_TEMPERATURE = re.compile(r"(?<![\w°])[-−–+]?\d{1,3}\s?(?:°|℃|℉)(?!\s?\d)")
_TELEPHONE = re.compile(
    r"(?<![\w.,/-])(?:\+\d{1,3}[\s.-]?)?\(?\d{2,4}\)?[\s.-]\d{3,4}[\s.-]\d{2,4}(?:[\s.-]\d{2,4})?(?!\w)"
)
_PARTS = re.compile(r"\s[|•·—–-]\s|:\s|\s?::\s?|\s»\s")
_ENTRIES = frozenset(
    "person physician dentist attorney localbusiness organization realestateagent medicalbusiness legalservice".split()
)
_ENTRY = frozenset(("profilepage", "og:profile"))
_WORDS = {
    kind: compiled_later(rf"(?:{loader.alternatives_of('page_kind', kind.value)})", re.IGNORECASE)
    for kind in (Flag.ACCOUNT, Flag.PROFILE, Flag.WEATHER)
}


def kind_by_marks(
    page: LabelledPage, tree: HtmlElement, facts: Metadata, kinds: Collection[str], url: str | None
) -> Flag | None:
    """Give the kind of a page to log in, of a person's or company's entry, or of a forecast; None of all others.

    `kinds`: what its markup says it is.
    """
    prose = sum(len(word_tokens(page.blocks[index].text)) for index in page.kept if page.blocks[index].is_prose)
    if prose >= _MUCH:
        return None
    short = [block.text for block in page.blocks if len(block.text) < _SHORT]
    called, steps = _called(page, facts), _steps(facts.url or url or "")
    named = {kind: any(map(words.fullmatch, called)) for kind, words in _WORDS.items()}
    placed = {kind: any(map(words.fullmatch, steps)) for kind, words in _WORDS.items()}
    if (named[Flag.ACCOUNT] or placed[Flag.ACCOUNT]) and (
        (named[Flag.ACCOUNT] and placed[Flag.ACCOUNT]) or tree.xpath("boolean(//input[@type='password'])")
    ):
        return Flag.ACCOUNT
    degrees = sum(map(bool, map(_TEMPERATURE.search, short)))
    called_so = any(map(_WORDS[Flag.WEATHER].search, (*called, *steps)))
    if degrees >= (_DEGREES if called_so else _MANY_DEGREES):
        return Flag.WEATHER
    numbers = sum(map(bool, map(_TELEPHONE.search, short)))
    stated, listed = bool(_ENTRY & set(kinds)), bool(_ENTRIES & set(kinds))
    if stated or (numbers >= _NUMBERS) + listed + placed[Flag.PROFILE] + named[Flag.PROFILE] >= 2:
        return Flag.PROFILE
    return None


def _called(page: LabelledPage, facts: Metadata) -> list[str]:
    """Give the parts of the title and the headline that are short enough to be a name."""
    headline = page.blocks[page.headline].text if page.headline is not None else ""
    parts = (part.strip(" .!?") for title in (facts.title or "", headline) for part in _PARTS.split(title[:300]))
    return [part for part in parts if 0 < len(word_tokens(part)) <= _NAME]


def _steps(url: str) -> list[str]:
    """Give the steps of an address, as words."""
    try:
        path = urlsplit(url).path
    except ValueError:  # what stands there is no address
        return []
    return [re.sub(r"[-_+]|\.\w{2,5}$", " ", unquote(step)).strip() for step in path.split("/") if step]

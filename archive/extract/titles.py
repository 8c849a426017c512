"""The headline of a page, chosen among what it prints and what its metadata say, without the site's name.

What readers see comes first: the `h1` that agrees best with the metadata. Metadata win where no `h1` agrees (a logo,
the blog's name), and where the `h1` is the same title with a kicker before it.
"""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from lxml import html

from archive.extract.json_ld import clean

SEPARATOR = re.compile(
    r"\s+(?:[|·•»«›:‖︱∣｜]|[-–—―]{1,2}|::|\|\|)\s+|\s*(?:\||｜|--|__)\s*|\s*[_＿](?=[^\x00-\x7f])|(?<=[^\x00-\x7f])-(?=[^\x00-\x7f])"
)
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u2060\ufeff\u200e\u200f"))
WORD = re.compile(r"\w+")
IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
ARCHIVE_PAGES = frozenset({"blogarchive", "blogarchiv"})  # old WordPress: "Site » Blog Archive » Title"
MAX_HEADINGS = 12
SITE_WORDS = 5
SAME = 0.25  # of the words two titles have together; below it a heading is not about this article
AGREE = 3
KICK = 1
SHORT = 3  # words; what a kicker or a site name may have at most to be taken off unseen


def headings(tree: html.HtmlElement) -> list[str]:
    """The texts of the page's `h1` elements, in page order."""
    found = []
    for heading in tree.iter("h1"):
        text = tidy(spaced(heading))
        if text and len(text) < 500:
            found.append(text)
        if len(found) == MAX_HEADINGS:
            break
    return found


def choose(printed: Sequence[str], stated: Sequence[str], sites: Iterable[str]) -> str | None:
    """The page's headline.

    `printed`: its `h1` texts in page order; `stated`: the titles its metadata give, best first, `<title>` last;
    `sites`: names the site goes by.
    """
    names = frozenset(key for site in sites if (key := _key(site))) | ARCHIVE_PAGES
    shown = [text for heading in printed if (text := without_site(heading, names)) and _key(text) not in names]
    said = [text for title in stated if (text := without_site(tidy(title), names)) and _key(text) not in names]
    said = [_without_tail(text, [*shown, *said]) for text in said]
    said = [text for text in said if not _cut_at_quote(text, said)]
    if not said:
        return shown[0] if shown else None
    tails = frozenset(_key(text) for text in shown if _is_tail(text, said[-1])) - set(map(_key, said[:-1]))
    if tails:
        shown = [text for text in shown if _key(text) not in tails]
        said = [without_site(text, tails) for text in said]
    heading = max(shown, key=lambda text: sum(likeness(text, other) for other in said), default="")
    if not heading or (max(likeness(heading, other) for other in said) < SAME and len(said) + len(shown) > 2):
        return said[0]
    return _without_kicker(heading, said)


def _without_kicker(heading: str, said: Sequence[str]) -> str:
    """`heading`, or the end of it that a source gives as the whole title."""
    return next((text for text in said if _is_end(text, heading)), heading)


def _cut_at_quote(text: str, others: Sequence[str]) -> bool:
    """Whether `text` ends where another source goes on with a quotation mark: an attribute that was not escaped."""
    return any(other.startswith(text) and other[len(text) :].lstrip()[:1] == '"' for other in others)


def _is_tail(text: str, title: str) -> bool:
    """Whether `text` is what `<title>` has behind a separator: the name of a blog or section, not of the article."""
    key = _key(text)
    return any(_key(title[cut.end() :]) == key for cut in SEPARATOR.finditer(title))


def tidy(text: str) -> str:
    """One line, without soft hyphens and other invisible characters."""
    return clean(text.translate(INVISIBLE))


def without_site(title: str, names: frozenset[str]) -> str:
    """`title` without the parts at its ends that are the site's name (`names`: folded by `_key`)."""
    while cuts := list(SEPARATOR.finditer(title)):
        first, last = title[: cuts[0].start()], title[cuts[-1].end() :]
        if _is_site(last, names):
            title = title[: cuts[-1].start()].strip()
        elif _is_site(first, names):
            title = title[cuts[0].end() :].strip()
        else:
            break
    return title


def _is_site(part: str, names: frozenset[str]) -> bool:
    """Whether a part of a title is the site's name, or a few words with that name among them."""
    key = _key(part)
    return key in names or (len(part.split()) <= SITE_WORDS and any(len(n) >= 5 and n in key for n in names)) or not key


def _without_tail(title: str, others: Sequence[str]) -> str:
    """`title` up to a separator, if another source has just that much of it."""
    for cut in SEPARATOR.finditer(title):
        start = title[: cut.start()].strip()
        if any(_key(start) == _key(other) for other in others):
            return start
    return title


def _is_end(text: str, heading: str) -> bool:
    """Whether `text` is the end of `heading`, and a title by itself."""
    return len(_words(text)) >= SHORT and _key(heading).endswith(_key(text)) and _key(text) != _key(heading)


def likeness(text: str, other: str) -> float:
    """Dice coefficient of the words of two titles, 0 to 1."""
    first, second = _words(text), _words(other)
    return 2 * len(first & second) / (len(first) + len(second) or 1)


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    folded = text.casefold()
    return frozenset(IDEOGRAPH.findall(folded)) | frozenset(WORD.findall(IDEOGRAPH.sub(" ", folded)))


@lru_cache(maxsize=256)
def _key(text: str) -> str:
    """Letters and digits only, case folded: what makes two spellings of a title or a name the same."""
    return "".join(WORD.findall(text.casefold())).replace("_", "")


def spaced(element: html.HtmlElement) -> str:
    """The element's text, with a space at line breaks and where two inner elements would glue two words."""
    text = ""
    for piece in element.itertext():
        if text and piece and text[-1].islower() and piece[0].isupper():
            text += " "
        text += piece
    return text

"""The headline of a page, chosen among what it prints and what its metadata say, without the site's name.

What readers see comes first: the `h1` that agrees best with the metadata, or a lesser heading that says what they say
(the `h1` of many papers is the end of a breadcrumb, worded for search engines). Metadata win where no heading agrees (a
logo, the blog's name), and where the heading is the same title with a kicker before it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from types import MappingProxyType

from lxml import html

from archive.extraction.fields.json_ld import clean_line
from archive.scripts import fold_letters, split_words

SEPARATOR = re.compile(
    r"\s+(?:[|·•»«›:‖︱∣｜]|[-–—―]{1,2}|::|\|\|)\s+|\s*(?:\||｜|--|__)\s*|\s*[_＿](?=[^\x00-\x7f])|(?<=[^\x00-\x7f])-(?=[^\x00-\x7f])"
)
INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u2060\ufeff\u200e\u200f"))
ARCHIVE_PAGES = frozenset({"blogarchive", "blogarchiv"})  # old WordPress: "Site » Blog Archive » Title"
CRUMB = re.compile(r"bread-?_?crumb", re.I)
CRUMB_REACH = 4  # elements from a heading outwards whose class or id may say that it is one of the crumbs
MAX_HEADINGS = 12
MAX_LESSER = 60
LONGEST = 500  # characters of a heading
LONGEST_TITLE = 1_000  # characters that are read of what the metadata call a title
SITE_WORDS = 5
SAME = 0.25  # of the words two titles have together; below it a heading is not about this article
SHORT = 3  # words; what a kicker or a site name may have at most to be taken off unseen
KICKED = re.compile(r"\s*[:|–—-]\s+")
SIGNED = re.compile(r"[:|–—-]\s*$")
LONG = 5  # words; what stands behind a separator may be the headline with as many
BROKEN = frozenset({"br", "small", "span", "div", "p", "strong", "em", "b", "i", "a"})
"""Elements in a heading that set a kicker or subline apart from it."""


def page_headings(tree: html.HtmlElement) -> tuple[list[str], list[str]]:
    """Give the texts of the page's `h1` elements in page order.

    Those that stand as headings, and those in navigation.
    """
    found: tuple[list[str], list[str]] = [], []
    for heading in islice(tree.iter("h1"), MAX_HEADINGS):
        if text := _text(heading):
            found[in_navigation(heading)].append(text)
    return found


def heading_lines(tree: html.HtmlElement) -> dict[str, list[str]]:
    """Give, by its text, the lines of each `h1` that its markup parts in two or more."""
    found: dict[str, list[str]] = {}
    for heading in islice(tree.iter("h1"), MAX_HEADINGS):
        if len(heading) and len(lines := list(filter(None, map(tidy_line, _lines(heading))))) > 1:
            found.setdefault(_text(heading), lines)
    return found


def _lines(heading: html.HtmlElement) -> Iterator[str]:
    yield heading.text or ""
    line = ""
    for element in heading:
        parted = element.tag in BROKEN
        if parted:
            yield line
            line = ""
        line += spaced_text(element) if isinstance(element.tag, str) else ""
        if parted:
            yield line
            line = ""
        line += element.tail or ""
    yield line


def lesser_headings(tree: html.HtmlElement) -> Iterator[str]:
    """Give the texts of the page's `h2` and `h3` elements in page order, without those in navigation."""
    for heading in islice(tree.iter("h2", "h3"), MAX_LESSER):
        if not in_navigation(heading) and (text := _text(heading)):
            yield text


def in_navigation(heading: html.HtmlElement) -> bool:
    """Tell whether a heading stands in navigation: as the last crumb on the way to the page, or as a menu's logo."""
    for above, element in enumerate((heading, *heading.iterancestors())):
        if element.tag == "nav":
            return True
        named = f"{element.get('class')} {element.get('id')}" if above < CRUMB_REACH and element.tag != "body" else ""
        if CRUMB.search(named):
            return True
    return False


def _text(heading: html.HtmlElement) -> str:
    text = tidy_line(spaced_text(heading))
    return text if len(text) < LONGEST else ""


def choose_title(
    printed: Sequence[str],
    stated: Sequence[str],
    sites: Iterable[str],
    *,
    crumbs: Sequence[str] = (),
    others: Iterable[str] = (),
    lines: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> str | None:
    """Choose the page's headline.

    `printed`: its `h1` texts in page order; `stated`: the titles its metadata give, best first, `<title>` last;
    `sites`: names the site goes by; `crumbs`: the `h1` texts in navigation; `others`: its lesser headings, which are
    read only if no `h1` is about the article; `lines`: of those of the headings that are parted in lines.
    """
    names = _site_keys(sites, printed, stated)
    shown, led = _without_sites(printed, names), _without_sites(crumbs, names)
    said = _without_sites(map(tidy_line, stated), names)
    said = [_without_tail(text, [*shown, *led, *said]) for text in said]
    said = [text for text in said if not _cut_at_quote(text, said)]
    if not said:
        return next(iter(shown + led), None)
    heads = [_key(text) for text in shown + led]
    tails = frozenset(key for key in heads if _is_tail(key, said[-1], heads)) - set(map(_key, said[:-1]))
    if tails:
        shown, led = ([text for text in texts if _key(text) not in tails] for texts in (shown, led))
        said = [without_site(text, tails) for text in said]
    least = SAME if len(said) + len(shown) + len(led) > 2 else 0.0
    if heading := _agreeing(shown, said, least):
        return _line_said(lines.get(heading, ()), heading, said) or _without_kicker(heading, said)
    if title := _named_by(others, said):
        return title
    heading = _agreeing(led, said, least)
    return _without_kicker(heading, said) if heading else said[0]


def _site_keys(sites: Iterable[str], printed: Sequence[str], stated: Sequence[str]) -> frozenset[str]:
    """Give the names of the site, folded; what an `h1` and a title say whole is the headline, though it be called one.

    The shortest such name may be a logo's, and stays.
    """
    whole = frozenset(map(_key, printed)) & frozenset(map(_key, stated))
    names = (site for site in sites if _key(site) not in whole or len(split_words(site)) < SITE_WORDS)
    return frozenset(key for site in names if (key := _key(site))) | ARCHIVE_PAGES


def _line_said(lines: Sequence[str], heading: str, said: Sequence[str]) -> str | None:
    """Give the line of a heading that is a stated title by itself, or the one behind a kicker.

    A kicker is a line that a title has with a sign behind it, where the heading has none: "Review: The bridge".
    """
    if heading in said:
        return None
    long = [line for line in lines if len(split_words(line)) >= SHORT]
    for text in said:
        if same := next((line for line in long if _key(line) == _key(text)), None):
            return same
    if len(lines) == 2 and lines[1] in long and not SIGNED.search(lines[0]):
        kicked = (
            text[: sign.start()] for text in said for sign in KICKED.finditer(text) if _key(text) == _key(heading)
        )
        if any(_key(kicker) == _key(lines[0]) for kicker in kicked):
            return lines[1]
    return None


def _without_sites(texts: Iterable[str], names: frozenset[str]) -> list[str]:
    """Give the texts that are more than the site's name, without it."""
    return [rest for text in texts if (rest := without_site(text, names)) and _key(rest) not in names]


def _agreeing(headings: Sequence[str], said: Sequence[str], least: float) -> str | None:
    """Give the heading that agrees best with what is said, if it does so with one title at least."""
    heading = max(headings, key=lambda text: sum(title_likeness(text, other) for other in said), default=None)
    return heading if heading and max(title_likeness(heading, other) for other in said) >= least else None


def _named_by(headings: Iterable[str], said: Sequence[str]) -> str | None:
    """Give the title that the first heading has which is one of them, or ends in one after a kicker."""
    for heading in headings:
        if (rest := _without_kicker(heading, said)) != heading:
            return rest
        if same := next((text for text in said if _key(text) == _key(heading)), None):
            return same
    return None


def _without_kicker(heading: str, said: Sequence[str]) -> str:
    """Give `heading`, or the end of it that a source gives as the whole title.

    A kicker stands in an element of its own, and who writes it into one line puts a sign between. So what a source
    gives letter for letter, signs included, is the headline as it stands: "Review: The bridge".
    """
    return heading if heading in said else next((text for text in said if _is_end(text, heading)), heading)


def _cut_at_quote(text: str, others: Sequence[str]) -> bool:
    """Tell whether `text` ends where another source goes on with a quotation mark.

    An attribute that was not escaped.
    """
    return any(other.startswith(text) and other[len(text) :].lstrip()[:1] == '"' for other in others)


def _is_tail(key: str, title: str, heads: Sequence[str]) -> bool:
    """Tell whether a heading's `key` is what `<title>` has behind a separator.

    The name of a blog or section, not of the article, unless a section's stands before it: that is a heading further
    up (`heads`), or it is shorter and no heading.
    """
    for cut in SEPARATOR.finditer(title):
        if _key(title[cut.end() :]) == key:
            front = title[: cut.start()]
            if _key(front) in heads:
                return heads.index(_key(front)) > heads.index(key)
            words = len(split_words(title[cut.end() :]))
            return words < LONG or words <= len(split_words(front))
    return False


def tidy_line(text: str) -> str:
    """Make one line, without soft hyphens and other invisible characters."""
    return clean_line(text.translate(INVISIBLE))


def without_site(title: str, names: frozenset[str]) -> str:
    """Strip from `title` the parts at its ends that are the site's name (`names`: folded by `_key`)."""
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
    """Tell whether a part of a title is the site's name, or a few words with that name among them."""
    key = _key(part)
    return key in names or (len(part.split()) <= SITE_WORDS and any(len(n) >= 5 and n in key for n in names)) or not key


def _without_tail(title: str, others: Sequence[str]) -> str:
    """Cut `title` at a separator, if another source has just that much of it.

    Where each half is another's, the one further down the page is the headline.
    """
    keys = [_key(other) for other in others]
    for cut in SEPARATOR.finditer(title):
        start, rest = title[: cut.start()].strip(), title[cut.end() :].strip()
        if _key(start) in keys:
            return rest if _key(rest) in keys and keys.index(_key(rest)) > keys.index(_key(start)) else start
    return title


def _is_end(text: str, heading: str) -> bool:
    """Tell whether `text` is the end of `heading`, and a title by itself."""
    return len(_words(text)) >= SHORT and _key(heading).endswith(_key(text)) and _key(text) != _key(heading)


def title_likeness(text: str, other: str) -> float:
    """Give the Dice coefficient of the words of two titles, 0 to 1."""
    first, second = _words(text), _words(other)
    return 2 * len(first & second) / (len(first) + len(second) or 1)


@lru_cache(maxsize=256)
def _words(text: str) -> frozenset[str]:
    return frozenset(split_words(text))


@lru_cache(maxsize=256)
def _key(text: str) -> str:
    return fold_letters(text)


def spaced_text(element: html.HtmlElement) -> str:
    """Give the element's text, with a space at line breaks and where two inner elements would glue two words."""
    text = ""
    for piece in element.itertext():
        if text and piece and text[-1].islower() and (piece[0].isupper() or piece[0] in '"“„«'):
            text += " "
        text += piece
    return text

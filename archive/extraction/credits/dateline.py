"""The dateline a story opens with, and the agencies in it: "OSLO, Norway (Reuters) - ", "新华社北京3月4日电"."""

import re
from dataclasses import dataclass

from archive.extraction import organizations
from archive.extraction.credits.names import Name, is_initials, split_names
from archive.extraction.credits.phrases import phrases_of
from archive.extraction.organizations import OrganizationKind
from archive.words import loader
from archive.words.patterns import alternation

_LONGEST = 120
_LEAST_TEXT = 8
"""Characters of story that must follow: "Jane Doe (AP)" alone is a caption."""


def _signed(*languages: str) -> str:
    """Give a pattern for the agencies that sign the datelines of some languages."""
    return alternation(name for language in languages for name in loader.lines_of(language, "dateline", "agencies"))


_PARENTHESES = re.compile(
    r"^\W{0,3}(?P<place>[^()（）:：]{0,70}?)\s*[-–—:]{0,2}\s*[(（](?P<names>[^()（）]{2,60})[)）]\s*"
    r"(?P<stop>[.,:։]*\s*[-–—−:]+|\.(?=\s)|(?=\s*[^\W\d_]))"
)
_SLASHES = re.compile(r"^(?P<place>[^()/]{2,60}?)\s*[-–—,]{0,2}\s*/(?P<names>[^/]{2,40})/\s*(?P<stop>[-–—.]+)")
_BRACKETS = re.compile(
    r"^[【［\[(（〔](?P<place>[^】\])）〕=＝/]{0,24})[=＝/\s](?P<names>[^】］\])）〕=＝]{2,20})[】］\])）〕]\s*(?P<stop>)"
)
_JAPANESE = re.compile(
    rf"^[【［\[(（](?P<place>[^】］\])）=＝/\sA-Z]{{0,12}}?)(?P<names>{_signed('ja')})[】］\])）](?P<stop>)\s*[-－—]?"
)
_BARE = re.compile(
    r"^(?P<place>(?:[^\W\d_][^.–—-]{1,30}\.\s+\d{1,2}[^.–—-]{2,14}\.\s+)?)(?P<names>[^\s.,–—()-][^.,–—()]{1,28}(?:\.[A-Z]{2})?)\s*(?P<stop>\.?\s*[-–—]{1,2})\s"
)
_RUSSIAN = re.compile(
    rf"^(?P<place>[А-ЯЁЇІЄҐ][^.–—]{{2,40}}?)\s*[-–—]\s*(?P<names>(?:{_signed('ru', 'uk')})[^.,–—]{{0,20}})(?P<stop>\.)"
)
_VIA = re.compile(r"^(?P<place>)(?P<names>[A-Z][^()–—]{1,40}?\svia\s[A-Z][^()–—]{1,30}?)\s*(?P<stop>[-–—])\s")
_CHINESE = re.compile(
    rf"^[\s(（【]*(?P<names>{_signed('zh')})"
    r"(?:记者[^电訊讯]{1,20})?(?P<place>[^\s，。0-9()（）]{0,12})(?:\d{1,4}年)?\d{1,2}月?\d{0,2}日?(?:[^，。]{0,8}?)(?P<stop>[电訊讯電])"
)
_INSIDE = re.compile(
    r"(?P<date>(?<!\d)\d{1,2}\s?(?:er)?\s?[.,]?\s?(?:[^\W\d_]{3,9}\s?[.,]?\s?[-–—]{0,2}|[-–—]{1,2})\s?)?"
    r"[(（]\s?(?P<names>[^()（）]{2,30}?)\s?[.,]?\s?[)）](?P<stop>\s?[.,]?\s?[-–—])?"
    r"|\d\s?\.?\s[-–—]\s(?P<bare>[^\W\d_][^().–—-]{2,20}?)\s?\.?\s[-–—]\s"
)
"""A dateline behind a headline, or of a further item, where lines ran together: "SION, 24 (ATS).-", "12. — Havas —"."""
_TAIWAN = re.compile(r"^[(（](?P<names>中央社)記者[^）)]{1,16}?(?P<place>[^\d）)]{2,4})\d{1,2}(?P<stop>日電)[）)]")
_FORMS = (
    (_TAIWAN, "(（"),
    (_PARENTHESES, "(（"),
    (_CHINESE, "电訊讯電"),
    (_SLASHES, "/"),
    (_BRACKETS, "【［[(（〔"),
    (_JAPANESE, "【［[(（"),
    (_VIA, "-–—"),
    (_RUSSIAN, "-–—"),
    (_BARE, "-–—"),
)
"""The forms of a dateline, each with signs of which it holds at least one: to look for them is cheap."""
_HAS_DATE = re.compile(r"\d")


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: where the story was filed (None: not said), who sent it, and how many characters it takes."""

    place: str | None
    names: tuple[Name, ...]
    end: int


def parse_dateline(text: str, language: str | None = None) -> Dateline | None:
    """Give the dateline a block opens with, if it names organisations of the list only; else None.

    `text`: one block. Combined agencies ("(APA/dpa)", "KVELLER via JTA") give one name each.
    """
    opening = text[:_LONGEST]
    signs = set(opening)
    for pattern, needed in _FORMS:
        match = None if signs.isdisjoint(needed) else pattern.match(opening)
        if match and len(text) - match.end() >= _LEAST_TEXT and (found := _dateline(pattern, match, language)):
            return found
    return None


def datelines_inside(text: str, language: str | None = None) -> list[Name]:
    """Give the agencies of the datelines within a block.

    They stand in old newspapers read by machine, and before items in one paragraph. A date before the parentheses or a
    dash behind them must show that it is one; nothing but agencies stands in them.
    """
    found: list[Name] = []
    for match in _INSIDE.finditer(text) if "(" in text or "—" in text else ():
        if match["bare"] or match["date"] or match["stop"]:
            listed = split_names(match["names"] or match["bare"], phrases_of(language), language)
            agencies = all(
                name.organization.kind is OrganizationKind.AGENCY and not name.beside for name in listed.known
            )
            if agencies and not listed.others and not listed.desks:
                found.extend(listed.known)
    return found


def _dateline(pattern: re.Pattern[str], match: re.Match[str], language: str | None) -> Dateline | None:
    place = match["place"].strip(" ,.-–—")
    if pattern is _VIA:
        names = [name for half in match["names"].split(" via ") if (name := _known(half, language))]
        return Dateline(None, tuple(names), match.end()) if len(names) == 2 else None
    printed = match["names"].replace("AFP時事", "AFP/時事")
    listed = split_names(printed, phrases_of(language), language)
    others = pattern is _BARE or not all(map(is_initials, listed.others))  # "(KNA/iz)": who edited it
    if (listed.others and others) or not listed.known or any(name.beside for name in listed.known):
        return None
    if pattern is _BARE and not all(_signs_bare(name) for name in listed.known):
        return None
    if pattern is _PARENTHESES:
        if organizations.find(place, language):  # "KHN (Kaiser Health News) is …"
            return None
        if not _is_place(place, match.string[match.end() :], marked=bool(match["stop"].strip())):
            return None
    return Dateline(place or None, listed.known, match.end())


def _known(text: str, language: str | None) -> Name | None:
    found = organizations.find(text, language)
    return Name(found, text.strip(), "") if found else None


def _signs_bare(name: Name) -> bool:
    """Tell whether a name without brackets can only be an agency's.

    "AGI - ", "INTERFAX.RU - "; "Wolff - " can be a man.
    """
    return name.organization.kind is OrganizationKind.AGENCY and (name.printed.isupper() or "." in name.printed)


def _is_place(place: str, after: str, *, marked: bool) -> bool:
    """Tell whether what stands before the parentheses can be a place and a date.

    `marked`: a dash or stop follows them.
    """
    if not place:
        return marked
    words = place.split()
    if len(words) > 10 or not (place[0].isupper() or not place[0].isascii()):
        return False
    if marked:
        return sum(word[:1].islower() for word in words if not _HAS_DATE.search(word)) <= 3
    dated = place.split(",")[0].isupper() or bool(_HAS_DATE.search(place))
    return dated or (len(words) <= 2 and after.lstrip()[:1].isupper())

"""The source slot of a head line, which says no word of it: a name beside the date, or before the reporter.

"2026-04-14 10:20 羊城晚报", "Medportal.example 10:20, 14 апреля 2026", "【中廣新聞／王小明】".
"""

import re
from collections.abc import Iterator

from archive.extraction import organizations
from archive.extraction.credits.forms import Form, Mention
from archive.extraction.credits.phrases import Phrases
from archive.scripts import HAN, is_east_asian
from archive.words import loader
from archive.words.patterns import alternation, compiled_later

_LONGEST = 90
_MOST_WORDS, _MOST_DENSE_WORDS = 6, 9
_YEAR = re.compile(r"(?:19|20)\d\d|\d{1,2}[:：]\d\d|\d\s?(?:分钟|分鐘|小时|小時|天)前")
_CLOCK = re.compile(r"(?<![\w.-])\d+[年月日時时分秒:：./-][\d年月日時时分秒:：./-]*(?![A-Za-z.])")
_PIECE = re.compile(r"(?<=\d{4})(?=[^\W\d_])|\s+[|·•]\s+|\s+|[|｜【】\[\]()（）,，;；]+")
_HOST = re.compile(r"(?!www\.)((?:[\w-]+\.)+(?!(?:html?|php|aspx?|jpe?g|png|pdf)\b)[a-z]{2,})", re.IGNORECASE)
_PAGE = re.compile(r"(?:https?://|www\.)[\w./?&=#%+~-]*", re.ASCII)
_OUTLET = compiled_later(rf"[{HAN}A-Za-z0-9]{{1,10}}(?:{alternation(loader.all_of('credit', 'outlets'))})$")
_REPORTER = alternation((*loader.all_of("byline", "reporters"), *loader.all_of("byline", "filed")))
_BEFORE_REPORTER = compiled_later(
    rf"^\W{{0,2}}(?P<name>[{HAN}A-Za-z0-9]{{2,12}}?)\s?[╱／/](?=[^╱／/]{{0,24}}(?:{_REPORTER}|[】〕)）]|[{HAN}]{{2,4}}$|$|\s?\d{{4}}[-/年]))"
)


def credits_of_slot(text: str, words: Phrases, language: str | None) -> Iterator[Mention]:
    """Give the one name in a head line's slot; a name no list knows must be written as an outlet's is."""
    if "://" in text:
        text = _PAGE.sub(" ", text).strip()
    if len(text) > _LONGEST or not text:
        return
    if _OUTLET.fullmatch(text) and is_east_asian(text):
        if found := organizations.find(text, language):  # a section's heading may end as an outlet's name does
            yield Mention(found, text, Form.SLOT, "alone")
        return
    before = _BEFORE_REPORTER.match(text) if is_east_asian(text) else None
    names = {before["name"]} if before else set(_names_beside_date(text))
    names = {name for name in names if not words.is_wire(name) and not words.is_desk(name)}
    if len(names) > 1:  # beside an outlet's name an address is the page's
        names = {name for name in names if not _HOST.fullmatch(name)}
    if len(names) != 1:
        return
    name = names.pop()
    found = organizations.find(name, language)
    if found or _is_outlet(name):
        yield Mention(found, name.lower() if _HOST.fullmatch(name) else name, Form.SLOT, "")


def _names_beside_date(text: str) -> Iterator[str]:
    """Give the pieces of a dated line that may be a name: an address, or an outlet's in Chinese characters."""
    if not _YEAR.search(text):
        return
    pieces = [piece for piece in _PIECE.split(_CLOCK.sub(" ", text)) if piece and any(map(str.isalpha, piece))]
    if len(pieces) <= (_MOST_DENSE_WORDS if is_east_asian(text) else _MOST_WORDS):
        yield from (
            piece for piece in pieces if _is_outlet(piece) or (is_east_asian(piece) and organizations.find(piece))
        )


def _is_outlet(name: str) -> bool:
    return bool(_HOST.fullmatch(name) or _OUTLET.match(name))

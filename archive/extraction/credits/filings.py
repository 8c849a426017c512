"""How Chinese stories say who filed them: "据新华社电", "新华网北京1月12日电", "环球网记者王小明报道", "（据新华社）".

A filing is names with the words for "according to" before them, or for "reporter" or "wire" behind. "据路透社报道，"
is none: it only relates what another says.
"""

import re
from collections.abc import Iterator

from archive.extraction import organizations
from archive.extraction.credits.forms import Form, Mention
from archive.scripts import HAN
from archive.words import loader
from archive.words.patterns import alternation, compiled_later

_LONGEST = 12
"""Characters of a printed name."""
_MOST = 4
"""Names that one filing joins."""
_OPENING, _SIGNED = 120, 40
"""Characters at a story's start in which its filing stands; of a line that is nothing but one."""
_LEAST_TEXT = 8


def _any(table: str, key: str) -> str:
    return f"(?:{alternation(loader.all_of(table, key))})"


_AFTER, _WIRED, _TOLD = _any("dateline", "after"), _any("dateline", "wired"), _any("dateline", "told")
_REPORTER, _OUTLET = _any("byline", "reporters"), _any("credit", "outlets")
_WORD = re.compile(f"{_AFTER}|{_WIRED}|{_TOLD}|{_REPORTER}|[【〔]")
_START = re.compile(rf"[\s\u3000]*(?P<bracket>[（(【〔\[]?)\s*(?P<after>{_AFTER}*)\s*")
_OPENER = compiled_later(rf"[\d\s/:：年月日.-]*[【〔(（■□]?(?:{_any('byline', 'openers')}\s?[:：/／]\s?)?")
_TITLE = re.compile(r"《(?P<name>[^《》]{2,20})》")
_JOINT = re.compile(r"[、／/╱·和及]?")
_DAY = r"(?:\d{2,4}年)?(?:\d{1,2}月)?\d{1,2}日"
_SIGNER = rf"{_REPORTER}[^，。：:（）()【】\d]{{1,20}}?"
_FILED = compiled_later(  # "北京1月12日电", "记者王小明台北12日電", "电" before a space or sign
    rf"(?:{_SIGNER})?[{HAN}]{{0,10}}?(?:{_DAY}[\s{HAN}]{{0,7}}?{_WIRED}|{_WIRED}(?![\w]))"
)
_TELLS = compiled_later(  # "记者王小明报道", "北京1月12日讯", "综合报道】"
    rf"(?:\W?{_SIGNER}\W?|[{HAN}]{{0,10}}?{_DAY}){_TOLD}(?![{HAN}])|{_AFTER}?{_TOLD}(?=[】〕\]：:]|\s|\W?{_REPORTER})"
)
_NAMED = re.compile(r"[】〕]\s*(?=\w)")
_SIGNS = compiled_later(rf"(?:{_SIGNER}|[{HAN}]{{0,10}}?(?:{_DAY})?[{HAN}]{{0,5}}?{_WIRED})?$")
_SIGNS_AFTER = compiled_later(rf"[{HAN}]{{0,6}}?(?:{_DAY})?(?:{_WIRED}|{_TOLD})?$")
_BRACKETED = re.compile(r"[（(【〔\[]([^（）()【】〔〕\[\]]{2,40})[)）】〕\]]\W*$")
_PICTURED = re.compile(rf"{_any('dateline', 'pictured')}\W*$")
_WITHIN = compiled_later(
    rf"[^，。（(]{{2,20}}{_TOLD}\s*[（(](?P<name>[{HAN}]{{2,8}}{_OUTLET}){_REPORTER}\s?[{HAN}·]{{2,4}}(?:[\s、，）)]|$)"
)
_REPORTER_LAST = re.compile(rf"(?<=..){_REPORTER}$")
_BY_REPORTER = compiled_later(rf"{_REPORTER}\s*[:：]?\s*[{HAN}·]{{2,4}}(?:[\s、／/╱]|{_TOLD}|$)")


def credits_of_filing(text: str) -> Iterator[Mention]:
    """Give who filed the story that a block opens, and whose reporter the brackets behind a dateline name."""
    opening = text[:_OPENING]
    if not _WORD.search(opening):
        return
    if within := _WITHIN.match(opening):
        name = within["name"]
        yield Mention(organizations.find(name), name, Form.SLOT, "")
    start = _START.match(opening)
    found, end = _names_from(opening, start.end() if start else 0)
    if start is None or len(text) - end < _LEAST_TEXT or not all(mention.organization for mention in found):
        return
    told = not start["after"] and (_TELLS.match(opening, end) or (start["bracket"] and _NAMED.match(opening, end)))
    if told or _FILED.match(opening, end):
        yield from _as_form(found, Form.DATELINE, start["after"])


def credits_of_signature(text: str) -> Iterator[Mention]:
    """Give who filed the story that a line or the brackets at a paragraph's end sign."""
    ending = _BRACKETED.search(text[-_SIGNED - _LONGEST :])
    signed = ending[1] if ending else text.strip(" 。") if len(text) <= _SIGNED else ""
    start = _START.match(signed)
    if not signed or start is None or _PICTURED.search(signed):
        return
    found, end = _names_from(signed, start.end())
    rest = signed[end:].strip()
    known = all(mention.organization for mention in found)
    if (start["after"] and _SIGNS_AFTER.match(rest)) or (rest and known and _SIGNS.match(rest)):
        yield from _as_form(found, Form.SIGN_OFF, start["after"])


def credits_of_reporter(text: str) -> Iterator[Mention]:
    """Give whose reporter signs in a byline: "采写：南都记者 方南", "臨河日報記者王小明／台北報導"."""
    opener = _OPENER.match(text) if len(text) <= _SIGNED and not _PICTURED.search(text) else None
    if opener is None or "，" in text:
        return
    found, end = _names_from(text, opener.end())
    if not found and (reporter := re.search(_REPORTER, text)):
        name = text[opener.end() : reporter.start()]
        if len(name) <= _LONGEST and re.fullmatch(rf"[{HAN}]{{2,8}}{_OUTLET}", name):
            found, end = [Mention(None, name, Form.BYLINE, "")], reporter.start()
    if _BY_REPORTER.match(text, end):
        yield from _as_form(found, Form.BYLINE, "")


def _names_from(text: str, start: int) -> tuple[list[Mention], int]:
    """Give the names that stand there, one after the other, and where they end; a title in 《》 may be of no list."""
    found: list[Mention] = []
    end = start
    while len(found) < _MOST:
        begin = end + len(joint[0]) if found and (joint := _JOINT.match(text, end)) else end
        if title := _TITLE.match(text, begin):
            listed = organizations.find(title["name"])
            found.append(Mention(listed, title["name"], Form.SIGN_OFF, ""))
            end = title.end()
            continue
        for size in range(min(_LONGEST, len(text) - begin), 1, -1):
            if text[begin : begin + size].isalnum() and (listed := organizations.find(text[begin : begin + size])):
                printed = _REPORTER_LAST.sub("", text[begin : begin + size])  # some are listed with it
                found.append(Mention(listed, printed, Form.SIGN_OFF, ""))
                end = begin + len(printed)
                break
        else:
            break
    return found, end


def _as_form(found: list[Mention], form: Form, phrase: str) -> Iterator[Mention]:
    return (Mention(mention.organization, mention.printed, form, phrase) for mention in found)

"""The day that a line prints, in whatever language, digits and era: "14. Apr. 2026", "2026. április 14.", "令和8年".

Names of months are CLDR's (`words/months.toml`); what else pages print stands in the `date` and `calendar` tables of
each language. All scripts' decimal digits are digits.
"""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache, lru_cache
from unicodedata import normalize

from archive.words import loader
from archive.words.patterns import alternation

Day = tuple[int, int, int]
"""Year, month, day of the Gregorian calendar; not every one exists."""

FIRST_YEAR, LAST_YEAR = 1800, 2100
# a letter that a pattern takes for another when case does not count; Turkish writes KASIM for kasım
_ALIKE = str.maketrans({"ı": "i", "ς": "σ", "ſ": "s", ".": None})
_ELIDED = re.compile("^d['’]")
_ACCENT = re.compile("[\u0300-\u036f]")
_UNSEEN = re.compile("[\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
_TOKEN = re.compile(r"\d+|[^\W\d_](?:[^\d\s.,،:;|/()\[\]\-–—·•_]|\.(?=[^\W\d_]))*|[^\w\s]")
_PASSED = frozenset("،.,-–'’/º°ª")
_MOST_TOKENS = 120
_MOST_PASSED = 4
_MOST_WORDS = 3
"""Words of the longest name of a month."""
_NUMERAL = re.compile(r"[〇零一二三四五六七八九十元]+(?=\s?[年月日])")
_CIPHERS = {char: value for value, char in enumerate("〇一二三四五六七八九")} | {"零": 0, "元": 1}
_UNIT_FIRST = re.compile(r"(?<!\d)(\d{1,4})\s?[年년]\s?(\d{1,2})\s?[月월]\s?(\d{1,2})(?:\s?[日일]|(?!\d))")
_YEAR_FIRST = re.compile(r"(?<!\d)(\d{4})\s?[-/.]\s?(\d{1,2})\s?[-/.]\s?(\d{1,2})(?!\d)")
_DAY_FIRST = re.compile(r"(?<![\d.])(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})(?!\d)")
_SLASHED = re.compile(r"(?<![\d/])(\d{1,2})([/-])(\d{1,2})\2(\d{4})(?![\d/])")
_MAY_PRINT = re.compile(r"\d{4}|\d\d?[./]\d\d?[./]\d\d|[〇零一二三四五六七八九十元\d]\s?[年년]")
_MONTH_FIRST_SITES = re.compile(r"en[-_](?:us|ph)", re.I)


def find_day(text: str, language: str | None) -> Day | None:
    """Give the day that a line prints: with its month's name, else in numbers. `language` as in `dates`."""
    line = _UNSEEN.sub("", text)
    if not line.isascii():
        line = _NUMERAL.sub(_number, line)
    return _named(line, language) or _numbered(line, language)


def may_print_year(text: str) -> bool:
    """Tell whether a line holds what can be a year, or a date of two digits each: a cheap look before it is read."""
    return bool(_MAY_PRINT.search(text))


def _named(line: str, language: str | None) -> Day | None:
    """Give the first day whose month is a name: day, month, year in any order that has the month beside the day."""
    tokens = _TOKEN.findall(line)[:_MOST_TOKENS]
    for start, token in enumerate(tokens):
        if not token[0].isalpha():
            continue
        for size in range(_MOST_WORDS, 0, -1):
            month = _month(" ".join(tokens[start : start + size]), language)
            if month and (found := _around(tokens, start, start + size, month, language)):
                return found
    return None


def _around(tokens: list[str], start: int, end: int, month: tuple[int, bool], language: str | None) -> Day | None:
    """Give the day around a month's name: "14 April 2026", "April 14, 2026", "2026. április 14.", "2026, 14 April"."""
    before, after = list(_numbers(tokens[:start][::-1])), list(_numbers(_without_clock(tokens[end:])))
    orders = (
        (before[:1], after[:1]),
        (after[:1], after[1:2]),
        (after[:1], before[:1]),
        (before[:1], before[1:2]),
    )
    for days, years in orders:
        if days and years and len(days[0]) <= 2 and 1 <= int(days[0]) <= 31 and len(years[0]) == 4:
            return _gregorian(int(years[0]), month[0], int(days[0]), solar=month[1], language=language)
    return None


def _numbers(tokens: list[str]) -> Iterator[str]:
    """Give the first two numbers of some tokens, as far as nothing stands before them that dates do not have."""
    passed = found = 0
    for token in tokens:
        if token.isdigit():
            yield token
            found, passed = found + 1, 0
        elif passed == _MOST_PASSED or not (token in _PASSED or token.lower() in _between()):
            return
        else:
            passed += 1
        if found == 2:
            return


def _without_clock(tokens: list[str]) -> list[str]:
    """Leave out the time in "Apr 14, 10:30:00 CET 2026"."""
    if len(tokens) < 5 or not tokens[0].isdigit():
        return tokens
    rest = tokens[2:] if tokens[1] == "," else tokens[1:]
    clock = re.match(r"\d\d : \d\d (?:: \d\d )?(?:[A-Z]{2,5} )?(?=\d{4}\b)", " ".join(rest))
    return [tokens[0], *rest[len(clock[0].split()) :]] if clock else tokens


def _numbered(line: str, language: str | None) -> Day | None:
    if match := _UNIT_FIRST.search(line):
        era = _eras().search(line[: match.start()].rstrip())
        year = int(match[1]) + (_era_years()[era[0].lower()] if era else 0)
        return _gregorian(year, int(match[2]), int(match[3]), language=language)
    if match := _YEAR_FIRST.search(line):
        return _gregorian(int(match[1]), int(match[2]), int(match[3]), solar=_is_solar(match[1], language))
    if match := _DAY_FIRST.search(line):
        return _gregorian(int(match[3]), int(match[2]), int(match[1]), language=language)
    return _slashed(line, language)


def _slashed(line: str, language: str | None) -> Day | None:
    match = _SLASHED.search(line)
    if not match:
        return None
    first, second, year = int(match[1]), int(match[3]), int(match[4])
    if first > 12:
        return _gregorian(year, second, first, language=language)
    if second > 12 or first == second or _MONTH_FIRST_SITES.fullmatch(language or ""):
        return _gregorian(year, first, second, language=language)
    known = language and language.lower() != "en"
    return _gregorian(year, second, first, language=language) if known else None


def _gregorian(year: int, month: int, day: int, *, solar: bool = False, language: str | None = None) -> Day:
    """Give a day of the calendar that it is written in: a year that cannot be ours is one of the language's eras."""
    if solar:
        return _from_solar(year, month, day)
    if not FIRST_YEAR <= year <= LAST_YEAR:
        eras = _eras_of((language or "").lower()[:2])
        year = next((year + years for years in eras if FIRST_YEAR <= year + years <= LAST_YEAR), year)
    return year, month, day


def _from_solar(year: int, month: int, day: int) -> Day:
    """Give a day of the Iranian calendar, whose leap years follow one another in turns of 33 years (1178 to 1633)."""
    leaps = (8 * year + 21) // 33
    ordinal = 226_894 + 365 * (year - 1) + leaps + 31 * (month - 1) - max(0, month - 7) + day
    found = date.fromordinal(max(1, ordinal))
    return found.year, found.month, found.day


def _is_solar(year: str, language: str | None) -> bool:
    """Tell whether a year in numbers is one of the Iranian calendar: only its languages write 1405/01/25."""
    return 1300 <= int(year) < 1500 and bool(_solar_months((language or "").lower()[:2]))


@lru_cache(maxsize=4096)
def _month(name: str, language: str | None) -> tuple[int, bool] | None:
    """Give a month's number, and whether it is of the Iranian calendar; the page's own language is asked first."""
    code, key = (language or "").lower()[:3].rstrip("-_"), _key(name)
    if number := _solar_months(code[:2]).get(key):
        return number, True
    number = _months_of(code).get(key) or _every_month().get(key)
    return (number, False) if number else None


def _key(name: str) -> str:
    return _ELIDED.sub("", _ACCENT.sub("", normalize("NFD", name.lower().translate(_ALIKE))))


@cache
def _months_of(code: str) -> dict[str, int]:
    return {_key(name): number for name, number in loader.months_of(code).items()}


@cache
def _every_month() -> dict[str, int]:
    """Give the months of all languages; of a name that two have for different ones, those with a file go first."""
    found = {_key(name): number for name, number in reversed(loader.every_month().items())}
    for code in loader.dated_languages():
        for name, number in _months_of(code).items():
            found.setdefault(name, number)
    return found


@cache
def _between() -> frozenset[str]:
    eras = (name.rstrip(".") for name in _era_years())
    words = (*loader.between_dates(), *loader.all_of("date", "ordinals"), *loader.all_of("date", "of"), *eras)
    return frozenset(words)


@cache
def _solar_months(code: str) -> dict[str, int]:
    listed = loader.lines_of(code, "calendar", "solar_months") if code in loader.list_languages() else ()
    return {_key(name): number for number, line in enumerate(listed, 1) for name in line.split()}


@cache
def _eras_of(code: str) -> tuple[int, ...]:
    """Give for each era of a language the years that its first one is behind ours."""
    listed = loader.lines_of(code, "calendar", "eras") if code in loader.list_languages() else ()
    return tuple(dict.fromkeys(int(line.split()[-1]) for line in listed))


@cache
def _era_years() -> dict[str, int]:
    return {line.split()[0].lower(): int(line.split()[-1]) for line in loader.all_of("calendar", "eras")}


@cache
def _eras() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(_era_years())})$", re.I)


def _number(match: re.Match[str]) -> str:
    """Give a Chinese numeral in digits: 二〇二六, 十四, 三十一."""
    text = match[0]
    if "十" not in text:
        return "".join(str(_CIPHERS[char]) for char in text)
    tens, ones = text.split("十", 1)
    if len(tens) > 1 or len(ones) > 1:
        return text
    return str(10 * _CIPHERS.get(tens, 1) + _CIPHERS.get(ones, 0))

"""When a page was published: its dates as UTC ISO 8601 strings, only as precise as the page is.

A time counts only with its zone: `2024-03-04T15:30+01:00` becomes `2024-03-04T14:30:00Z`, but `04.03.2024, 15:30 Uhr`
becomes `2024-03-04`, since an hour in an unknown zone is no instant. Midnight sharp is how systems write "that day":
it gives the day as printed. The door to htmldate, which is asked only where the page states no date.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone
from typing import cast

from lxml import etree, html

from archive.extraction.fields import printed_days, surroundings
from archive.extraction.labelled import LabelledPage
from archive.model import Label, Metadata
from archive.scripts import LETTERS
from archive.words import loader
from archive.words.patterns import alternation

ZONES: dict[str, int] = {
    name: minutes
    for language in ("any", *loader.list_languages())
    for name, minutes in loader.tables_of(language).get("zones", {}).items()
}
"""Minutes east of Greenwich."""
_OCLOCK = alternation(loader.all_of("date", "clock"))
ZONE = rf"(?:(?:utc|gmt)?\s?[+-]\d\d:?\d\d|{'|'.join(sorted(ZONES, key=len, reverse=True))})(?![\w])"
ISO = re.compile(
    r"(?<!\d)(\d{4})-(\d\d)-(\d\d)(?!\d)"
    r"(?:[T ,]{1,3}(\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?\s?(Z|UTC|GMT|[+-]\d\d:?\d\d)?)?",
    re.I,
)
COMPACT = re.compile(r"\s*(\d{4})(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?)?\s*(Z|[+-]\d\d:?\d\d)?\s*", re.I)
CLOCK = re.compile(
    rf"(?<!\d)(\d{{1,2}})(?:[:h.](\d\d)(?::(\d\d))?)?\s?(?:(?:{_OCLOCK})\s)?(a\.?m\.?|p\.?m\.?)?\s?\(?({ZONE})",
    re.I,
)
UPDATED = re.compile(loader.alternatives_of("date", "updated"), re.I)
SHOWING = frozenset({
    "time", "span", "p", "div", "li", "td", "small", "em", "i", "b", "strong", "a", "h2", "h3", "h4", "h5", "h6",
    "date", "dd", "font",
})  # fmt: skip
FACTS = frozenset({"td", "dd", "li"})
CELLS = frozenset({"td", "th", "dd", "dt"})
PROSE = SHOWING - FACTS
DAY = len("2026-11-22")
MAX_LINE = 500
MOVED = timedelta(days=30)
MAX_FACT = 120
LONGEST = 80  # characters of a line whose subject is a date
MOST_WORDS = 9
NO_DATE = frozenset({"1969-12-31", "1970-01-01", "1900-01-01"})
"""What systems write that know no date."""
LENGTH = etree.XPath("string-length(string(.))")
LONGEST_SEARCHED = 3_000_000
"""Characters, scripts included, up to which htmldate searches a page: its many patterns take a second for 5,000,000."""
REMARKS_IN_ATTRIBUTES = etree.XPath("//@*[contains(., '<!--')]")
MOST_REMARKS = 100
"""`<!--` in attributes up to which it searches: to write a page, libxml2 looks for the end of each in what follows."""


def stated_date(values: Iterable[str], language: str | None) -> str | None:
    """Give the first of some metadata values that is a date. `language` as in `parse_printed_date`.

    Where another value has the same clock in another zone, local time passes for UTC or the reverse: which, nobody
    knows, and the day as written is all that is sure.
    """
    listed = [value[:100] for value in values]
    for value in listed:
        if found := parse_printed_date(value, language):
            reading = _reading(value)
            zones = {zone for other, zone in map(_reading, listed) if other == reading[0]}
            return reading[0][:DAY] if reading[0] and len(zones) > 1 else found
    return None


def stated_day(values: Iterable[str], language: str | None) -> str | None:
    """Give the day of the first metadata value that is a date, as it is written; None where its clock is UTC.

    A clock with another zone is the outlet's own; that of UTC is its system's.
    """
    for value in values:
        if not parse_printed_date(value[:100], language):
            continue
        match = ISO.search(value[:100])
        if match and match[7] and not _offset(match[7]):
            return None
        found = match.groups()[:3] if match else printed_days.find_day(value[:100], language)
        return "-".join(f"{int(part):02}" for part in found) if found else None
    return None


def outlets_day(page: LabelledPage, facts: Metadata) -> str | None:
    """Give the day of publication by the outlet's own clock.

    As its markup writes it, else as the page prints it near the headline, else that of the moment in UTC; what is
    printed counts within a day of that moment.
    """
    if facts.published_at is None or facts.published_day:
        return facts.published_day
    day = facts.published_at[:DAY]
    printed = (date_near_headline(page, facts.language) or day) if len(facts.published_at) > DAY else day
    apart = abs(date.fromisoformat(printed[:DAY]) - date.fromisoformat(day))
    return printed[:DAY] if len(printed) == DAY and apart <= timedelta(days=1) else day


def _reading(stamp: str) -> tuple[str, int]:
    """Give day, hour and minute of an ISO 8601 time, as written, and its zone in minutes; "" where it has none."""
    match = ISO.search(stamp)
    return ("-".join(match.groups()[:5]), _offset(match[7])) if match and match[7] else ("", 0)


def parse_printed_date(text: str, language: str | None = None) -> str | None:
    """Give the first date printed in a line, as `YYYY-MM-DD` or `YYYY-MM-DDTHH:MM:SSZ`; None if there is none.

    `language`: an ISO 639-1 code, or a full tag such as `en-US`. It decides what 03/04/2024 is: the fourth of March for
    `en-US`, the third of April elsewhere; for plain `en`, where both are in use, and for None it is no date.
    """
    text = text[:MAX_LINE]
    if match := ISO.search(text) or COMPACT.fullmatch(text):
        year, month, day, hour, minute, second, zone = match.groups()
        clock = (int(hour), int(minute), int(second or 0), zone) if hour and zone else None
        return _written(int(year), int(month), int(day), clock)
    found = printed_days.find_day(text, language)
    return _written(*found, _clock(text)) if found else None


def printed_date(
    elements: Iterable[html.HtmlElement], language: str | None, *, listed: frozenset[str] = SHOWING
) -> str | None:
    """Give the date of publication among the elements that follow the headline: a short text which says little else.

    A date marked as an update counts only if there is no other. `listed`: the elements that may print it.
    """
    updated = None
    told = False  # below the story's first words a table has facts
    for element in elements:
        told = told or (element.tag == "p" and len(element.text or "") > MAX_FACT)
        stamp = element.get("datetime") if element.tag == "time" else None
        line = (
            " ".join(filter(None, (element.text, *(child.tail for child in element)))) if element.tag in listed else ""
        )
        line = " ".join(line.split())
        if not stamp and (len(line) > LONGEST or not printed_days.may_print_year(line)):
            continue
        found = parse_printed_date(stamp or line, language) or parse_printed_date(line, language)
        if (
            not found
            or len(LETTERS.findall(line)) > MOST_WORDS
            or _is_quoted(element)
            or (told and element.tag in CELLS)
            or surroundings.is_elsewhere(element)
        ):
            continue
        if not _is_update(element, line):
            return found
        updated = updated or found
    return updated


def date_near_headline(page: LabelledPage, language: str | None) -> str | None:
    """Give the first date that a date or byline around the headline prints. `language` as in `parse_printed_date`."""
    lines = (
        page.blocks[index].text
        for index in page.head
        if page.labels[index] in (Label.DATE, Label.BYLINE)
        and (index < page.first or page.blocks[index].tag not in CELLS)
    )
    return next(filter(None, (parse_printed_date(line, language) for line in lines)), None)


def _is_quoted(element: html.HtmlElement) -> bool:
    """Tell whether it stands in a quotation, as the date of an embedded post does."""
    return next(element.iterancestors("blockquote"), None) is not None


def _is_update(element: html.HtmlElement, line: str) -> bool:
    """Tell whether a date is marked as that of a change; in "4 March 2024, updated 5 March" the first is not."""
    told = UPDATED.search(line)
    if told and not printed_days.may_print_year(line[: told.start()]):
        return True
    return bool(UPDATED.search(f"{element.get('class') or ''} {element.get('itemprop') or ''}"))


def is_earlier(seen: str, stated: str) -> bool:
    """Tell whether a printed date makes one that the markup states for both publication and change that of the change.

    A day before another; a time, which systems state alike until there is a change, by a month.
    """
    if len(stated) == DAY:
        return seen[:DAY] < stated
    return date.fromisoformat(seen[:DAY]) + MOVED < date.fromisoformat(stated[:DAY])


def search_date(tree: html.HtmlElement, url: str | None, language: str | None) -> str | None:
    """Find the day of publication by htmldate's search of the whole page: for pages that state none.

    It makes days of years and months too, such as those of the founding; only one that the address or a short line
    gives in full counts.
    """
    if cast(float, LENGTH(tree)) > LONGEST_SEARCHED:
        return None
    if sum(value.count("<!--") for value in cast("list[str]", REMARKS_IN_ATTRIBUTES(tree))) > MOST_REMARKS:
        return None
    from htmldate import find_date  # 0.15 s to import, and most pages never need it

    try:
        # the extensive search would load dateparser: 1.5 s a process
        found = find_date(tree, original_date=True, extensive_search=False, url=url, outputformat="%Y-%m-%d")
    except Exception:  # htmldate promises no set of errors; a page without a date is nothing special
        return None
    if not isinstance(found, str) or found in NO_DATE:
        return None
    return found if _is_given(found, tree, url, language) else None


def _is_given(day: str, tree: html.HtmlElement, url: str | None, language: str | None) -> bool:
    if day.replace("-", "") in re.sub(r"\D", "", url or ""):
        return True
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in surroundings.UNSEEN or element.tag in FACTS:
            continue
        for line in (element.text, element.get("datetime"), element.get("content"), element.tail):
            if line and len(line) <= MAX_LINE and day[:4] in line and _says(line, day, language):
                return True
    return False


def _says(line: str, day: str, language: str | None) -> bool:
    return (parse_printed_date(line, language) or parse_printed_date(line, "fr") or "")[:DAY] == day


def _clock(text: str) -> tuple[int, int, int, str] | None:
    """Give hour, minute, second and zone printed in a line; None without a zone, or without a clear hour."""
    match = CLOCK.search(text)
    if not match or not (match[2] or match[4]):
        return None
    hour, half = int(match[1]), (match[4] or "").lower()
    if half:
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    return hour, int(match[2] or 0), int(match[3] or 0), match[5]


def _written(year: int, month: int, day: int, clock: tuple[int, int, int, str] | None) -> str | None:
    """Give the date as a string, in UTC if it has a time; None if there is no such day."""
    try:
        printed = date(year, month, day).isoformat()
        if not printed_days.FIRST_YEAR <= year <= printed_days.LAST_YEAR or printed in NO_DATE:
            return None
        if clock is None or clock[:3] == (0, 0, 0):
            return printed
        hour, minute, second, zone = clock
        local = datetime(
            year, month, day, hour, minute, min(second, 59), tzinfo=timezone(timedelta(minutes=_offset(zone)))
        )
    except (ValueError, OverflowError):
        return None
    return local.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _offset(zone: str) -> int:
    """Give minutes east of Greenwich."""
    name = zone.lower().replace(" ", "")
    if name in ZONES:
        return ZONES[name]
    digits = name[-5:].replace(":", "") if ":" not in name else name[-6:].replace(":", "")
    return (-1 if digits[0] == "-" else 1) * (int(digits[1:3]) * 60 + int(digits[3:5]))

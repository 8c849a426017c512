"""`python -m bench.words.months`: write `archive/words/months.toml`, how CLDR writes dates in every language it knows.

Babel carries CLDR. Reading its locales at run time would cost every process more than reading the file does.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from babel.localedata import locale_identifiers

from archive.words import loader

FILE = Path(loader.__file__).with_name("months.toml")
CODES = {"nb": "no", "nn": "no"}
"""What pages call a language, where it is not what CLDR calls it."""
HEAD = """\
# Dates by language, generated from CLDR by `python -m bench.words.months`: what CLDR lacks stands in the language's own
# file. A line has twelve months, `|` between them, each with its names and abbreviations, a comma between: as in dates,
# with what a date glues to them, and alone. `between`: what dates have between day, month and year. `weekdays`: those
# of the languages with a file.
"""
_OF = re.compile(r"^(?:de |d['’])")
_MONTH = re.compile(r"(?P<before>[^\W\d_]*)\0(?P<after>[^\W\d_]*)")
_LONGEST = 8
_LEAST_DAY = 5


def write_months() -> str:
    """Give the file's text: a line a language, one that CLDR writes with names at all."""
    lines: dict[str, dict[int, list[str]]] = {}
    between: set[str] = set()
    weekdays: set[str] = set()
    for identifier in sorted(locale_identifiers(), key=lambda name: (name.count("_"), name)):
        locale = Locale.parse(identifier)
        named = lines.setdefault(CODES.get(locale.language, locale.language), {n: [] for n in range(1, 13)})
        taken = {name: number for number, names in named.items() for name in names}
        for number, name in _names(locale):
            if taken.setdefault(name, number) == number and name not in named[number]:
                named[number].append(name)
        between.update(_between(locale))
        if CODES.get(locale.language, locale.language) in loader.list_languages():
            weekdays.update(_weekdays(locale))
    months = {code: "|".join(",".join(named[n]) for n in range(1, 13)) for code, named in sorted(lines.items())}
    written = "".join(f"{code} = {_quoted(text)}\n" for code, text in months.items() if text.strip("|"))
    days = " ".join(sorted(weekdays))
    return f"{HEAD}between = {_quoted(' '.join(sorted(between)))}\nweekdays = {_quoted(days)}\n\n[months]\n{written}"


def _names(locale: Locale) -> Iterator[tuple[int, str]]:
    """Give a locale's names of months in lower case, without those that are a number or the same in all languages."""
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, printed in locale.months[context][width].items():
                name = _OF.sub("", printed.lower().strip(" .")).replace(".", "")
                if not any(map(str.isalpha, name)) or re.fullmatch(r"m\d\d|\d+\W?[月월]", name):
                    continue
                yield number, name
                for before, after in _glued(locale) if context == "format" else ():
                    yield number, f"{before}{name}{after}"


def _patterns(locale: Locale) -> Iterator[str]:
    """Give how a locale writes day, month and year; quoted text bare, and the month's name as a zero character."""
    formats = [str(locale.date_formats[width]) for width in ("full", "long", "medium")]
    formats += [str(text) for key, text in locale.datetime_skeletons.items() if key in ("yMMMd", "yMMMMd", "MMMMd")]
    for text in formats:
        parts = re.split(r"('[^']*')", text)
        yield "".join(part[1:-1] if part[:1] == "'" else _fields(part) for part in parts)


def _fields(part: str) -> str:
    return re.sub(r"[A-Za-z]+", lambda field: "\0" if field[0] in ("MMM", "MMMM", "LLL", "LLLL") else "\1", part)


def _glued(locale: Locale) -> list[tuple[str, str]]:
    """Give what dates write before and behind a month's name without a space: Hebrew `ב`, Basque `ren`."""
    found = {(match["before"], match["after"]) for text in _patterns(locale) for match in _MONTH.finditer(text)}
    return sorted(pair for pair in found if any(pair))


def _between(locale: Locale) -> Iterator[str]:
    """Give the words that dates have beside their numbers: `de`, `gada`."""
    for text in _patterns(locale):
        for word in re.findall(r"[^\W\d_\0\1]+", _MONTH.sub(" ", text)):
            if len(word) <= _LONGEST:
                yield word.lower()


def _weekdays(locale: Locale) -> Iterator[str]:
    """Give a locale's names of days in lower case: of one word, which is long enough to be no other."""
    for name in locale.days["format"]["wide"].values():
        if len(name) >= _LEAST_DAY and name.replace("-", "").isalpha():
            yield name.lower()


def _quoted(text: str) -> str:
    return f'"{text}"' if "'" in text else f"'{text}'"


if __name__ == "__main__":
    FILE.write_text(write_months(), encoding="utf-8")

"""`python -m bench.words.months`: write `archive/words/months.toml`, the names of months that CLDR has.

Babel carries CLDR. Reading its locales at run time would cost every process more than reading the file does.
"""

import re
from collections.abc import Iterable
from pathlib import Path

from babel import Locale

from archive.words import loader

FILE = Path(loader.__file__).with_name("months.toml")
LOCALES = {"no": "nb"}
"""What CLDR calls a language, where it is not the code of pages."""
LAST = "hr"
"""Croatian calls October what Polish calls November; a name that another language has for another month is left out."""
_OF = re.compile(r"^(?:de |d['’])")
_PLAIN = re.compile(r"[^\d\s.'’]+")
HEAD = """\
# Months by language, 1 to 12: names and abbreviations, as in dates and alone. Generated from CLDR by
# `python -m bench.words.months`: what CLDR lacks stands in the language's own file.
"""


def write_months(languages: Iterable[str]) -> str:
    """Give the file's text for some languages: a table each, one line a month."""
    taken: dict[str, int] = {}
    tables = {}
    for code in sorted(languages, key=lambda code: (code == LAST, code)):
        months = {}
        for number, names in _names(code).items():
            months[number] = [name for name in names if taken.get(name, number) == number]
            taken |= dict.fromkeys(months[number], number)
        tables[code] = months
    return HEAD + "".join(
        f"\n[{code}]\n" + "".join(f"{number} = '{' '.join(names)}'\n" for number, names in months.items() if names)
        for code, months in sorted(tables.items())
    )


def _names(code: str) -> dict[int, list[str]]:
    """Give a language's names of each month in lower case; of one word, and without those that hold the number."""
    months = Locale.parse(LOCALES.get(code, code)).months
    found: dict[int, list[str]] = {number: [] for number in range(1, 13)}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, printed in months[context][width].items():
                name = _OF.sub("", printed.lower().rstrip("."))
                if _PLAIN.fullmatch(name):
                    found[number].append(name)
    return {number: list(dict.fromkeys(names)) for number, names in found.items()}


if __name__ == "__main__":
    FILE.write_text(write_months(loader.list_languages()), encoding="utf-8")

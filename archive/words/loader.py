"""Read the words of languages: `sv.toml` has Swedish, `any.toml` what all share, `months.toml` the dates of CLDR.

A list is a string of lines, one phrase a line; a line that starts with `#` is a comment. Each file is read once a
process, when first asked for. Languages have the codes that pages have (`language.language_code`): `no`, not `nb`.
"""

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

_FOLDER = Path(__file__).parent
_ANY = "any"
_YIELDING = "hr"
"""Croatian calls October what Polish calls November: where no language is known, the larger one is meant."""
_PLAIN = re.compile(r"[^\d\s.'’]+")

Tables = dict[str, dict[str, Any]]
"""One file: tables by name, each with its lists by key."""


@cache
def list_languages() -> tuple[str, ...]:
    """Give the code of each language that has a file: English first, the others by code."""
    codes = (file.stem for file in _FOLDER.glob("??.toml"))
    return tuple(sorted(codes, key=lambda code: (code != "en", code)))


@cache
def tables_of(language: str) -> Tables:
    """Give a language's tables as they stand in its file (`any`: what is the same in all); callers change nothing.

    Raises FileNotFoundError for a language without a file.
    """
    return tomllib.loads((_FOLDER / f"{language}.toml").read_text(encoding="utf-8"))


def lines_of(language: str, table: str, key: str) -> tuple[str, ...]:
    """Give one list of one language, a phrase or pattern an entry; empty where the language has none."""
    return tuple(split_lines(tables_of(language).get(table, {}).get(key, "")))


def all_of(table: str, key: str) -> tuple[str, ...]:
    """Give the list of that name of all languages, each entry once."""
    return tuple(
        dict.fromkeys(line for language in (*list_languages(), _ANY) for line in lines_of(language, table, key))
    )


def all_words_of(table: str, key: str) -> tuple[str, ...]:
    """Give the single words of the lists of that name of all languages, each once."""
    return tuple(dict.fromkeys(word for line in all_of(table, key) for word in line.split()))


def alternatives_of(table: str, key: str) -> str:
    """Give the patterns of that name of all languages as one regular expression, its alternatives without a group."""
    return "|".join(all_of(table, key))


@cache
def months_of(language: str) -> dict[str, int]:
    """Give a language's names of months and their abbreviations, lower case and without full stops, with 1 to 12."""
    written = _months()["months"].get(language, "")
    names = enumerate(written.split("|"), 1) if written else ()
    found = {name: number for number, listed in names for name in listed.split(",") if name}
    own = tables_of(language).get("months", {}) if language in list_languages() else {}
    return found | {name: int(number) for number, listed in own.items() for name in listed.split()}


@cache
def dated_languages() -> tuple[str, ...]:
    """Give the code of each language of whose dates CLDR knows the names of the months."""
    return tuple(_months()["months"])


@cache
def between_dates() -> tuple[str, ...]:
    """Give the words that dates of some language have between day, month and year."""
    return tuple(_months()["between"].split())


@cache
def all_months() -> dict[str, int]:
    """Give the months of all languages with a file that are one plain word; of two meanings, the first language's."""
    return {name: number for name, number in every_month().items() if _PLAIN.fullmatch(name)}


@cache
def every_month() -> dict[str, int]:
    """Give the same with the names of several words."""
    found: dict[str, int] = {}
    for language in sorted(list_languages(), key=lambda code: code == _YIELDING):
        for name, number in months_of(language).items():
            found.setdefault(name, number)
    return found


@cache
def weekdays() -> frozenset[str]:
    """Give the names of the days of the week, lower case, in all languages with a file."""
    return frozenset(_months()["weekdays"].split())


def split_lines(text: str) -> list[str]:
    """Split a list into its entries; comments and empty lines are none."""
    return [line for line in text.splitlines() if line and line[0] != "#"]


@cache
def _months() -> dict[str, Any]:
    return tomllib.loads((_FOLDER / "months.toml").read_text(encoding="utf-8"))

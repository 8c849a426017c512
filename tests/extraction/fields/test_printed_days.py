"""The day that a line prints is read in every language, script and era that CLDR knows."""

from datetime import date

import pytest
from babel.dates import format_date

from archive.extraction.fields.printed_days import find_day
from archive.words import loader

DAY = date(2026, 4, 14)


@pytest.mark.parametrize(
    ("line", "language"),
    [
        ("۲۵ فروردین ۱۴۰۵", "fa"),
        ("1405/01/25", "fa"),
        ("14 เม.ย. 2569", "th"),
        ("14 เมษายน พ.ศ. 2569", "th"),
        ("14/4/2569", "th"),
        ("令和8年4月14日", "ja"),
        ("二〇二六年四月十四日", "zh"),
        ("中華民國115年4月14日", "zh-TW"),
        ("14 نيسان 2026", "ar"),
        ("١٤ أبريل ٢٠٢٦", None),
        ("Thứ Ba, 14 tháng 4 năm 2026", "vi"),
        ("2026ko apirilaren 14a", "eu"),
        ("14 ΑΠΡΙΛΙΟΥ 2026", "el"),
        ("APR. 14, 2026", None),
        ("Apr 14, 10:30:00 CET 2026", None),
        ("14 d’abril de 2026", "ca"),
    ],
)
def test_printed_days(line: str, language: str | None) -> None:
    """Digits of all scripts, eras of other calendars, capitals without accents, what dates glue to a month."""
    assert find_day(line, language) == (2026, 4, 14)


def test_every_language_of_cldr() -> None:
    """Nine of ten languages are read as CLDR itself writes their dates, long and short."""
    wrong = []
    for code in loader.dated_languages():
        for width in ("long", "medium"):
            line = format_date(DAY, format=width, locale={"no": "nb"}.get(code, code))
            if find_day(line, code) != (2026, 4, 14):
                wrong.append((code, line))
    assert len(wrong) < 0.1 * 2 * len(loader.dated_languages()), wrong


@pytest.mark.parametrize("line", ["In 1999 came 14 boats in April", "14 April", "Section 2026", "April 2026", ""])
def test_no_day(line: str) -> None:
    """A month, a year or a number alone is no day."""
    assert find_day(line, "en") is None


def test_the_page_s_own_language_goes_first() -> None:
    """Croatian and Polish call two months the same."""
    assert find_day("14. listopada 2026.", "hr") == (2026, 10, 14)
    assert find_day("14 listopada 2026", None) == (2026, 11, 14)

"""A language's words are read from its own file, under the code that its pages have."""

from pathlib import Path

import pytest

from archive.extraction.fields.language import language_code
from archive.words import loader


@pytest.mark.parametrize("language", loader.list_languages())
def test_a_file_is_named_as_the_pages_of_its_language_are(language: str) -> None:
    """`nb.toml` would have lists for Norwegian pages only that no page is ever read with: pages are `no`."""
    assert language_code(language) == language


def test_english_comes_first() -> None:
    """A phrase that two languages have is named as English."""
    codes = loader.list_languages()
    assert codes == ("en", *sorted(set(codes) - {"en"}))


def test_a_list_is_its_lines_without_comments() -> None:
    """Comments and empty lines are no entries."""
    assert loader.split_lines("av\n\n# a source\ntext av") == ["av", "text av"]


def test_a_language_without_a_list_has_none() -> None:
    """A key that a file lacks is an empty list."""
    assert loader.lines_of("hy", "refusal", "wall") == ()


def test_the_lists_of_all_languages_are_one() -> None:
    """Each entry once, those of every file among them, and those that all languages share."""
    openers = loader.all_of("byline", "openers")
    assert {"by", "av", "von", "作者"} <= set(openers)
    assert len(openers) == len(set(openers))
    assert "wordpressadmin" in loader.all_of("byline", "nobodies")


def test_a_month_of_two_languages() -> None:
    """Croatian `listopad` is October, Polish `listopad` November; where no language is known, it is Polish."""
    assert loader.months_of("hr")["listopad"] == 10
    assert loader.months_of("pl")["listopad"] == loader.all_months()["listopad"] == 11


def test_months_of_a_language_without_a_file() -> None:
    """CLDR knows more languages than have lists of words; names of several words are no single words."""
    assert loader.months_of("sq")["prill"] == 4
    assert loader.months_of("xx") == {}
    assert not any(" " in name for name in loader.all_months())


def test_every_file_has_a_language_or_is_known() -> None:
    """Nothing lies about that no one reads."""
    files = {file.stem for file in Path(loader.__file__).parent.glob("*.toml")}
    assert files == {*loader.list_languages(), "any", "months"}

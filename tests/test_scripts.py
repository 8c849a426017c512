"""Words are split, and lines compared, alike in every script."""

import re

import pytest

from archive import scripts


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Dam holds, 3 say", ("dam", "holds", "3", "say")),
        ("通信 AP", ("通", "信", "ap")),
        ("AP通信", ("ap通信",)),
        ("don't", ("don", "t")),
        ("กรมชล", ("กรมชล",)),
        ("𠮷野家", ("𠮷", "野", "家")),
        ("", ()),
    ],
)
def test_words_are_counted_by_the_character_in_east_asian_scripts(text: str, expected: tuple[str, ...]) -> None:
    """Rare characters too, but not behind a letter of another script."""
    assert scripts.word_tokens(text) == expected


def test_lines_are_compared_by_the_character_wherever_another_script_meets_it() -> None:
    """Else the club's name with another word glued to it would have nothing in common with it."""
    assert scripts.split_words("FC서울 2026年 Straße") == ["fc", "서", "울", "2026", "年", "strasse"]


def test_a_long_text_is_split_as_a_short_one() -> None:
    """Only short ones are remembered."""
    assert scripts.word_tokens("dam " * 1000) == ("dam",) * 1000


@pytest.mark.parametrize(
    ("text", "folded"), [("The Herald – online_", "theheraldonline"), ("Straße 5", "strasse5"), ("«»", "")]
)
def test_folding_leaves_letters_and_digits(text: str, folded: str) -> None:
    """Two prints of one line differ in signs and case."""
    assert scripts.fold_letters(text) == folded
    assert scripts.folds_to(text, folded)
    assert not scripts.folds_to(text, folded + "x")


@pytest.mark.parametrize(
    ("sign", "ideograph", "unspaced", "east_asian"),
    [("ア", 1, 1, 1), ("通", 1, 1, 1), ("울", 0, 0, 1), ("ก", 0, 1, 0), ("a", 0, 0, 0), ("豈", 1, 1, 1)],
)
def test_each_set_has_its_scripts(sign: str, ideograph: int, unspaced: int, east_asian: int) -> None:
    """Korean has spaces, and a Thai character is a letter."""
    assert bool(scripts.IDEOGRAPH.match(sign)) == ideograph
    assert bool(re.match(f"[{scripts.UNSPACED}]", sign)) == unspaced
    assert scripts.is_east_asian(sign) == east_asian

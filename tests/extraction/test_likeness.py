"""Sketches, overlaps, shares and differences of texts."""

import random

import pytest

from archive.extraction.likeness import (
    AGREEING,
    BANDS,
    LONGEST,
    SAME_STORY,
    compared_words,
    difference_between,
    overlap,
    share_changed,
    sketch_of,
)
from archive.model import Difference

TEXT = " ".join(f"w{number * number % 997}" for number in range(400))
GOLDEN = (116637885496773, 25866988218407, 26596674589088)
CHINESE = "".join(chr(0x4E00 + number * number % 911) for number in range(300))


def agreeing(one: str, other: str) -> int:
    return len(set(sketch_of(one)) & set(sketch_of(other)))


def test_a_sketch_is_the_same_for_ever() -> None:
    """It is stored: another version of rensa that gives other numbers would find nothing any more."""
    text = " ".join(f"word{number}" for number in range(100))
    assert len(sketch_of(text)) == BANDS
    assert sketch_of(text)[:3] == GOLDEN


def test_sketches_fit_sqlite() -> None:
    """Whole numbers of at most six bytes."""
    assert all(0 <= band < 2**47 for band in sketch_of(TEXT))


@pytest.mark.parametrize("text", ["", "Subscribe to read on.", "one two three " * 50])
def test_a_text_that_says_little_has_no_sketch(text: str) -> None:
    """What stands on many pages is no story."""
    assert sketch_of(text) == ()


@pytest.mark.parametrize("text", [TEXT, CHINESE], ids=["words", "characters"])
def test_a_changed_copy_agrees_and_overlaps(text: str) -> None:
    """With every tenth word or character changed; an unrelated text does neither."""
    copied = [word if place % 10 else "x" for place, word in enumerate(compared_words(text))]
    copy = ("" if text is CHINESE else " ").join(copied)
    shuffled = compared_words(text)
    random.Random(1).shuffle(shuffled)
    assert agreeing(text, copy) >= AGREEING
    assert overlap(compared_words(text), compared_words(copy)) >= SAME_STORY
    assert agreeing(text, " ".join(shuffled)) < AGREEING
    assert overlap(compared_words(text), shuffled) < SAME_STORY


def test_characters_beside_figures_are_words_of_their_own() -> None:
    """In scripts without spaces nothing else ends a number."""
    assert compared_words("2026年11月22日 AP通信") == ["2026", "年", "11", "月", "22", "日", "ap", "通", "信"]


def test_punctuation_and_capitals_do_not_count() -> None:
    """Houses set quotes and dashes their own way."""
    assert compared_words("“It is ELEVEN years late,” he said — twice.") == compared_words(
        "It is eleven years late, he said: twice"
    )


@pytest.mark.parametrize(
    ("first", "copy", "share"),
    [
        ("a b c d", "a b c d", 0.0),
        ("a b c d", "a b x d", 0.25),
        ("a b c d", "a b", 0.5),
        ("a b", "a b c d", 0.5),
        ("a b c d", "d c b a", 0.75),
        ("a a a a", "b b b b", 1.0),
        ("", "a", 1.0),
        ("", "", 0.0),
    ],
)
def test_share_changed(first: str, copy: str, share: float) -> None:
    """Of the longer text, the words that a comparison in order leaves without a match."""
    assert share_changed(first.split(), copy.split()) == share


def test_where_texts_part() -> None:
    """As printed, the first eight words from the first difference on, and the last up to the last."""
    first = "Boats stayed in. The quota falls by a fifth, ministers said. It ends on Friday."
    copy = "Boats stayed in. The quota falls by a third, ministers told us. It ends on Friday."
    assert difference_between(first, copy) == Difference(
        first=("fifth, ministers said. It ends on Friday", "third, ministers told us. It ends on Friday"),
        last=("The quota falls by a fifth, ministers said", "quota falls by a third, ministers told us"),
    )


def test_equal_texts_do_not_part() -> None:
    """However they are punctuated."""
    assert difference_between("Boats stayed in.", "boats — stayed in") is None


def test_a_cut_copy_ends_where_the_other_goes_on() -> None:
    """Nothing stands for what is missing."""
    parted = difference_between("a b c d", "a b")
    assert parted is not None
    assert parted.first == ("c d", "")


def test_huge_and_broken_texts_are_read() -> None:
    """Half of a character, and more than is compared."""
    huge = "word \ud800 other " * LONGEST
    assert sketch_of(huge) == ()
    assert len(sketch_of("\ud800 ".join(TEXT.split()))) == BANDS

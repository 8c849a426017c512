"""Text fitted to a terminal and made safe for it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive.render.terminal import BOLD, Screen, cut_end, cut_front, one_safe_line, pad_right, width_of, wrap_lines


@pytest.mark.parametrize(
    ("hostile", "shown"),
    [
        ("Storm\x1b[2J\x1b]0;owned\x07", "Storm␛[2J␛]0;owned␇"),
        ("two\nlines\tand\r\na tab", "two lines and a tab"),
        ("\x9b31mred", "�31mred"),
        ("del\x7f nul\x00", "del␡ nul␀"),
        ("txt.\u202eexe\u202c", "txt.exe"),
        ("bad \udcff name", "bad � name"),
        ("shalom\u200f \u061cand\u200e", "shalom<U+200F> <U+061C>and<U+200E>"),
        ("storm\U000e0041\U000e0001 surge", "storm<U+E0041><U+E0001> surge"),
        (
            "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
            "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        ),
        ("Küste – 新华社 👩‍👩‍👧", "Küste – 新华社 👩‍👩‍👧"),
    ],
)
def test_line_is_harmless(hostile: str, shown: str) -> None:
    """Nothing that a terminal would act on comes through; what people write does."""
    assert one_safe_line(hostile) == shown


@given(st.text(st.characters()))
def test_line_is_always_one_printable_line(text: str) -> None:
    """No text gives a line break, a control character or what cannot be encoded."""
    shown = one_safe_line(text)
    assert not any(ord(char) < 0x20 or 0x7F <= ord(char) <= 0x9F for char in shown)
    assert shown.encode().decode() == shown


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("storm", 5, "storm"),
        ("storms", 5, "stor…"),
        ("新华社北京", 7, "新华社…"),
        ("新华社北京", 10, "新华社北京"),
        ("", 3, ""),
    ],
)
def test_cut(text: str, limit: int, expected: str) -> None:
    """A text is cut by columns, not by characters, and says so."""
    assert cut_end(text, limit) == expected


def test_cut_front() -> None:
    """Of a long path the end is kept."""
    assert cut_front("pages/2026/11/storm.html", 12) == "…/storm.html"


def test_pad() -> None:
    """Chinese characters take two columns."""
    assert (pad_right("新华", 6), pad_right("12", 4, right=True)) == ("新华  ", "  12")


def test_paint() -> None:
    """Colour only where the screen has it."""
    assert (Screen(80, color=True).paint("x", BOLD), Screen(80).paint("x", BOLD)) == ("\x1b[1mx\x1b[0m", "x")


def test_wrap_words() -> None:
    """Lines break between words; a word longer than a line inside it."""
    text = "The surge of https://example.com/a-very-long-address came at night"
    assert wrap_lines(text, 20, indent="  ") == [
        "  The surge of https",
        "  ://example.com/a-v",
        "  ery-long-address",
        "  came at night",
    ]


def test_wrap_chinese() -> None:
    """Chinese breaks anywhere, but no line begins with a full stop."""
    assert wrap_lines("新华社北京电。外交部发言人", 12) == ["新华社北京", "电。外交部发", "言人"]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])), st.integers(12, 100))
def test_wrap_loses_nothing(text: str, limit: int) -> None:
    """Whatever the text, wrapping keeps its characters in order."""
    text = one_safe_line(text)
    assert "".join("".join(wrap_lines(text, limit)).split()) == "".join(text.split())


def test_wrap_is_linear() -> None:
    """A page of one endless word does not stop the terminal."""
    assert {width_of(text) for text in wrap_lines("字" * 100_000, 80)} == {80}

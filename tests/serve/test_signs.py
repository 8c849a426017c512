"""Characters that nobody sees, shown."""

from archive.serve.signs import visible_signs


def test_visible_signs() -> None:
    """Marks of direction, controls and what has no width are told by their number; lines and tabs stay."""
    assert visible_signs("abc\u202edef\x1b[2J\u200b\ufeff\x00") == "abc⟨U+202E⟩def⟨U+001B⟩[2J⟨U+200B⟩⟨U+FEFF⟩⟨U+0000⟩"
    assert visible_signs("one\n\ttwo\r\nthree") == "one\n\ttwo\nthree"
    assert visible_signs("Größe 望 \u00a0 🏴") == "Größe 望 \u00a0 🏴"

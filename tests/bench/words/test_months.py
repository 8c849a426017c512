"""The file of months says what CLDR says."""

from bench.words import months


def test_the_file_is_what_cldr_says() -> None:
    """After an upgrade of babel: `python -m bench.words.months` writes it anew."""
    assert months.FILE.read_text("utf-8") == months.write_months()

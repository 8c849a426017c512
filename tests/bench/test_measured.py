"""The figures on the page are those of the runs' files."""

from bench import measured


def test_page_has_the_figures_of_the_files() -> None:
    """`python -m bench measured` would change nothing."""
    page = measured.PAGE.read_text(encoding="utf-8")
    assert measured.rewrite_page(page) == page
    assert "<!-- credits: written by `python -m bench measured` -->" in page

"""An article as it is cited."""

import pytest

from archive.serve.citations import cite_apa, cite_bibtex, cite_csl, split_name
from tests.build import article, stored


@pytest.mark.parametrize(
    ("name", "family", "given"),
    [
        ("Nora Lindqvist", "Lindqvist", "Nora"),
        ("Ludwig van der Berg", "van der Berg", "Ludwig"),
        ("Reuters", "Reuters", ""),
        ("望 溪", "望 溪", ""),
        ("José María Aznar", "Aznar", "José María"),
    ],
)
def test_split_name(name: str, family: str, given: str) -> None:
    """The family name, with the particles before it."""
    assert split_name(name) == (family, given)


def test_cite_apa() -> None:
    """People, day, title, house, and the day it was seen."""
    said = stored(article(authors=("Nora Lindqvist", "Tom Adeyemi")))
    assert cite_apa(said) == (
        "Lindqvist, N., & Adeyemi, T. (2026, November 20). Last ferry leaves the harbour. Harbour Times. "
        "Retrieved November 21, 2026, from https://www.harbourtimes.example/ferry"
    )
    bare = stored(article(authors=(), title=None, published_at=None))
    assert cite_apa(bare).startswith("Harbour Times (n.d.). [Untitled]. Retrieved")


def test_cite_bibtex_escapes() -> None:
    """What means something to TeX is escaped; braces in an address are."""
    said = stored(article("https://x.example/{a}", title="50% of R&D_costs {sic} \\input"))
    entry = cite_bibtex(said)
    assert "title = {{50\\% of R\\&D\\_costs \\{sic\\} \\textbackslash{}input}}" in entry
    assert "url = {https://x.example/%7Ba%7D}" in entry


def test_cite_csl() -> None:
    """Names in parts, dates as numbers, no empty fields."""
    cited = cite_csl(stored(article(published_at="2026-11")))
    assert cited["author"] == [{"family": "Lindqvist", "given": "Nora"}]
    assert cited["issued"] == {"date-parts": [[2026, 11]]}
    assert all(cited.values())

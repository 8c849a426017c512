"""What an ingest prints: a row a page, the totals, what to try next."""

import pytest

from archive.model import Outcome, PageResult
from archive.render.results import next_steps, result_heading, result_row, result_totals, shown_duration
from archive.render.terminal import Screen, width_of

ADDED = PageResult(
    Outcome.ADDED,
    "pages/surge.html",
    "https://coast.example/surge",
    7,
    "coast.example",
    "Storm surge",
    "Reuters",
    412,
    13,
)
COPY = PageResult(
    Outcome.DUPLICATE, "b.html", "https://bay.example/s", 8, "bay.example", "Flut", "dpa", 9, 1, "https://a.example/s"
)
REFUSED = PageResult(Outcome.REFUSED, "pages/\x1b[2Jfront.html", detail="index page: 34 links and no paragraph")


def test_row_columns() -> None:
    """Outcome, site, title, source, words and stripped blocks stand under their headings."""
    assert (
        result_heading(Screen(80)) == "outcome    site            title                   source        words  stripped"
    )
    row = result_row(ADDED, Screen(80))
    assert row == "added      coast.example   Storm surge             Reuters         412        13"


@pytest.mark.parametrize("width", [40, 60, 80, 120, 200])
@pytest.mark.parametrize("result", [ADDED, COPY, REFUSED])
def test_row_fits(result: PageResult, width: int) -> None:
    """On a terminal a row never runs into the next line by itself."""
    assert max(map(width_of, result_row(result, Screen(width)).splitlines())) <= width


@pytest.mark.parametrize(("width", "left_out"), [(80, ()), (76, ("source",)), (60, ("source", "site"))])
def test_row_tells_the_title(width: int, left_out: tuple[str, ...]) -> None:
    """Where there is little room the source goes first, then the site: the title stays."""
    names = ("outcome", "site", "title", "source", "words", "stripped")
    assert result_heading(Screen(width)).split() == [name for name in names if name not in left_out]
    assert "Storm surge" in result_row(ADDED, Screen(width))


def test_row_duplicate() -> None:
    """A duplicate names the first."""
    assert "Flut (= https://a.example/s)" in result_row(COPY, Screen())


def test_row_refused() -> None:
    """A refusal gives its reason whole, on a second line where it needs one, and the name is harmless."""
    assert result_row(REFUSED, Screen()) == "refused    pages/␛[2Jfront.html  index page: 34 links and no paragraph"
    assert result_row(REFUSED, Screen(40)).splitlines() == [
        "refused    pages/␛[2Jfront.html",
        "           index page: 34 links and no",
        "           paragraph",
    ]


def test_totals() -> None:
    """The counts that are not zero, in the order of their weight."""
    counts = {Outcome.REFUSED: 2, Outcome.ADDED: 1400, Outcome.FAILED: 0}
    assert result_totals(counts, 70.1) == "1,402 pages in 1 min 10 s (20.0 a second): 1,400 added, 2 refused"
    assert result_totals({}, 0.01) == "0 pages in 0.0 s"


@pytest.mark.parametrize(("seconds", "told"), [(0.44, "0.4 s"), (200, "3 min 20 s"), (7500, "2 h 5 min")])
def test_duration(seconds: float, told: str) -> None:
    """Times are told as people do."""
    assert shown_duration(seconds) == told


def test_next_steps() -> None:
    """The commands can be pasted: they name the database if it is not the default, and an article that is there."""
    assert "\n  archive show 7\n" in next_steps(None, 7)
    assert "\n  archive explain --db 'my news.db' 7\n" in next_steps("my news.db", 7)

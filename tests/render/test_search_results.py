"""Hits as a person reads them and as rows."""

from archive.model import Hit
from archive.render.search_results import hit_list, hit_rows, snippet_marks
from archive.render.terminal import Screen, width_of

HIT = Hit(
    7, "https://coast.example/surge", "coast.example", "Storm \x1bsurge", "Reuters", "2026-11-20", "a [storm]", 2.5
)
COLORS = Screen(60, color=True)


def test_hit_list() -> None:
    """Number and title, where and when, the snippet; harmless; at the end how many."""
    assert list(hit_list([HIT], Screen())) == [
        "    7  Storm ␛surge",
        "       coast.example · Reuters · 2026-11-20",
        "       a [storm]",
        "",
        "1 article",
    ]


def test_hit_list_on_a_terminal() -> None:
    """Titles are cut to the line; the words found are coloured, also over the end of a line."""
    first, last = snippet_marks(COLORS)
    long = Hit(7, HIT.url, None, "storm " * 30, None, None, f"a {first}{'storm ' * 20}{last} b", 2.5)
    title, *snippet, _, _ = hit_list([long], COLORS)
    assert width_of(title) <= 60
    assert len(snippet) > 1
    assert all(text.count("\x1b[1;33m") == text.count("\x1b[0m") == 1 for text in snippet[:-1])


def test_marks_without_colours() -> None:
    """Where there are no colours the words stand in brackets."""
    assert snippet_marks(Screen()) == ("[", "]")


def test_hit_rows() -> None:
    """All fields of a hit are columns."""
    assert "".join(hit_rows([HIT], "csv", Screen())).splitlines()[0] == (
        "article_id,url,site,title,source,published_at,snippet,rank,provenance"
    )

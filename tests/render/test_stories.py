"""Stories as rows, and the copies of one."""

from archive.model import Copy, Difference, Story
from archive.render.stories import copy_list, shown_names, story_rows
from archive.render.terminal import Screen

FIRST = Copy(
    1, "https://a.example/1", "a.example", "Cod quota", "AP", ("AP",), (), "2026-11-20", "2026-11-21", 0.0, None
)
SECOND = Copy(
    2,
    "https://b.example/2",
    "b.example",
    None,
    None,
    (),
    ("AP",),
    None,
    "2026-11-21T10:00:00Z",
    0.125,
    Difference(("by a fifth", "by 20 %"), ("of cod", "of fish")),
)


def test_copy_list() -> None:
    """What was changed, whom it credits, and where the texts part."""
    assert list(copy_list([FIRST, SECOND], Screen())) == [
        "    1  Cod quota",
        "       a.example · 2026-11-20 · word for word",
        "       https://a.example/1",
        "       credits AP",
        "",
        "    2  (no title)",
        "       b.example · 2026-11-21 10:00 UTC · 12.5% of the words changed",
        "       https://b.example/2",
        "       credits nobody; by another copy: AP (inferred)",
        "       first difference: “by 20 %” for “by a fifth”",
        "       last difference: “of fish” for “of cod”",
        "",
        "2 copies",
    ]
    assert list(copy_list([], Screen())) == ["no copies on other sites"]


def test_story_rows() -> None:
    """Names share a cell; none are unknown."""
    story = Story(1, 2, 2, "2026-11-21", ("AP", "dpa"), 1, "Cod quota", "https://a.example/1")
    assert "".join(story_rows([story], "csv", Screen())).splitlines()[1] == (
        "1,2,2,2026-11-21,AP; dpa,1,Cod quota,https://a.example/1"
    )
    assert [shown_names(cell) for cell in ((), ("AP",), 3, None)] == [None, "AP", 3, None]

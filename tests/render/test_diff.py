import json
from dataclasses import dataclass
from time import monotonic

from archive.render.diff import (
    GONE,
    NEW,
    SAME,
    Piece,
    changed_pieces,
    diff_html,
    diff_json,
    diff_text,
    diff_unified,
    revision_list,
)
from archive.render.terminal import Screen


@dataclass(frozen=True)
class Said:
    number: int
    body: str
    title: str | None = "Coaster in"
    seen_at: str = "2026-03-03T02:00:00Z"
    change: str = "edit"
    standfirst: str | None = None
    byline: str | None = None


OLD = Said(1, "She came on Tuesday.\n\nAll are well.", change="first")
LATER = Said(2, "She came on Friday.\n\nAll are well.\n\n<b>Tugs</b> helped.")


def test_words_that_differ() -> None:
    """What is gone stands before what came in its place; text without spaces is compared by the character."""
    assert [Piece(SAME, "on "), Piece(GONE, "Tuesday"), Piece(NEW, "Friday")] == changed_pieces(
        "on Tuesday", "on Friday"
    )
    assert [Piece(SAME, "海上"), Piece(GONE, "大"), Piece(NEW, "小"), Piece(SAME, "风")] == changed_pieces(
        "海上大风", "海上小风"
    )


def test_a_long_passage_is_not_compared_word_by_word() -> None:
    """So that two hostile texts of any length take no time."""
    assert [piece.kind for piece in changed_pieces("a b " * 50_000, "b a " * 50_000)] == [GONE, NEW]


def test_a_long_text_is_one_change() -> None:
    """A unified diff of many paragraphs is their change from the first to the last, with three lines around it."""
    many = [f"Paragraph {number}" for number in range(1_000)]
    changed = [*many[:500], "Two tugs were sent out.", *many[501:]]
    told = list(diff_unified(Said(1, "\n\n".join(many)), Said(2, "\n\n".join(changed))))
    assert told[2:] == [
        "@@ -501,7 +501,7 @@",  # the title, standfirst and byline are lines too
        *(f" Paragraph {number}" for number in (497, 498, 499)),
        "-Paragraph 500",
        "+Two tugs were sent out.",
        *(f" Paragraph {number}" for number in (501, 502, 503)),
    ]
    assert list(diff_unified(Said(1, "\n\n".join(many)), Said(2, "\n\n".join(many)))) == []


def test_hostile_lengths_take_no_time() -> None:
    """Hundreds of thousands of paragraphs, or of words in paragraphs that all differ, in every form."""
    lines = "\n\n".join(f"p{number * number % 211}" for number in range(100_000))
    words = "\n\n".join(" ".join(f"w{(number + n) * n % 97}" for n in range(700)) for number in range(700))
    begun = monotonic()
    for old in (Said(1, lines), Said(1, words)):
        new = Said(2, old.body[::-1])
        for form in (diff_unified, diff_html, diff_json, lambda old, new: diff_text(old, new, Screen())):
            assert len("".join(form(old, new))) > 1_000
    assert monotonic() - begun < 30


def test_for_a_terminal() -> None:
    """Colours on a terminal, brackets in a pipe, and what is the same is counted; no escape sequence of a page runs."""
    plain = list(diff_text(OLD, LATER, Screen()))
    assert plain[-3:] == ["She came on [-Tuesday.-]{+Friday.+}", "… 1 paragraph the same", "{+<b>Tugs</b> helped.+}"]
    assert any("\x1b[32mFriday.\x1b[0m" in line for line in diff_text(OLD, LATER, Screen(color=True)))
    assert not any("\x1b" in line for line in diff_text(OLD, Said(2, "\x1b[2J"), Screen()))


def test_other_forms() -> None:
    """HTML in which the page's own markup is text; a unified diff; JSON that can be read."""
    assert "<del>Tuesday.</del><ins>Friday.</ins>" in diff_html(OLD, LATER)
    assert "<b>" not in diff_html(OLD, LATER)
    assert "-She came on Tuesday." in list(diff_unified(OLD, LATER))
    read = json.loads(diff_json(OLD, LATER))
    assert (read["body"][2], read["new"]["number"]) == ([["new", "<b>Tugs</b> helped."]], 2)


def test_history() -> None:
    """A line a revision, oldest first."""
    assert next(revision_list([OLD, LATER], Screen())) == "   1  2026-03-03 02:00 UTC  first        Coaster in  7 words"

"""What a page shows of a comparison."""

from archive.render.diff import changed_paragraphs
from archive.serve.pages.history import shown_changes


def test_shown_changes() -> None:
    """What differs, in one text and in two columns; what is the same is counted."""
    shown = list(shown_changes(changed_paragraphs("a\n\nb\n\nold word\n\nc", "a\n\nb\n\nnew word\n\nc")))
    assert [part.get("same") for part in shown] == [2, None, 1]
    assert "".join(piece.text for piece in shown[1]["old"]) == "old word"
    assert "".join(piece.text for piece in shown[1]["new"]) == "new word"


def test_a_text_of_megabytes_is_cut() -> None:
    """Two texts that differ in megabytes do not make a page of megabytes; that they go on is told."""
    old, new = ("\n\n".join(f"{word} {number} " * 40 for number in range(3_000)) for word in ("old", "new"))
    shown = list(shown_changes(changed_paragraphs(old, new)))
    assert shown[-1]["cut"]
    assert sum(len(piece.text) for part in shown for piece in part.get("pieces", ())) <= 200_000

"""`archive diff`: the changes between two revisions."""

import json
from pathlib import Path

import pytest

from tests.commands import Run
from tests.stories import page, story


@pytest.fixture
def edited(run: Run, tmp_path: Path) -> Path:
    """A database with an article that was edited once."""
    file = tmp_path / "1.html"
    for text in (story(1), story(1).replace("never", "not once")):
        file.write_text(page(1, text), "utf-8")
        assert run("ingest", file, "--db", tmp_path / "edited.db", "-q")[0] == 0
    return tmp_path / "edited.db"


def test_diff(run: Run, edited: Path) -> None:
    """The newest two revisions, word by word; the same by their numbers."""
    code, out, _ = run("diff", "1", "--db", edited)
    assert code == 0
    assert "[-never-]{+not once+}" in out.replace("-] {+", "-]{+")
    assert run("diff", "1", "1", "2", "--db", edited)[1] == out


def test_diff_formats(run: Run, edited: Path) -> None:
    """As JSON, as a page and as `diff -u` has it."""
    read = json.loads(run("diff", "1", "--db", edited, "--format", "json")[1])
    assert [read[end]["number"] for end in ("old", "new")] == [1, 2]
    assert "<del>never" in run("diff", "1", "--db", edited, "--format", "html")[1]
    assert run("diff", "1", "--db", edited, "--format", "unified")[1].startswith("--- revision 1")


def test_diff_of_one_revision(run: Run, archived: Path) -> None:
    """An article that never changed has no difference to show, which is no failure."""
    assert run("diff", "2", "--db", archived) == (0, "", "it has one revision: nothing changed yet\n")


def test_diff_misuse(run: Run, edited: Path) -> None:
    """One number is half a question; a revision that is not there is named."""
    assert run("diff", "1", "1", "--db", edited)[0] == 2
    code, out, err = run("diff", "1", "1", "9", "--db", edited)
    assert (code, out, err) == (1, "", "archive: 1: has no revision 9; it has 2\n")

"""`archive show`: one article, in each format."""

import json
from pathlib import Path

import pytest

from tests.commands import Run
from tests.stories import page


def test_show(run: Run, archived: Path) -> None:
    """An article is found by number and by URL, and printed to be read."""
    code, out, _ = run("show", "2", "--db", archived)
    lines = out.splitlines()
    assert (code, lines[0]) == (0, "Coaster 1 is in")
    assert "https://harbour.example/ships/1" in lines
    assert run("show", "harbour.example/ships/1", "--db", archived)[1] == out


def test_show_json(run: Run, archived: Path) -> None:
    """All fields, the blocks too."""
    read = json.loads(run("show", "2", "--format", "json", "--db", archived)[1])
    assert (read["id"], read["title"], read["status"]) == (2, "Coaster 1 is in", "live")
    assert {"navigation", "body"} <= {block["label"] for block in read["blocks"]}


def test_show_raw(run: Run, archived: Path) -> None:
    """The page exactly as it was received."""
    assert run("show", "2", "--format", "raw", "--db", archived)[1] == page(1)


def test_show_markdown(run: Run, archived: Path) -> None:
    """A Markdown file with what is known in its head."""
    out = run("show", "2", "--format", "markdown", "--db", archived)[1]
    assert out.startswith('---\ntitle: "Coaster 1 is in"\n')


@pytest.mark.parametrize("wanted", ["999", "https://nowhere.example/", "../../etc/passwd", "\x1b[2J"])
def test_show_nothing_there(run: Run, archived: Path, wanted: str) -> None:
    """An article that is not there is one harmless line."""
    code, out, err = run("show", "--db", archived, "--", wanted)
    assert (code, out, err.count("\n"), "\x1b" in err) == (1, "", 1, False)


def test_copies(run: Run, wire: Path) -> None:
    """What each changed, and where; as text and as JSON."""
    code, out, _ = run("show", "2", "--copies", "--db", wire)
    assert code == 0
    assert "2 copies" in out
    assert "eastmoor.example" in out
    told = json.loads(run("show", "1", "--copies", "--db", wire, "--format", "json")[1])
    assert [copy["article_id"] for copy in told] == [1, 2]
    assert 0 < told[1]["share_changed"] < 0.1
    assert run("show", "1", "--copies", "--db", wire, "--format", "raw")[0] == 2


def test_no_copies(run: Run, archived: Path) -> None:
    """Said, not left blank."""
    assert run("show", "2", "--copies", "--db", archived) == (0, "no copies on other sites\n", "")

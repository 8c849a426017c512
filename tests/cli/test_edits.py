"""`archive edits` as it is typed."""

import csv
import io
import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.commands import Run, records
from tests.stories import page, story


@pytest.fixture
def edited(run: Run, tmp_path: Path) -> Path:
    """An archive in the folder at hand, of two articles; one was edited, and hostile words came in."""
    for number, text in ((0, story(0)), (1, story(1)), (0, story(0).replace("Tuesday", "Monday <b>&\x1b[2J"))):
        (tmp_path / "page.html").write_text(page(number, text.replace("<", "&lt;")), "utf-8")
        assert run("ingest", "page.html", "-q")[0] == 0
    return tmp_path / "archive.db"


def test_edits_for_a_person_and_for_programs(run: Run, edited: Path) -> None:
    """Each edit with its words; nothing that a page says acts on a terminal or a reader of feeds."""
    code, text, err = run("edits")
    assert (code, err) == (0, "")
    assert "    - Tuesday\n    + Monday <b>&" in text and "\x1b" not in text
    assert text.splitlines()[1].startswith("  20") and "harbour.example · edit · silent" in text
    assert text.endswith("1 edit, 1 silent: edit 1\n")
    (told,) = records(run("edits", "--format", "jsonl")[1])
    assert (told["kind"], told["disclosed"], told["number"]) == ("edit", None, 2)
    assert told["words"][0]["gone"] == "Tuesday"  # type: ignore[index]
    assert json.loads(run("edits", "--format", "json", "--disclosed")[1]) == []
    (row,) = csv.DictReader(io.StringIO(run("edits", "--format", "csv")[1]))
    assert row["words"].startswith("'[-Tuesday-] {+Monday") or row["words"].startswith("[-Tuesday-] {+Monday")
    assert "silent_share" in run("edits", "--by-site")[1]


def test_edits_as_a_feed(run: Run, edited: Path) -> None:
    """A reader of feeds shows what went and what came."""
    feed = ElementTree.fromstring(run("edits", "--format", "atom", "--site", "harbour.example")[1])
    names = {"a": "http://www.w3.org/2005/Atom"}
    assert feed.findtext("a:title", None, names) == "Edits of harbour.example"
    (entry,) = feed.findall("a:entry", names)
    assert entry.findtext("a:id", None, names) == "https://harbour.example/ships/0#revision-2"
    assert entry.findtext("a:summary", None, names) == "edit, silent"
    content = entry.findtext("a:content", "", names)
    assert content.startswith("<p><del>Tuesday</del> <ins>Monday &lt;b&gt;&amp;")


@pytest.mark.parametrize("wrong", [("--kind", "first"), ("--since", "soon"), ("--by-site", "--format", "atom")])
def test_edits_misused(run: Run, edited: Path, wrong: tuple[str, ...]) -> None:
    """What cannot be meant is one line."""
    code, _, err = run("edits", *wrong)
    assert (code, err.count("\n")) == (2, 1)

"""Articles as they leave the archive: JSON lines, CSV, a folder of Markdown files."""

import csv
import io
import json
import os
from dataclasses import replace
from pathlib import Path

import pytest

from archive.errors import ArchiveError, UsageError
from archive.model import Confidence, Credit, InferredCredit, Role
from archive.render.export_files import article_csv, article_lines, article_pieces, file_name, write_articles
from archive.render.terminal import Screen
from tests.build import article, stored

EVIDENCE = "This post appeared first on Harbour Times"
ARTICLE = article(
    title="Storm surge \x1b]0;owned\x07hits the coast",
    tags=("weather", "coast"),
    credits=(Credit("Harbour Times", Role.ORIGIN, "Harbour Times", EVIDENCE, "appeared first", Confidence.LIKELY, 2),),
)
SEVEN = stored(ARTICLE, number=7, inferred=(InferredCredit("Reuters", 3),), origin="pages/7.html")


def test_write_folder(tmp_path: Path) -> None:
    """A folder is made with one file an article."""
    assert write_articles(tmp_path / "new" / "out", "markdown", [SEVEN, replace(SEVEN, id=8)]) == 2
    names = {path.name for path in (tmp_path / "new" / "out").iterdir()}
    assert names == {"7-storm-surge-0-owned-hits-the-coast.md", "8-storm-surge-0-owned-hits-the-coast.md"}


def test_write_file(tmp_path: Path) -> None:
    """A file is what standard output would be; a place that is a folder is refused and nothing is left beside it."""
    assert write_articles(tmp_path / "out.csv", "csv", [SEVEN]) == 1
    assert (tmp_path / "out.csv").read_text("utf-8") == "".join(article_pieces("csv", [SEVEN], Screen()))
    with pytest.raises(ArchiveError, match="cannot be written"):
        write_articles(tmp_path, "csv", [SEVEN])
    assert [path.name for path in tmp_path.iterdir()] == ["out.csv"]


def test_write_is_whole_or_not_at_all(tmp_path: Path) -> None:
    """Where the articles break off, the file that was there stays."""
    (tmp_path / "out.csv").write_text("old", "utf-8")
    with pytest.raises(ZeroDivisionError):
        write_articles(tmp_path / "out.csv", "csv", (stored(ARTICLE, number=1 // number) for number in (1, 0)))
    assert [path.read_text("utf-8") for path in tmp_path.iterdir()] == ["old"]


def test_a_link_is_followed(tmp_path: Path) -> None:
    """The file that a link leads to is written, with its rights as they were; the link stays. One may lead nowhere."""
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/old.csv").write_text("old", "utf-8")
    (tmp_path / "folder/old.csv").chmod(0o600)
    for name in ("old", "new"):
        (tmp_path / f"{name}.csv").symlink_to(f"folder/{name}.csv")
        assert write_articles(tmp_path / f"{name}.csv", "csv", [SEVEN]) == 1
        assert (tmp_path / f"{name}.csv").is_symlink()
        assert (tmp_path / f"folder/{name}.csv").read_text("utf-8").startswith("id,")
    assert (tmp_path / "folder/old.csv").stat().st_mode & 0o777 == 0o600
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(ArchiveError, match="cannot be written"):
        write_articles(tmp_path / "loop", "csv", [SEVEN])


def test_a_pipe_is_written_into(tmp_path: Path) -> None:
    """What is no file is never replaced by one: a named pipe here, a device as well."""
    os.mkfifo(tmp_path / "pipe")
    reader = os.open(tmp_path / "pipe", os.O_RDONLY | os.O_NONBLOCK)
    assert write_articles(tmp_path / "pipe", "jsonl", [SEVEN]) == 1
    assert "".join(article_lines([SEVEN])).encode() == os.read(reader, 100_000)
    os.close(reader)
    assert (tmp_path / "pipe").is_fifo()
    assert write_articles(Path("/dev/full").with_name("null"), "csv", [SEVEN]) == 1
    assert Path("/dev/null").is_char_device()
    with pytest.raises(ArchiveError, match="No space left"):
        write_articles(Path("/dev/full"), "csv", [SEVEN])


def test_nobody_else_s_file_is_taken_for_the_unfinished_one(tmp_path: Path) -> None:
    """A file that is called as one under way once was stays as it is."""
    (tmp_path / ".out.csv.part").write_text("mine", "utf-8")
    write_articles(tmp_path / "out.csv", "csv", [SEVEN])
    assert (tmp_path / ".out.csv.part").read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ('=HYPERLINK("http://evil.example","x")', '\'=HYPERLINK("http://evil.example","x")'),
        ("@SUM(1)", "'@SUM(1)"),
        ("+1 storm", "'+1 storm"),
        ("-1 storm", "'-1 storm"),
        (" \u200b=1+1", "' \u200b=1+1"),
        ("＝1+1", "'＝1+1"),
        ("\t1", "'\t1"),
        ("Storm = 1", "Storm = 1"),
        ("– a dash", "– a dash"),
    ],
)
def test_no_cell_is_computed(title: str, cell: str) -> None:
    """A title that a spreadsheet would compute has an apostrophe before it, unless cells are wanted as stored."""
    told = [stored(article(title=title), number=7)]
    (row,) = csv.DictReader(io.StringIO("".join(article_csv(told)), newline=""))
    assert cell == row["title"]
    (row,) = csv.DictReader(io.StringIO("".join(article_csv(told, Screen(raw_cells=True))), newline=""))
    assert title == row["title"]


def test_pieces_of_a_folder() -> None:
    """Many files are not one text."""
    with pytest.raises(UsageError, match="name a folder"):
        article_pieces("markdown", [SEVEN], Screen())


def test_export_lines() -> None:
    """A line holds the article's columns and credits, as JSON."""
    (text,) = article_lines([SEVEN])
    read = json.loads(text)
    assert (read["id"], read["title"], read["tags"]) == (7, ARTICLE.title, ["weather", "coast"])
    assert read["credits"][0]["evidence"] == EVIDENCE
    assert "blocks" not in read
    assert (read["origin"], read["inferred_credits"]) == (
        "pages/7.html",
        [{"organization": "Reuters", "from_article_id": 3}],
    )


def test_export_csv() -> None:
    """A row has the same columns; lists are joined."""
    (row,) = csv.DictReader("".join(article_csv([SEVEN])).splitlines(keepends=True))
    assert (row["id"], row["tags"], row["credits"]) == ("7", "weather; coast", "Harbour Times (origin)")
    assert row["body"] == ARTICLE.body


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Storm surge: the coast!", "7-storm-surge-the-coast.md"),
        ("../../etc/passwd\x00", "7-etc-passwd.md"),
        ("Sturmflut an der Küste", "7-sturmflut-an-der-küste.md"),
        ("…", "7.md"),
        (None, "7.md"),
        ("x" * 500, "7.md"),
    ],
)
def test_file_name(title: str | None, name: str) -> None:
    """No title leads out of the folder or to a name no file can have."""
    assert file_name(7, title) == name

"""The recipes of docs/other-programs.md, as they stand there; one whose program is not installed is skipped."""

import re
from pathlib import Path
from textwrap import dedent

import pytest

from archive import Archive
from tests.stories import write_pages

PAGE = Path(__file__).parents[1] / "docs" / "other-programs.md"
RECIPES = {
    program: dedent(code)
    for program, code in re.findall(r"^## (pandas|DuckDB)\n\n(.*?)(?=^## |\Z)", PAGE.read_text("utf-8"), re.M | re.S)
}


@pytest.mark.parametrize("program", RECIPES)
def test_recipe(
    program: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It runs from the docs alone, and prints something of the archive."""
    pytest.importorskip(program.lower(), reason=f"{program} is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    monkeypatch.chdir(tmp_path)
    with Archive("archive.db") as archive:
        archive.ingest(write_pages(tmp_path / "pages", range(3)))
        archive.export("articles.parquet")
    exec(compile(RECIPES[program], str(PAGE), "exec"), {})
    assert "own" in capsys.readouterr().out

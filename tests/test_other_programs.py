"""The recipes of docs/other-programs.md, as they stand there; one whose program is not installed is skipped."""

import asyncio
import json
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest
from click.testing import CliRunner

from archive import Archive, cli
from archive.render.datasette import INNER, LOOKS, QUESTIONS
from archive.store.schema import VIEWS
from archive.store.tables import View
from tests.stories import write_pages

PAGE = Path(__file__).parents[1] / "docs" / "other-programs.md"
RECIPES = {
    program: "\n".join(map(dedent, re.findall(r"(?:^    .*\n|^\n(?=    ))+", text, re.M)))
    for program, text in re.findall(r"^## (\w+)\n\n(.*?)(?=^## |\Z)", PAGE.read_text("utf-8"), re.M | re.S)
}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of three articles."""
    folder = tmp_path_factory.mktemp("programs")
    with Archive(folder / "archive.db") as archive:
        archive.ingest(write_pages(folder / "pages", range(3)))
    return folder


@pytest.fixture
def archived(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes it the current one."""
    monkeypatch.chdir(folder)


@pytest.mark.parametrize("program", ["pandas", "DuckDB"])
def test_recipe(program: str, archived: None, capsys: pytest.CaptureFixture[str]) -> None:
    """It runs from the docs alone, and prints something of the archive."""
    pytest.importorskip(program.lower(), reason=f"{program} is not installed")
    pytest.importorskip("pyarrow", reason="pyarrow is not installed")
    with Archive("archive.db") as archive:
        archive.export("articles.parquet")
    exec(compile(RECIPES[program], str(PAGE), "exec"), {})
    assert "own" in capsys.readouterr().out


def test_recipe_of_r(archived: None) -> None:
    """The same in R, where R and its SQLite driver are installed."""
    script = shutil.which("Rscript")
    if script is None:
        pytest.skip("R is not installed")
    whole = f'if (!requireNamespace("RSQLite", quietly = TRUE)) quit(status = 77)\n{RECIPES["R"]}'
    told = subprocess.run([script, "--vanilla", "-e", whole], capture_output=True, text=True)
    if told.returncode == 77:
        pytest.skip("RSQLite is not installed")
    assert (told.returncode, told.stderr) == (0, "")
    assert re.search(r"\bown\b.*\n.*\b3\b", told.stdout)


@pytest.fixture
def metadata(archived: None) -> dict[str, Any]:
    """The metadata as the docs have it written."""
    pytest.importorskip("datasette", reason="Datasette is not installed")
    export, _ = RECIPES["Datasette"].strip().splitlines()
    assert cli.run(export.split()[1:]) == 0
    told: dict[str, Any] = json.loads(Path("metadata.json").read_text("utf-8"))
    return told


@pytest.mark.filterwarnings("ignore")  # Datasette's own
def test_recipe_of_datasette(metadata: dict[str, Any]) -> None:
    """The command of the docs, asked for one page in the place of serving all."""
    from datasette.cli import cli as datasette

    _, serve = RECIPES["Datasette"].strip().splitlines()
    answer = CliRunner().invoke(datasette, ["serve", *serve.split()[1:], "--get", "/archive/article_list"])
    assert answer.exit_code == 0
    assert "Coaster 2 is in" in answer.output and "roads" not in answer.output


@pytest.mark.filterwarnings("ignore")
def test_datasette(metadata: dict[str, Any]) -> None:
    """Inner tables are hidden, facets and search are there, and each question is answered: by a real Datasette."""
    from datasette.app import Datasette

    served = Datasette(["archive.db"], metadata=metadata)

    async def page(path: str) -> str:
        answer = await served.client.get(path)
        assert answer.status_code == 200, (path, answer.text)
        return str(answer.text)

    async def look() -> None:
        tables = {table["name"]: table["hidden"] for table in json.loads(await page("/archive.json"))["tables"]}
        hidden = {name for name, hidden in tables.items() if hidden and not name.startswith("articles_fts")}
        assert hidden == set(INNER)
        assert set(LOOKS) <= {*tables, *VIEWS, *View.metadata.tables}
        assert 'data-column="provenance"' in await page("/archive/article_list")
        assert 'type="search"' in await page("/archive/articles")
        front = unescape(await page("/archive"))
        for name, (title, sql) in QUESTIONS.items():
            assert title in front
            asked = "&".join(f"{parameter}=1" for parameter in re.findall(r":(\w+)", sql))
            assert json.loads(await page(f"/archive/{name}.json?{asked}"))["ok"]
        found = json.loads(await page("/archive/search.json?words=Norwick&_shape=array"))
        assert [row["id"] for row in found] == [2]

    asyncio.run(look())

"""README.md and docs/: what they show is what happens. `python tests/readme.py` brings them up to date."""

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import pytest

from archive import __version__
from archive.cli import COMMANDS
from tests import manual, readme

ALL = [*readme.list_pages(), *readme.list_decisions()]
LONGEST = 100
"""Characters of a line of prose."""


def test_pages_are_up_to_date(tmp_path: Path) -> None:
    """Each command, question and piece of Python prints what is shown; generated sections are those of the code."""
    for page, expected in readme.rewrite_pages(tmp_path).items():
        shown = readme.strip_times(page.read_text("utf-8"))
        assert readme.strip_times(expected).splitlines() == shown.splitlines(), page.name


def test_manual_is_up_to_date() -> None:
    """The man page and the page of commands say what --help says."""
    assert readme.MAN_PAGE.read_text("utf-8") == manual.man_page()
    assert readme.COMMAND_PAGE.read_text("utf-8") == manual.command_page()


@pytest.mark.skipif(shutil.which("man") is None, reason="no man on this machine")
def test_man_reads_the_page() -> None:
    """The man page is roff without a fault, and has each command."""
    environment = {"PATH": os.environ["PATH"], "LANG": "C.UTF-8", "MANWIDTH": "80"}
    run = subprocess.run(
        ["man", "--warnings", "-l", readme.MAN_PAGE], env=environment, capture_output=True, text=True, check=True
    )
    assert run.stderr == ""
    assert [name for name in COMMANDS if f"archive {name}" not in run.stdout] == []


def test_every_example_is_run() -> None:
    """No fenced block is of a kind that nobody runs; what cannot run here (the network) is indented instead."""
    for page in readme.list_pages():
        text = page.read_text("utf-8")
        assert len(re.findall(r"^```", text, re.M)) == 2 * len(readme.FENCE.findall(text)), page.name


def test_readme_is_short() -> None:
    """A newcomer reads the README in one sitting: at most 250 lines."""
    assert len(readme.README.read_text("utf-8").splitlines()) <= 250


def test_eleven_questions() -> None:
    """Eleven questions a researcher would ask stand in docs/questions.md with their answers."""
    assert len(re.findall(r"^```sql$", (readme.DOCS / "questions.md").read_text("utf-8"), re.M)) == 11


def test_every_command_is_named() -> None:
    """Nobody has to guess what there is: docs/commands.md has each command, and no other."""
    page = (readme.DOCS / "commands.md").read_text("utf-8")
    assert set(COMMANDS) == set(re.findall(r"^\| `archive (\w+)", page, re.M))


def test_every_decision_is_dated() -> None:
    """Each decision page says under its title when it was taken and whether it still holds."""
    assert [page.name for page in readme.list_decisions() if not readme.DECISION.match(page.read_text("utf-8"))] == []


def test_every_decision_is_listed() -> None:
    """The index links to each decision page."""
    index = (readme.DECISIONS / "README.md").read_text("utf-8")
    assert [page.name for page in readme.list_decisions() if f"]({page.name})" not in index] == []


def test_every_page_is_linked() -> None:
    """Whoever begins at the README finds each page of docs/."""
    text = readme.README.read_text("utf-8")
    assert [page.name for page in readme.list_pages()[1:-1] if f"](docs/{page.name}" not in text] == []


@pytest.mark.parametrize("page", ALL, ids=lambda page: str(page.relative_to(readme.CHECKOUT)))
def test_links_lead_somewhere(page: Path) -> None:
    """Files that a page links to are there, and so are the headings."""
    missing = []
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        name, _, anchor = target.partition("#")
        file = page.parent / name if name else page
        if "://" not in target and not (file.exists() and (not anchor or anchor in _anchors(file))):
            missing.append(target)
    assert missing == []


@pytest.mark.parametrize("page", ALL, ids=lambda page: str(page.relative_to(readme.CHECKOUT)))
def test_prose_fits_the_screen(page: Path) -> None:
    """Lines have at most 100 characters, those of tables and examples aside."""
    prose = readme.FENCE.sub("", readme.SECTION.sub("", page.read_text("utf-8")))
    assert [line for line in prose.splitlines() if len(line) > LONGEST and not line.startswith("|")] == []


def test_paths_lead_somewhere() -> None:
    """Files and folders of code that a page names, such as `judge/visit.py` or `words/`, are there."""
    code = [path for root in ("archive", "bench", "migrations", "tests") for path in _paths(readme.CHECKOUT / root)]
    missing = []
    for page in ALL:
        for name in re.findall(r"`([\w/]+(?:\.(?:py|npz|tsv)|/))`", page.read_text("utf-8")):
            if not any(path.endswith(f"/{name}") for path in code):
                missing.append(f"{page.name}: {name}")
    assert missing == []


def test_architecture_names_every_room() -> None:
    """The page that says where code lives leaves no folder and no module at the top of the package out."""
    page = (readme.DOCS / "architecture.md").read_text("utf-8")
    rooms = {path.name for path in (readme.CHECKOUT / "archive").iterdir() if not path.name.startswith("_")}
    assert [name for name in sorted(rooms - {"py.typed"}) if f"`{name.removesuffix('.py')}" not in page] == []


def test_version() -> None:
    """The version is the same in the package, its metadata and the changelog, whose next one may stand above it."""
    project = tomllib.loads((readme.CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    changelog = (readme.CHECKOUT / "CHANGELOG.md").read_text("utf-8")
    released = [name for name in re.findall(r"^## (\S+)", changelog, re.M) if name != "Unreleased"]
    assert (project["version"], released[0]) == (__version__, __version__)


def _anchors(file: Path) -> set[str]:
    """Give the anchors of a page's headings as GitHub makes them: lower case, no signs, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", file.read_text("utf-8"), re.M)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def _paths(folder: Path) -> list[str]:
    """List what a folder holds, itself too, each with a slash before its name; folders with one behind it."""
    found = [folder, *folder.rglob("*")]
    return [f"/{path.relative_to(readme.CHECKOUT)}{'/' * path.is_dir()}" for path in found]

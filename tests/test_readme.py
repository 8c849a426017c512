"""The README: what it shows is what happens."""

import re
import tomllib
from pathlib import Path

from archive import __version__
from archive.cli import COMMANDS
from tests import readme

TEXT = readme.README.read_text("utf-8")


def test_readme_is_up_to_date(tmp_path: Path) -> None:
    """Each command, question and piece of Python prints what is shown; settings and schema are those of the code.

    To bring the README up to date: `python tests/readme.py`.
    """
    expected = readme.timeless(readme.written(TEXT, tmp_path))
    assert expected.splitlines() == readme.timeless(TEXT).splitlines()


def test_ten_questions() -> None:
    """Ten questions a researcher would ask stand there with their answers."""
    assert len(re.findall(r"^```sql$", TEXT, re.M)) == 10


def test_every_command_is_named() -> None:
    """Nobody has to guess what there is."""
    assert [name for name in COMMANDS if f"`archive {name}" not in TEXT] == []


def test_version() -> None:
    """The version is the same in the package, its metadata and the changelog."""
    project = tomllib.loads((readme.CHECKOUT / "pyproject.toml").read_text("utf-8"))["project"]
    changelog = (readme.CHECKOUT / "CHANGELOG.md").read_text("utf-8")
    newest = re.search(r"^## (\S+)", changelog, re.M)
    assert newest is not None
    assert (project["version"], newest[1]) == (__version__, __version__)


def test_links_lead_somewhere() -> None:
    """Files that the README links to are there."""
    targets = [target for target in re.findall(r"\]\(([^)#]+)\)", TEXT) if "://" not in target]
    assert [target for target in targets if not (readme.CHECKOUT / target).exists()] == []

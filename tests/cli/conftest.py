"""An archive that the command itself made, and a way to run the command."""

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from archive import cli
from tests.commands import HOSTILE, Run
from tests.stories import page, write_pages

WIRE = " ".join(
    f"On day {day} of the strike {day * 37 % 113} ships lay off Norwick, said pilot {day * 7}." for day in range(30)
)


@pytest.fixture
def run(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command line in an empty folder: exit code, stdout, stderr. `stdin`: what stands there."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("ARCHIVE_WORKERS", "1")

    def call(*arguments: str | Path, stdin: str = "") -> tuple[int, str, str]:
        capfd.readouterr()
        monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(stdin.encode())))
        code = cli.run(list(map(str, arguments)))
        sys.stdout.flush()
        printed = capfd.readouterr()
        return code, printed.out, printed.err

    return call


@pytest.fixture(scope="session")
def archived(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with three articles and a refused file; the first article's title holds an escape sequence."""
    folder = tmp_path_factory.mktemp("archived")
    write_pages(folder / "pages", range(3))
    first = page(0).replace("Coaster 0", f"Coaster {HOSTILE}0")
    (folder / "pages" / "00000.html").write_text(first, "utf-8")
    (folder / "pages" / "empty.html").write_bytes(b"")
    code = cli.run(["ingest", str(folder / "pages"), "--db", str(folder / "news.db"), "--workers", "1", "--quiet"])
    assert code == 0
    return folder / "news.db"


@pytest.fixture
def wire(run: Run, tmp_path: Path) -> Path:
    """A database in which a story is printed by two sites; the second credits it and has one word changed."""
    pages = tmp_path / "pages"
    pages.mkdir()
    for number, (site, text) in enumerate(
        (("harbour", WIRE), ("eastmoor", f"(Reuters) - {WIRE.replace('Norwick', 'Tarrow', 1)}"))
    ):
        told = page(number, text).replace("https://harbour.example", f"https://{site}.example")
        (pages / f"{number}.html").write_text(told, "utf-8")
    assert run("ingest", pages, "--db", tmp_path / "wire.db", "-q")[0] == 0
    return tmp_path / "wire.db"

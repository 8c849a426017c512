"""An archive copied from a file to a server and back: the same rows, whatever cut it off."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from archive.app import Archive
from archive.errors import StoreError
from archive.store.database import open_database
from archive.store.write import transfer
from archive.store.write.ledger import Ledger
from archive.store.write.transfer import CopiedTable
from tests.build import article, page
from tests.postgres import Server

pytestmark = pytest.mark.sqlite  # one side is a file


class CutOff(Exception):
    """Ends a copy in the middle."""


@pytest.fixture
def filled(tmp_path: Path) -> Path:
    with open_database(tmp_path / "news.db") as database:
        pages = [page(article(f"https://harbour.example/{name}", title=name, body=f"{name} fell.")) for name in "abcde"]
        ledger = Ledger(database)
        ledger.record(pages, ledger.start_run("ingest", "2026-11-29T00:00:00Z"))
    return tmp_path / "news.db"


def test_there_and_back(filled: Path, tmp_path: Path, postgres_server: Server) -> None:
    """With the same digests; numbers go on behind those that are there, and words are found."""
    url = postgres_server.database_of(str(tmp_path / "copy"), filled=False)
    there = Archive.copy_archive(filled, url)
    assert there == Archive.copy_archive(url, tmp_path / "back.db")
    assert {one.name: one.rows for one in there}["articles"] == 5
    with Archive(url) as archive:
        assert [hit.title for hit in archive.search("d")] == ["d"]
        added = archive.add("<title>Gale</title>" + "<p>A gale tore roofs off in Norwick, said the mayor.</p>" * 9)
        assert added.article_id in (6, None)
    postgres_server.drop_below(tmp_path)


def test_what_was_cut_off_goes_on(filled: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind the last row that is there, as often as needed; only a copy of the same archive."""
    monkeypatch.setattr(transfer, "ROWS", 2)
    stored: list[str] = []

    def cut(table: str, rows: int) -> None:
        stored.append(table)
        if len(stored) % 5 == 0:
            raise CutOff

    copied: list[CopiedTable] = []
    while not copied:
        try:
            copied = Archive.copy_archive(filled, tmp_path / "copy.db", cut)
        except CutOff:
            with pytest.raises(StoreError, match=r"news\.db that was cut off"):
                Archive.copy_archive(tmp_path / "copy.db", tmp_path / "copy.db")
    assert copied == Archive.copy_archive(filled, tmp_path / "other.db")
    assert len(stored) > 5


def test_a_killed_copy_goes_on(filled: Path, tmp_path: Path, postgres_server: Server) -> None:
    """Ended by SIGKILL again and again, each time some rows later, it is an exact copy in the end.

    Each death is a process of its own, which takes a second to begin.
    """
    url = postgres_server.database_of(str(tmp_path / "copy"), filled=False)
    for batches in (1, 6, 9):
        command = [sys.executable, str(Path(__file__).with_name("copy_run.py")), str(filled), url]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as copying:
            assert copying.stdout is not None
            told = [copying.stdout.readline() for _ in range(batches)]
            copying.kill()
        assert all(told)
        assert copying.returncode == -signal.SIGKILL
    there = Archive.copy_archive(filled, url)
    assert there == Archive.copy_archive(filled, tmp_path / "other.db")
    postgres_server.drop_below(tmp_path)


def test_only_into_an_empty_one_and_told_if_not_the_same(filled: Path, tmp_path: Path) -> None:
    """A finished copy is never written to again; a row that was changed while copying is named."""
    with pytest.raises(StoreError, match="holds something already"):
        Archive.copy_archive(filled, filled)

    def change(table: str, rows: int) -> None:
        if table == "articles":
            with open_database(tmp_path / "copy.db") as there, there.writer() as connection:
                connection.exec_driver_sql("UPDATE articles SET section = 'Elsewhere' WHERE id = 2")

    with pytest.raises(StoreError, match="a row of articles differs"):
        Archive.copy_archive(filled, tmp_path / "copy.db", change)

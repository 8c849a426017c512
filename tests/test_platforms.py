"""The whole way of an article where a platform has no fork, no alarm, no `resource` and no `fcntl` (as on Windows)."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.loopback import Site
from tests.no_posix import environment_in
from tests.stories import page, story


def test_the_whole_way_of_an_article(tmp_path: Path, site: Site) -> None:
    """Ingested from files and the web, found, shown, asked for in SQL, visited again and seen to have changed."""
    pages = iter([story(1), *[story(1).replace("on Tuesday evening", "on Wednesday, at noon,")] * 3])
    site.pages["/ships/1"] = lambda handler: handler.answer(
        page(1, next(pages)).replace("https://harbour.example", site.url("")).encode()
    )
    (tmp_path / "0.html").write_text(page(0), "utf-8")
    url = site.url("/ships/1")
    commands = [
        *(
            "ingest",
            str(tmp_path / "0.html"),
            url,
            "--quiet",
            "then",
            "search",
            "breakwater",
            "then",
            "show",
            url,
            "then",
        ),
        *("recrawl", "--quiet", "--budget", "5", "then", "query", "select max(number) from revisions"),
    ]
    environment = environment_in(tmp_path) | {
        "ARCHIVE_ALLOW_PRIVATE": "localhost",
        "ARCHIVE_HOST_DELAY": "0",
        "ARCHIVE_DB": str(tmp_path / "news.db"),
    }
    command = [sys.executable, "-m", "tests.no_posix", *commands]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert "2 articles" in done.stdout
    assert "two days late" in done.stdout
    assert done.stdout.split()[-1] == "2"
    assert (tmp_path / "news.db.recrawl.lock.db").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="SQLite is told on Linux alone")
def test_sqlite_counts_no_memory() -> None:
    """Where it was told before it was loaded; later it is left alone."""
    asked = """
from archive.platforms import free_sqlite_threads
told = free_sqlite_threads()
import ctypes, sqlite3, _sqlite3
connection = sqlite3.connect(":memory:")
used = getattr(ctypes.CDLL(_sqlite3.__file__), "sqlite3_memory_used", None)
print(used is None or told == (used() == 0), free_sqlite_threads())
"""
    answer = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert answer.stdout.split() == ["True", "False"]

import random
import signal
import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from archive.cli.signals import NOTICE
from tests.stories import write_pages

RUN = Path(__file__).with_name("ingest_run.py")
KILLS = 6
PAGES = 150


def start(folder: Path) -> "subprocess.Popen[str]":
    command = [sys.executable, str(RUN), str(folder / "archive.db"), str(folder / "pages")]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def killed(folder: Path, moment: float) -> list[str]:
    """What a run told before it was killed, `moment` seconds after it began to tell; not the line it died in."""
    with start(folder) as run:
        assert run.stdout is not None
        timer = threading.Timer(moment, run.kill)
        told = []
        for line in run.stdout:
            told.append(line)
            if len(told) == 1:
                timer.start()
        timer.join()
    assert run.returncode == -signal.SIGKILL
    return [line.strip() for line in told if line.endswith("\n")]


def urls_of(lines: list[str]) -> set[str]:
    assert {line.split()[0] for line in lines} <= {"added", "unchanged"}
    return {line.split()[1] for line in lines}


def stored_in(database: Path) -> list[str]:
    """The addresses of all articles, from a file and an index that were found whole."""
    connection = sqlite3.connect(database)
    try:
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        connection.execute("insert into articles_fts(articles_fts, rank) values ('integrity-check', 1)")
        return [url for (url,) in connection.execute("select url from articles order by url")]
    finally:
        connection.close()


def survive(folder: Path) -> None:
    """Half of the kills, on one database, and then a run that is left in peace."""
    write_pages(folder / "pages", range(PAGES))
    moments = random.Random(folder.name)
    told: set[str] = set()
    for _ in range(KILLS // 2):
        told |= urls_of(killed(folder, moments.uniform(0, 0.3)))
        stored = stored_in(folder / "archive.db")
        assert (len(stored), told - set(stored)) == (len(set(stored)), set())
    with start(folder) as last:
        output, errors = last.communicate()
    assert (last.returncode, errors, len(urls_of(output.splitlines()))) == (0, "", PAGES)
    expected = sorted(f"https://harbour.example/ships/{number}" for number in range(PAGES))
    assert stored_in(folder / "archive.db") == expected


def test_nothing_acknowledged_is_lost_by_kill(tmp_path: Path) -> None:
    """Killed at random moments: every acknowledged page is there once, and the same call finishes the job."""
    with ThreadPoolExecutor(2) as threads:
        assert list(threads.map(survive, (tmp_path / "a", tmp_path / "b"))) == [None, None]


def test_a_first_signal_finishes_what_is_in_hand(tmp_path: Path) -> None:
    """SIGTERM ends a run early and in order: what was read is stored, told, and noted in `runs`."""
    write_pages(tmp_path / "pages", range(2_000))
    with start(tmp_path) as run:
        assert run.stdout is not None and run.stderr is not None
        lines = [run.stdout.readline()]
        run.send_signal(signal.SIGTERM)
        lines += run.stdout.readlines()
        assert (run.wait(), run.stderr.read()) == (0, NOTICE.decode())
    assert 0 < len(lines) < 2_000
    assert urls_of(lines) == set(stored_in(tmp_path / "archive.db"))
    connection = sqlite3.connect(tmp_path / "archive.db")
    assert connection.execute("select added, finished_at is not null from runs").fetchall() == [(len(lines), 1)]
    connection.close()

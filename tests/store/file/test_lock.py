import subprocess
import sys
from pathlib import Path

import pytest

from archive.errors import AlreadyRunning
from archive.store.file import lock
from archive.store.file.lock import recrawl_lock

HOLD = """
import sys, pathlib
from archive.store.file import lock
if "without" in sys.argv:
    lock.FCNTL = None
with lock.recrawl_lock(pathlib.Path(sys.argv[1]), "noon"):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.mark.parametrize("flock", ["with", "without"])
def test_one_at_a_time(path: Path, flock: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """While one holds it no other may, and is told who does; a process that was killed holds nothing.

    By flock(2); where a platform has none, by SQLite.
    """
    if flock == "without":
        monkeypatch.setattr(lock, "FCNTL", None)
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path), flock], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert holder.stdout is not None and holder.stdin is not None
    with holder.stdin, holder.stdout:
        assert holder.stdout.readline() == "held\n"
        with pytest.raises(AlreadyRunning, match=f"process {holder.pid} since noon"), recrawl_lock(path, "now"):
            pass
        holder.kill()
        holder.wait()
    with recrawl_lock(path, "later") as dead:
        assert dead == f"process {holder.pid} since noon"
        assert "since later" in path.with_name("archive.db.recrawl.lock").read_text()
    with recrawl_lock(path, "again") as dead:
        assert dead is None


def test_a_database_with_two_names_has_one_lock(path: Path) -> None:
    """Who comes by a symbolic link meets whoever came by the file."""
    path.touch()
    link = path.with_name("link.db")
    link.symlink_to(path)
    with recrawl_lock(path, "now"), pytest.raises(AlreadyRunning), recrawl_lock(link, "now"):
        pass

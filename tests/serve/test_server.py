"""The server itself: started by the command, asked over a socket, stopped by a signal."""

import asyncio
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from archive import Archive, cli
from archive.serve.server import bind_socket
from tests.stories import write_pages


def test_an_empty_token_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Beyond this machine a variable that is not set leaves no door open: a token is made, and told."""
    with Archive(tmp_path / "news.db", create=True):
        pass
    given = []
    monkeypatch.setattr("archive.serve.server.serve_archive", lambda *_, hosts, token: given.append(token))
    for host in ("0.0.0.0", "127.0.0.1"):
        assert cli.run(["serve", "--host", host, "--port", "0", "--token", "", "--db", str(tmp_path / "news.db")]) == 0
    assert given[0] and f"?token={given[0]} " in capfd.readouterr().err
    assert given[1] is None


@pytest.mark.filterwarnings("ignore")  # Datasette's own
def test_serve(tmp_path: Path) -> None:
    """It says where it is, answers there while Datasette shows the same file, and ends at SIGTERM without a word."""
    datasette = pytest.importorskip("datasette.app", reason="Datasette is not installed")
    with Archive(tmp_path / "news.db") as archive:
        archive.ingest(write_pages(tmp_path / "pages", range(2)))
    command = [sys.executable, "-m", "archive", "serve", "--port", "0", "--db", str(tmp_path / "news.db")]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    with process.stderr:
        line = process.stderr.readline()
        address = re.search(r"http://[\d.:]+/", line)
        assert address, line
        with httpx.Client(trust_env=False) as client:
            assert "Coaster 1 is in" in client.get(address[0]).text
            beside = datasette.Datasette([tmp_path / "news.db"]).client
            with Archive(tmp_path / "news.db") as archive:
                archive.ingest(write_pages(tmp_path / "more", range(2, 3)))
            told = asyncio.run(beside.get("/news/articles.json?_shape=array&_col=title")).json()
            assert [row["title"] for row in told] == [f"Coaster {number} is in" for number in range(3)]
            assert "Coaster 2 is in" in client.get(address[0]).text
        process.send_signal(signal.SIGTERM)
        rest = process.stderr.read()
    assert (process.wait(20) in (0, -signal.SIGTERM, 143), rest) == (True, "")


def test_answers_are_sent_at_once() -> None:
    """An answer's last part waits for no acknowledgement of its first: that costs each page 40 ms."""
    with bind_socket("127.0.0.1", 0) as listening, socket.create_connection(listening.getsockname()):
        taken, _ = listening.accept()
        with taken:
            assert taken.proto == socket.IPPROTO_TCP  # asyncio switches Nagle's delay off where it sees this

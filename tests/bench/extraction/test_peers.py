"""Peers answer over a pipe from an environment of their own."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.extraction import peers
from bench.extraction.peer_worker import text_of

PEER = """
import os
class Document:
    def __init__(self, html, url=None):
        if "dies" in html:
            os._exit(1)
        if "fails" in html:
            raise ValueError("no text")
        self.html = html
    def summary(self, html_partial):
        print("noise")
        return f"<div><p>{self.html}</p><script>no</script><p>Two</p></div>"
    def short_title(self):
        return "Title"
"""


@pytest.fixture
def peer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """Make an environment that holds an extractor of the name and interface of readability-lxml."""
    (tmp_path / "readability-lxml/bin").mkdir(parents=True)
    (tmp_path / "readability-lxml/bin/python").symlink_to(sys.executable)
    (tmp_path / "readability.py").write_text(PEER, encoding="utf-8")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(peers, "HOME", tmp_path)
    yield "readability-lxml"
    peers.stop_peers()


def test_a_peer_is_asked_page_by_page(peer: str) -> None:
    """What it prints is no answer; a page on which it fails or dies has no text, and the next is read."""
    found = peers.ask(peer, "<?xml version='1.0' encoding='latin-1'?>Grüße".encode(), None)
    assert (found.body, found.title) == ("Grüße\nTwo", "Title")
    assert found.seconds is not None
    assert peers.ask(peer, b"it fails", None).body == ""
    assert peers.ask(peer, b"it dies", None).body == ""
    assert peers.ask(peer, b"again", "https://marsh.example/").body == "again\nTwo"


def test_what_cannot_be_installed_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A peer without a Python for its wheels is left out of the run."""
    monkeypatch.setattr(peers, "HOME", tmp_path)
    monkeypatch.setattr(peers, "PEERS", (peers.Peer("nobody", "1.0", ("2.0",)),))
    told = peers.install_peers()
    assert told == {"nobody": "not installed: no Python 2.0 here"}
    assert peers.peer_extractors(told) == {}


def test_text_of_html_has_a_line_a_block() -> None:
    """Inline markup does not part words, blocks and breaks do; what is not shown is left out."""
    html = "<h1>A <b>dam</b></h1><ul><li>one<li>two<br>three</ul><style>p{}</style>&amp; end"
    assert text_of(html) == "A dam\none\ntwo\nthree\n& end"

"""Other extractors, each in a virtual environment that the bench makes, asked page by page over a pipe."""

import json
import re
import select
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from archive.extraction.decoding.charset import as_utf8
from bench.extraction.extractors import Extraction, Extractor

HOME = Path(".bench-data/peers")
"""Where the virtual environments are made, one a peer."""
PATIENCE = 60.0
"""Seconds a peer has for a page; then it is started again, and the page counts as one without text."""
_PYENV = Path("~/.pyenv/versions").expanduser()
_WORKER = Path(__file__).with_name("peer_worker.py")
_XML = re.compile(r"^\s*<\?xml[^>]*\?>")
"""lxml refuses text that declares the charset of bytes."""
_RUNNING: "dict[str, subprocess.Popen[str]]" = {}


@dataclass(frozen=True, slots=True)
class Peer:
    """A package on PyPI: its version, the Pythons it has wheels for (the first found is taken), what it lacks."""

    name: str
    version: str
    pythons: tuple[str, ...] = ("3.11", "3.12", "3.13")
    beside: tuple[str, ...] = ()


PEERS = (
    Peer("readability-lxml", "0.9", beside=("lxml_html_clean",)),
    Peer("newspaper4k", "0.9.6"),
    Peer("pygoreadability", "0.2.8", ("3.11", "3.12")),
    Peer("magic-html", "0.1.8", ("3.12", "3.13")),
    Peer("rs-trafilatura", "0.1.1", ("3.12",)),
)


def install_peers() -> dict[str, str]:
    """Make the environments that are not there yet; give for each peer its version, or why there is none."""
    return {peer.name: install_peer(peer) for peer in PEERS}


def peer_extractors(installed: Mapping[str, str]) -> dict[str, Extractor]:
    """Give an extractor for each peer that was installed."""
    return {peer.name: partial(ask, peer.name) for peer in PEERS if installed[peer.name] == peer.version}


def install_peer(peer: Peer) -> str:
    """Make a peer's environment, if it is not there yet; give its version, or why there is none."""
    folder = HOME / peer.name
    done = folder / f"installed {peer.version}"
    if done.exists():
        return peer.version
    python = next(filter(None, map(_python, peer.pythons)), None)
    if python is None:
        return f"not installed: no Python {' or '.join(peer.pythons)} here"
    shutil.rmtree(folder, ignore_errors=True)
    pip = [str(folder / "bin/pip"), "install", "-q", "--only-binary", peer.name, f"{peer.name}=={peer.version}"]
    for command in ([python, "-m", "venv", str(folder)], [*pip, *peer.beside]):
        told = subprocess.run(command, capture_output=True, text=True, check=False)
        if told.returncode:
            said = [line for line in told.stderr.splitlines() if line.startswith("ERROR")]
            return f"not installed: {(said or ['pip failed'])[0]}"
    done.touch()
    return peer.version


def _python(release: str) -> str | None:
    """Find a Python of that release: on the path, or of pyenv."""
    places = sorted(_PYENV.glob(f"{release}.*/bin/python"))
    return str(places[-1]) if places else shutil.which(f"python{release}")


def ask(name: str, payload: bytes, url: str | None) -> Extraction:
    """Give what a peer finds on a page, told its text as this archive decodes it."""
    html = _XML.sub("", as_utf8(payload)[0].decode("utf-8", "replace"))
    found = _answer(name, json.dumps({"html": html, "url": url or ""}))
    names = tuple(found.get("authors") or ())
    return Extraction(
        body=found.get("body") or "",
        title=found.get("title"),
        authors=names,
        sources=names,
        date=found.get("date"),
        seconds=found.get("seconds", 0.0),
    )


def _answer(name: str, question: str) -> Mapping[str, Any]:
    """Ask a peer's process; one that dies or does not answer is started anew for the next page."""
    process = _started(name)
    assert process.stdin and process.stdout
    try:
        process.stdin.write(question + "\n")
        process.stdin.flush()
        if select.select([process.stdout], [], [], PATIENCE)[0] and (line := process.stdout.readline()):
            found: Mapping[str, Any] = json.loads(line)
            return found
    except BrokenPipeError:
        pass
    stop_peers()
    return {}


def stop_peers() -> None:
    """End the peers' processes; the next question starts one again."""
    for process in _RUNNING.values():
        with process:  # which closes its pipes and waits for it
            process.kill()
    _RUNNING.clear()


def _started(name: str) -> "subprocess.Popen[str]":
    if name not in _RUNNING:
        command = [str(HOME / name / "bin/python"), str(_WORKER), name]
        pipe, quiet = subprocess.PIPE, subprocess.DEVNULL
        _RUNNING[name] = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=quiet, text=True, encoding="utf-8")
    return _RUNNING[name]

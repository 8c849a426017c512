"""What other tools take for the same WARC file, each in a virtual environment that is made for it."""

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path

from bench.extraction.peers import HOME, Peer, install_peer
from bench.tables import markdown

PEERS = (Peer("news-please", "1.6.16"), Peer("fundus", "0.5.7", beside=("curl_cffi<0.15",)))
PATIENCE = 540.0
"""Seconds a tool has for the file."""
_WORKER = Path(__file__).with_name("peer_worker.py")


def measure_peers(crawl: Path, pages: int, own: Sequence[tuple[str, int, float]]) -> str:
    """Tools side by side: articles found and CPU, in all and for an article that was found. `own`: ours, measured."""
    rows = [_row(name, articles, cpu, pages) for name, articles, cpu in own]
    for peer in PEERS:
        installed = install_peer(peer)
        if installed != peer.version:
            rows.append([peer.name, installed, "", "", ""])
            continue
        command = [str(HOME / peer.name / "bin/python"), str(_WORKER), peer.name, str(crawl)]
        try:
            told = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE, check=False)
            found = json.loads(told.stdout.splitlines()[-1])
        except (subprocess.TimeoutExpired, IndexError, ValueError):
            rows.append([f"{peer.name} {peer.version}", "gave no answer", "", "", ""])
            continue
        rows.append(_row(f"{peer.name} {peer.version}", found["articles"], found["cpu"], pages))
    return markdown(("", "articles", "of pages", "CPU ms a page", "CPU ms an article found"), rows)


def _row(name: str, articles: int, cpu: float, pages: int) -> list[str]:
    return [name, str(articles), str(pages), f"{cpu / pages * 1000:.1f}", f"{cpu / max(1, articles) * 1000:.1f}"]

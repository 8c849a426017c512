"""Another tool's own way through a WARC file: `python peer_worker.py TOOL FILE` prints what it found and what it took.

Runs in the tool's environment, so it imports nothing of ours.
"""

import json
import resource
import sys
import threading
from collections.abc import Callable
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any


class Quiet(SimpleHTTPRequestHandler):
    """Serves a folder and says nothing."""

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


def read_with_news_please(file: Path) -> int:
    """As news-please's Common Crawl extractor does it: warcio, and an article from each response."""
    from newsplease import NewsPlease
    from warcio.archiveiterator import ArchiveIterator

    found = 0
    with file.open("rb") as stream:
        for record in ArchiveIterator(stream):
            if record.rec_type == "response":
                try:
                    article = NewsPlease.from_warc(record, decode_errors="replace", fetch_images=False)
                except Exception:
                    continue
                found += bool(article and article.maintext)
    return found


def read_with_fundus(file: Path) -> int:
    """As fundus's crawler of CC-NEWS does it: over HTTP, from a server here, the publishers it has a parser for."""
    from fundus import PublisherCollection
    from fundus.scraping.html import CCNewsSource
    from fundus.scraping.scraper import CCNewsScraper

    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(file.parent)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    source = CCNewsSource(*PublisherCollection, warc_path=f"http://127.0.0.1:{server.server_port}/{file.name}")
    articles = CCNewsScraper(source).scrape("suppress")
    return sum(bool(article.plaintext) for article in articles)


READERS: dict[str, Callable[[Path], int]] = {"news-please": read_with_news_please, "fundus": read_with_fundus}


def main(tool: str, file: str) -> None:
    """Read the file, and tell articles and CPU seconds, imports counted."""
    found = READERS[tool](Path(file))
    used = resource.getrusage(resource.RUSAGE_SELF)
    sys.stdout.write(json.dumps({"articles": found, "cpu": used.ru_utime + used.ru_stime}) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])

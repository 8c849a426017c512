"""`python tools.py NAME`: one tool in a process of its own; it is sent pages, and tells the CPU seconds of each.

Run as a script by any Python, so that an older version, installed elsewhere, can be measured beside this one: it
imports nothing but the tool. On standard input come pickled lists of (bytes, address); each is answered by a list of
seconds.
"""

import pickle
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Page = tuple[bytes, str | None]
Read = Callable[[bytes, str | None], object]

REFERENCE = "trafilatura + metadata"


def archive() -> Read:
    """This archive: article, fields, credits and what is stripped."""
    from archive import extract

    return lambda body, url: extract(body, url=url)


def trafilatura_default() -> Read:
    """Trafilatura's text, with its fallbacks."""
    from trafilatura import bare_extraction

    return lambda body, url: bare_extraction(body, url=url)


def trafilatura_metadata() -> Read:
    """Trafilatura's text and metadata: the measure of all others."""
    from trafilatura import bare_extraction

    return lambda body, url: bare_extraction(body, url=url, with_metadata=True)


def trafilatura_fast() -> Read:
    """Trafilatura's text without its fallbacks."""
    from trafilatura import bare_extraction

    return lambda body, url: bare_extraction(body, url=url, fast=True)


def readability() -> Read:
    """Title and markup of the text."""
    from readability import Document

    def read(body: bytes, url: str | None) -> object:
        page = Document(body, url=url)
        return page.title(), page.summary()

    return read


def resiliparse() -> Read:
    """The text alone."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import detect_encoding
    from resiliparse.parse.html import HTMLTree

    return lambda body, url: extract_plain_text(
        HTMLTree.parse_from_bytes(body, detect_encoding(body) or "utf-8"), main_content=True
    )


def newspaper() -> Read:
    """Text, title, authors, date and pictures; nothing is fetched."""
    from newspaper import Article

    def read(body: bytes, url: str | None) -> object:
        article = Article(url or "https://page.invalid/", fetch_images=False)
        article.download(input_html=body.decode("utf-8", "replace"))
        article.parse()
        return article.text, article.title, article.authors, article.publish_date

    return read


def script() -> Read:
    """The script that everybody writes: trafilatura, sqlite-utils and full-text search; it keeps the page."""
    import sqlite_utils
    from trafilatura import bare_extraction

    folder = tempfile.TemporaryDirectory()
    articles: Any = sqlite_utils.Database(Path(folder.name) / "news.db")["articles"]
    number = 0

    def read(body: bytes, url: str | None, folder: object = folder) -> object:
        nonlocal number
        found: Any = bare_extraction(body, url=url, with_metadata=True)
        if found is None:
            return None
        number += 1
        row = {"id": number, "url": url, "title": found.title, "author": found.author, "date": found.date,
               "text": found.text, "page": body}  # fmt: skip
        articles.upsert(row, pk="id")
        if number == 1:
            articles.enable_fts(["title", "text"], create_triggers=True)
        return number

    return read


TOOLS: dict[str, Callable[[], Read]] = {
    REFERENCE: trafilatura_metadata,
    "archive": archive,
    "trafilatura": trafilatura_default,
    "trafilatura, fast": trafilatura_fast,
    "readability-lxml": readability,
    "resiliparse": resiliparse,
    "newspaper4k": newspaper,
    "trafilatura + sqlite-utils + FTS": script,
}


def seconds_of(read: Read, body: bytes, url: str | None) -> float:
    """Tell the CPU seconds that a tool takes for a page; if it fails on it, those up to there."""
    begun = time.process_time()
    try:
        read(body, url)
    except Exception as error:
        print(f"{url}: {type(error).__name__}: {error}", file=sys.stderr)
    return time.process_time() - begun


def main() -> None:
    """Read pages until there are no more."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what a tool prints is no answer
    read = TOOLS[sys.argv[1]]()
    while True:
        try:
            pages: list[Page] = pickle.load(sys.stdin.buffer)
        except EOFError:
            return
        pickle.dump([seconds_of(read, *page) for page in pages], answers)
        answers.flush()


if __name__ == "__main__":
    main()

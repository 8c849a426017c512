"""A peer's side of the bench: a page a line on standard input, what the peer found as a line on standard output.

It runs in the peer's own virtual environment, so it imports nothing of this project.
"""

import json
import re
import sys
import time
from collections.abc import Callable
from html.parser import HTMLParser
from importlib import import_module

Found = dict[str, object]

_BLOCKS = frozenset(
    "address article aside blockquote body br caption dd div dl dt figcaption figure footer h1 h2 h3 h4 h5 h6 header "
    "hr li main nav ol p pre section table tbody td tfoot th thead tr ul".split()
)
_UNSEEN = frozenset(("script", "style", "noscript", "template", "head"))


class _Text(HTMLParser):
    """The visible text of an HTML fragment, each block-level element a line."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.unseen = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.unseen += tag in _UNSEEN
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self.unseen -= tag in _UNSEEN and self.unseen > 0
        if tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self.unseen:
            self.parts.append(re.sub(r"\s+", " ", data))


def text_of(html: str) -> str:
    """Give the lines of an HTML fragment's visible text."""
    reader = _Text()
    reader.feed(html)
    reader.close()
    lines = (" ".join(line.split()) for line in "".join(reader.parts).split("\n"))
    return "\n".join(line for line in lines if line)


def _readability_lxml() -> Callable[[str, str], Found]:
    document_of = import_module("readability").Document

    def read(html: str, url: str) -> Found:
        document = document_of(html, url=url or None)
        return {"html": document.summary(html_partial=True), "title": document.short_title()}

    return read


def _newspaper4k() -> Callable[[str, str], Found]:
    newspaper = import_module("newspaper")

    def read(html: str, url: str) -> Found:
        article = newspaper.Article(url or "https://page.invalid/")
        article.download(input_html=html)
        article.parse()
        day = article.publish_date
        return {
            "body": article.text,
            "title": article.title,
            "authors": list(article.authors),
            "date": day.isoformat() if day else None,
        }

    return read


def _pygoreadability() -> Callable[[str, str], Found]:
    pygoreadability = import_module("pygoreadability")

    def read(html: str, url: str) -> Found:
        found = pygoreadability.from_string(html, url or "https://page.invalid/")
        names = [found.byline] if found.byline else []
        return {
            "html": found.content_html,
            "title": found.title,
            "authors": names,
            "date": found.published_time or None,
        }

    return read


def _magic_html() -> Callable[[str, str], Found]:
    extractor = import_module("magic_html").GeneralExtractor()

    def read(html: str, url: str) -> Found:
        found = extractor.extract(html, base_url=url)
        return {"html": found.get("html") or "", "title": found.get("title")}

    return read


def _rs_trafilatura() -> Callable[[str, str], Found]:
    rs_trafilatura = import_module("rs_trafilatura")

    def read(html: str, url: str) -> Found:
        found = rs_trafilatura.extract(html, url=url or None)
        names = found.author.split(";") if found.author else []
        return {"body": found.main_content, "title": found.title, "authors": names, "date": found.date}

    return read


READERS = {
    "readability-lxml": _readability_lxml,
    "newspaper4k": _newspaper4k,
    "pygoreadability": _pygoreadability,
    "magic-html": _magic_html,
    "rs-trafilatura": _rs_trafilatura,
}


def main() -> None:
    """Read pages until the input ends; a page on which the peer fails is answered with its error."""
    read = READERS[sys.argv[1]]()
    answers = sys.stdout
    sys.stdout = sys.stderr  # what a peer prints is no answer
    for line in sys.stdin:
        asked = json.loads(line)
        started = time.process_time()
        found: Found
        try:
            found = read(asked["html"], asked["url"])
        except Exception as error:  # each peer raises what it and its parsers raise: it found nothing
            found = {"error": repr(error)[:200]}
        found["seconds"] = time.process_time() - started
        if "html" in found:
            found["body"] = text_of(str(found.pop("html") or ""))
        print(json.dumps(found, default=str), file=answers, flush=True)


if __name__ == "__main__":
    main()

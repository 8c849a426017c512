"""WARC files of the labelled pages, made when they are measured; none is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import cycle, islice
from pathlib import Path

from archive.model import Capture
from archive.render.warc import WarcFile
from bench.sets import BODY_SETS, SNIPPET_SETS, read_sets

CAPTURED_AT = "2026-11-22T09:30:00Z"


@dataclass(frozen=True, slots=True)
class CrawledPage:
    """A labelled page with an address: the file it is in."""

    url: str
    file: Path

    def capture(self, number: int = 0) -> Capture:
        """The page as a crawler received it; other numbers give other addresses and bytes."""
        payload = self.file.read_bytes()
        url = f"{self.url}{'&' if '?' in self.url else '?'}copy={number}" if number else self.url
        payload += f"<!-- {number} -->".encode() if number else b""
        headers = (("Content-Type", "text/html"),)
        return Capture(url, payload, CAPTURED_AT, url=url, media_type="text/html", status=200, headers=headers)


def crawled_pages(data: Path, count: int, sets: str | None = None) -> list[CrawledPage]:
    """So many labelled pages with addresses, each so manyth of all sets."""
    names = sets.split(",") if sets else BODY_SETS + SNIPPET_SETS
    pages = [CrawledPage(page.url, page.file) for page in read_sets(data, names) if page.url]
    return pages[:: max(1, len(pages) // count)][:count]


def write_crawl(folder: Path, pages: Sequence[CrawledPage], files: int = 1) -> list[Path]:
    """The pages in so many WARC files, gzipped record by record."""
    paths = [folder / f"crawl-{number:05}.warc.gz" for number in range(files)]
    for number, path in enumerate(paths):
        _write(path, (page.capture() for page in pages[number::files]))
    return paths


def write_long_crawl(path: Path, pages: Sequence[CrawledPage], count: int) -> Path:
    """One WARC file of `count` pages: the pages again and again, at other addresses."""
    _write(path, (page.capture(number // len(pages)) for number, page in enumerate(islice(cycle(pages), count))))
    return path


def write_empty_crawl(path: Path, count: int) -> Path:
    """One WARC file of pages that hold nothing: what they cost is what stands around the extraction."""
    headers = (("Content-Type", "text/html"),)
    urls = (f"https://harbour.example/{number}" for number in range(count))
    _write(path, (Capture(url, b" ", CAPTURED_AT, url=url, status=200, headers=headers) for url in urls))
    return path


def _write(path: Path, captures: Iterator[Capture]) -> None:
    with path.open("wb") as stream:
        file = WarcFile(stream, packed=True, software="archive bench")
        for capture in captures:
            file.write_capture(capture)

from pathlib import Path

from archive.captures.files import read_files
from archive.model import Capture
from bench.scale.crawl import CrawledPage, write_crawl, write_empty_crawl, write_long_crawl
from tests.stories import write_pages

NOW = "2026-11-22T09:30:00Z"


def captures(*files: Path) -> list[Capture]:
    found = list(read_files(files, max_bytes=100_000, now=lambda: NOW))
    return [page for page in found if isinstance(page, Capture)]


def test_crawls_hold_the_pages(tmp_path: Path) -> None:
    """Each page once over all files; again at another address and with other bytes where a crawl is longer."""
    files = sorted(write_pages(tmp_path / "pages", range(5)).iterdir())
    pages = [CrawledPage(f"https://harbour.example/{number}", file) for number, file in enumerate(files)]
    crawl = captures(*write_crawl(tmp_path, pages, 2))
    assert {page.url: page.payload for page in crawl} == {page.url: page.file.read_bytes() for page in pages}
    long = captures(write_long_crawl(tmp_path / "long.warc.gz", pages, 12))
    assert (len({page.url for page in long}), len({page.payload for page in long})) == (12, 12)
    assert [page.payload for page in captures(write_empty_crawl(tmp_path / "empty.warc.gz", 3))] == [b" "] * 3

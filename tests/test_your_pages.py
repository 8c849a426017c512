"""The examples of docs/your-pages.md: they are run as they stand, with the library where it is installed."""

import importlib.util
import re
import shutil
from pathlib import Path
from textwrap import dedent
from typing import Any

import pytest

from archive import Archive
from tests.loopback import Site
from tests.stories import page

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
PAGE = (Path(__file__).parents[1] / "docs" / "your-pages.md").read_text("utf-8")


def example(first_line: str) -> str:
    """The indented example that begins so."""
    blocks = re.findall(r"(?:^    .*\n|^\n)+", PAGE, re.M)
    return next(dedent(block) for block in blocks if dedent(block).strip().startswith(first_line))


@pytest.mark.skipif(not importlib.util.find_spec("scrapy"), reason="Scrapy is not installed")
def test_the_scrapy_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It archives the response of an item, and hands the item on."""
    from scrapy.http import HtmlResponse

    monkeypatch.chdir(tmp_path)
    names: dict[str, Any] = {}
    exec(example("from archive import Archive\n\nclass ArchivePipeline"), names)
    pipeline = names["ArchivePipeline"]()
    pipeline.open_spider(None)
    url = "https://harbour.example/ships/1"
    response = HtmlResponse(url, headers={"Content-Type": "text/html; charset=utf-8"}, body=page(1).encode())
    item = {"response": response}
    assert pipeline.process_item(item, None) is item
    assert pipeline.archive.article(url).title == "Coaster 1 is in"
    pipeline.close_spider(None)


@pytest.mark.skipif(not importlib.util.find_spec("playwright"), reason="Playwright is not installed")
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
def test_the_playwright_script(site: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It archives the page as the browser shows it, after its script has written the headline."""
    monkeypatch.chdir(tmp_path)
    written = (
        page(1)
        .replace("Coaster 1 is in", "")
        .replace("</body>", "<script>document.querySelector('h1').textContent = 'Coaster 1 is in'</script></body>")
    )
    site.pages["/story"] = lambda handler: handler.answer(written.encode())
    code = example("from archive import Archive\nfrom playwright").replace(
        "https://example.com/story", site.url("/story")
    )
    exec(code.replace("launch()", f"launch(executable_path={CHROMIUM!r})"), {})
    with Archive(tmp_path / "news.db", create=False) as archive:
        assert archive.article(site.url("/story")).title == "Coaster 1 is in"

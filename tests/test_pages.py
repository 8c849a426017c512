"""The pages under tests/pages: a folder holds a page and, in expected.json, what it must give.

A wrong extraction is first added there as `<site>/<case>/{page.html|page.txt, url.txt, expected.json}`, then mended.
"""

import json
from pathlib import Path

import pytest

from archive import extract
from tests.expectations import difference, given

PAGES = Path(__file__).parent / "pages"
CASES = sorted(path.parent for path in PAGES.glob("*/*/expected.json"))


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.relative_to(PAGES).as_posix())
def test_page(folder: Path) -> None:
    """A page gives every field that its expected.json names, and refuses to be an article where it names a reason."""
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    page = next(folder.glob("page.*"))
    address = folder / "url.txt"
    media_type = {".html": "text/html", ".txt": "text/plain"}[page.suffix]
    url = address.read_text("utf-8").strip() if address.exists() else None
    actual = given(extract(page.read_bytes(), url=url, media_type=media_type), expected)
    assert expected == actual, difference(expected, actual)

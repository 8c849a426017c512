"""The reader in a real browser: a walk through its pages, wide and narrow, light and dark, without JavaScript; and axe.

Skipped, with the reason, where there is no Chromium, no Playwright, or, for axe-core, no npm that can fetch it.
"""

import re
import shutil
import subprocess
import tarfile
from collections.abc import Iterator
from typing import Any

import pytest

from archive import Archive
from archive.serve.application import make_application
from tests.asked import asked
from tests.build import article
from tests.build import page as intake
from tests.serve.reader import fill

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is not installed")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed: apt-get install chromium")

HUGE = "https://huge.example/book"
PAGES = (
    "/", "/search?q=ferry", "/search?site=eastmouth.example", "/articles/1", "/articles/1?stripped=1", "/articles/5",
    "/articles/4/history", "/articles/4/history?view=side", "/site?name=eastmouth.example", "/stories", "/stories/1",
    "/source?name=Associated+Press", "/author?name=Ole+Brandt", "/sql?q=select+id,title,body+from+articles", "/runs",
    "/runs/1", "/edits", "/articles/99", "/bookmarklet",
)  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """Give a Chromium."""
    with playwright.sync_playwright() as driver:
        chromium = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give a reader of an archive with hostile pages: script in titles, marks of direction, a body of ten megabytes."""
    huge = article(HUGE, "word after word " * 650_000, title="\u202eA book\u2066", site_name="<b>Huge</b>")
    path = fill(tmp_path_factory.mktemp("browser") / "news.db", [intake(huge, url=HUGE)])
    with Archive(path) as archive, asked(make_application(archive, hosts={"localhost"}, token="t")) as client:
        yield str(client.base_url).rstrip("/")


@pytest.fixture
def tab(browser: Any, address: str) -> Iterator[Any]:
    """Give a tab without JavaScript whose errors fail the test."""
    context = browser.new_context(java_script_enabled=False, base_url=address)
    tab = context.new_page()
    said: list[str] = []
    tab.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    tab.on("dialog", lambda dialog: said.append(f"a dialog: {dialog.message}"))
    tab.goto("/?token=t")
    yield tab
    context.close()
    assert said == []


def test_a_walk(tab: Any) -> None:
    """Search, filter, open, show what was stripped, history, copies, SQL: by links and forms alone."""
    expect = playwright.expect  # waits for the page that a click leads to
    tab.get_by_role("searchbox").fill("ferry")
    tab.keyboard.press("Enter")
    expect(tab.locator("main")).to_contain_text("Also on")
    tab.get_by_role("link", name="coast.example 1").click()
    expect(tab).to_have_url(re.compile("site=coast.example"))
    tab.get_by_role("link", name="leave this filter out").click()
    expect(tab).not_to_have_url(re.compile("site=coast.example"))
    tab.locator("a.headline").first.click()
    tab.get_by_role("link", name="Show what was stripped").click()
    expect(tab.locator("article")).to_contain_text("related: after the body")
    tab.get_by_role("link", name="The story with its timeline").click()
    expect(tab.locator("svg.chart")).to_have_count(1)
    tab.get_by_label("new: article 3").check()
    tab.get_by_role("button", name="Compare").click()
    expect(tab.locator("ins").first).to_contain_text("new pier")
    tab.goto("/articles/4")
    tab.get_by_role("link", name="2 revisions").click()
    tab.get_by_role("link", name="Side by side").click()
    assert tab.locator(".sides .new").first.bounding_box()["x"] > tab.locator(".sides .old").first.bounding_box()["x"]
    tab.get_by_role("link", name="SQL").click()
    tab.get_by_label("It can read everything").fill("select count(*) as n\nfrom articles")
    tab.get_by_role("button", name="Ask").click()
    expect(tab.locator("tbody td").first).to_have_text("8")


def test_by_keyboard(tab: Any) -> None:
    """The first key leads past the head; what has the focus is seen."""
    tab.goto("/articles/1")
    tab.keyboard.press("Tab")
    assert tab.locator(":focus").inner_text() == "Skip to the content"
    tab.keyboard.press("Tab")
    assert tab.locator(":focus").evaluate("one => getComputedStyle(one).outlineStyle") != "none"


def test_hostile_pages(browser: Any, address: str) -> None:
    """With JavaScript on nothing runs; ten megabytes come in portions; the page does not grow beyond the window."""
    context = browser.new_context(base_url=address, viewport={"width": 360, "height": 700})
    tab = context.new_page()
    fell: list[str] = []
    tab.on("dialog", lambda dialog: fell.append(dialog.message))
    tab.goto("/?token=t")
    tab.goto("/articles/5?stripped=1")
    assert "<script>alert(3)</script> ⟨U+202E⟩daolnwod" in tab.locator("h1").inner_text()
    tab.goto(f"/find?url={HUGE}")
    assert len(tab.content()) < 260_000
    tab.get_by_role("link", name="The text goes on").click()
    playwright.expect(tab).to_have_url(re.compile("from=200000"))
    assert fell == []
    context.close()


@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 360)])
def test_axe_finds_no_serious_fault(browser: Any, address: str, axe: str, scheme: str, width: int) -> None:
    """axe-core has nothing serious to say of any page, and no page is wider than its window."""
    context = browser.new_context(
        base_url=address, color_scheme=scheme, viewport={"width": width, "height": 800}, bypass_csp=True
    )
    tab = context.new_page()
    tab.goto("/?token=t")
    faults = []
    for page in PAGES:
        tab.goto(page)
        tab.add_script_tag(content=axe)
        found = tab.evaluate("axe.run({resultTypes: ['violations']})")
        faults += [
            (page, one["id"], one["nodes"][0]["html"][:200])
            for one in found["violations"]
            if one["impact"] in ("serious", "critical")
        ]
        if tab.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            faults.append((page, "wider than the window", ""))
    context.close()
    assert faults == []


@pytest.fixture(scope="module")
def axe(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the script of axe-core, as npm has it."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed: it fetches axe-core")
    folder = tmp_path_factory.mktemp("axe")
    got = subprocess.run(
        [npm, "pack", "axe-core@4"], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    packed = next(folder.glob("axe-core-*.tgz"), None)
    if packed is None:
        pytest.skip(f"npm could not fetch axe-core: {got.stderr.strip()[-200:]}")
    with tarfile.open(packed) as archive:
        member = archive.extractfile("package/axe.min.js")
        assert member is not None
        return member.read().decode()

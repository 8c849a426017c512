"""The reader: what its pages show, as HTML and as JSON, and what they never do."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx import Client

from archive import Archive
from archive.serve.application import PAGES, describe_api, make_application
from tests.asked import asked
from tests.stories import page, story

HOSTILE = (
    "<script>alert(1)</script> \u202egnp.exe</title><img src=x onerror=alert(2)> The harbour office of Norwick said "
    "on Tuesday that the coaster would sail again on Friday, if the wind allows it and her master agrees."
)


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Give a reader over three articles: one with a second revision, one that is hostile."""
    folder = tmp_path_factory.mktemp("reader")
    texts = {1: story(1), 2: story(2), 3: story(3) + "\n\n" + HOSTILE.replace("<", "&lt;")}
    with Archive(folder / "news.db") as archive:
        for number, text in texts.items():
            (folder / f"{number}.html").write_text(page(number, text), "utf-8")
            archive.ingest(folder / f"{number}.html")
        (folder / "again.html").write_text(page(1, story(1) + "\n\nTwo tugs were sent out to her at noon."), "utf-8")
        archive.ingest(folder / "again.html")
        with asked(make_application(archive, hosts={"localhost"})) as client:
            yield client


ADDRESSES = (
    "/", "/search", "/search?q=coaster", "/search?q=nowhere", "/search?site=harbour.example&since=2026",
    "/articles/1", "/articles/1?stripped=1", "/articles/3", "/articles/1/history", "/articles/2/history",
    "/site?name=harbour.example", "/source?name=Harbour+Times", "/author?name=Nobody", "/stories", "/sql",
    "/sql?q=select+id,+title+from+articles", "/runs",
)  # fmt: skip


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_page(client: Client, address: str) -> None:
    """Each page is there as HTML with one main heading, and with .json as the same data."""
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert answer.text.count("<h1") == 1
    path, _, query = address.partition("?")
    data = client.get(f"{'/index' if path == '/' else path}.json?{query}")
    assert (data.status_code, data.headers["content-type"]) == (200, "application/json")
    assert isinstance(data.json(), dict)
    assert client.get(address, headers={"Accept": "application/json"}).json() == data.json()


def test_article(client: Client) -> None:
    """Its headline, text, source and state; what was stripped, with the rule, where it is asked for."""
    shown = client.get("/articles/2").text
    assert "Coaster 2 is in" in shown
    assert story(2).split("\n\n")[0] in shown.replace("&#39;", "'")
    assert "All rights reserved" not in shown
    stripped = client.get("/articles/2?stripped=1").text
    assert "All rights reserved" in stripped
    assert "legal: " in stripped
    assert client.get("/articles/2/page").headers["content-type"].startswith("text/plain")
    assert client.get("/articles/2.json").json()["cite"]["title"] == "Coaster 2 is in"


def test_history(client: Client) -> None:
    """Two revisions, and the words that came; a revision there is not is refused."""
    shown = client.get("/articles/1/history").text
    assert "<ins>Two tugs were sent out to her at noon.</ins>" in shown
    assert client.get("/articles/1/history?old=1&new=9").status_code == 400


def test_search_marks_words(client: Client) -> None:
    """Words stand marked in the snippet; the form keeps what was asked for; the feed has the same articles."""
    shown = client.get('/search?q="Marta 2"').text
    assert re.search(r"<mark>Marta</mark>|<mark>Marta 2</mark>", shown)
    assert 'value="&#34;Marta 2&#34;"' in shown
    feed = client.get('/search.atom?q="Marta 2"')
    assert feed.headers["content-type"].startswith("application/atom+xml")
    assert "https://harbour.example/ships/2" in feed.text


def test_nothing_of_a_page_is_markup(client: Client) -> None:
    """Markup in a text is shown as text; signs that turn the direction are shown as signs; no script is allowed."""
    answer = client.get("/articles/3?stripped=1")
    assert "&lt;script&gt;alert(1)" in answer.text
    assert ("<script" in answer.text, "<img" in answer.text, "\u202e" in answer.text) == (False, False, False)
    policy = answer.headers["content-security-policy"]
    assert ("default-src 'none'" in policy, "script" in policy) == (True, False)
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_questions_read_only(client: Client) -> None:
    """SQL answers as table, CSV and JSON; what would change something is refused in one line."""
    assert "Coaster 2 is in" in client.get("/sql?q=select+title+from+articles").text
    assert client.get("/sql.csv?q=select+id+from+articles").text == "id\n1\n2\n3\n"
    refused = client.get("/sql?q=delete+from+articles")
    assert (refused.status_code, "not allowed in a question" in refused.text) == (400, True)


def test_what_is_not_there(client: Client) -> None:
    """An article, a site or a date that is none: one line and the status; no traceback."""
    for address, status in (
        ("/articles/99", 404), ("/site?name=elsewhere.example", 404), ("/search?since=soon", 400), ("/site", 400),
        ("/find?url=https://nowhere.example/x", 404), ("/nothing", 404),
    ):  # fmt: skip
        answer = client.get(address)
        assert (address, answer.status_code, "Traceback" in answer.text) == (address, status, False)


def test_find_leads_to_the_article(client: Client) -> None:
    """A page's URL leads to its article."""
    answer = client.get("/find?url=https://harbour.example/ships/2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/articles/2")


def test_unchanged_is_not_sent_again(client: Client) -> None:
    """An answer has a tag; who has it gets 304."""
    tag = client.get("/articles/2.json").headers["etag"]
    assert client.get("/articles/2.json", headers={"If-None-Match": tag}).status_code == 304


def test_api_names_every_page(client: Client) -> None:
    """OpenAPI has an entry for each address that gives JSON."""
    described = client.get("/api").json()
    assert described == json.loads(json.dumps(describe_api()))
    assert len(described["paths"]) == len(PAGES)
    assert "/articles/{id}.json" in described["paths"]


def test_pages_of_a_list(tmp_path: Path) -> None:
    """A long list goes on where it ended."""
    for number in range(60):
        (tmp_path / f"{number:02}.html").write_text(page(number), "utf-8")
    with Archive(tmp_path / "news.db") as archive:
        archive.ingest(*sorted(tmp_path.glob("*.html")))
        with asked(make_application(archive, hosts={"localhost"})) as client:
            first = client.get("/search.json").json()
            second = client.get(f"/search.json?before={first['next']}").json()
    numbers = [one["id"] for one in first["articles"] + second["articles"]]
    assert (numbers, second["next"]) == (list(range(60, 0, -1)), None)
